// The demonstration as the README shows it. `LINDUNG_DEMO=FILE` takes a database built before
// (`lindung demo --build-only --db FILE`), of which a copy is used; else one is built first.
import { expect, test, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { people, Phone } from '../browser/field';
import { enter, Office } from '../browser/office';

const program = process.env.LINDUNG ?? '';
const pictures = join(import.meta.dirname, '../../../docs/pictures');
/** The day of the founding story of Banyumas. */
const day = '2024-04-24';
const regency = '33.02';

const office = new Office();
let agent = '';

test.use({ viewport: { width: 1280, height: 860 } });
test.beforeAll(async () => {
  test.setTimeout(900_000);
  const lindung = (...said: string[]) => execFileSync(program, said, { encoding: 'utf8' });
  const db = join(office.folder, 'office.db');
  const built = process.env.LINDUNG_DEMO;
  if (built) for (const end of ['', '.keys']) copyFileSync(built + end, db + end);
  else lindung('demo', '--build-only', '--db', db);
  const reset = JSON.parse(lindung('user', 'reset', '--db', db, 'admin', '--json')) as Record<string, string>;
  await office.open(0, { web: join(import.meta.dirname, '../../dist') });
  office.logins.set('admin', reset.one_time_password ?? '');
  await office.hire('petugas', 'branch_staff', regency, 'Petugas (contoh)');
  agent = await office.hire('agen', 'agent', regency, 'Agen (contoh)');
});
test.afterAll(() => office.remove());

async function picture(page: Page, name: string) {
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
}

/** Somebody of the demonstration who is two months behind: a life with something to see. */
async function behind(): Promise<string> {
  const due = await office.did<{ items: { person: string; state: string }[] }>('petugas', 'GET', '/api/v1/memberships/due?limit=100');
  const found = due.items.find((it) => it.state === 'grace2');
  if (!found) throw new Error('nobody of the demonstration is two months behind today');
  return found.person;
}

test('the office: coverage of a regency', async ({ page }) => {
  await enter(page, office, 'petugas', `/cakupan?area=${regency}&as_of=${day}`);
  await expect(page.getByText('205.019').filter({ visible: true }).first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  await picture(page, 'office-coverage');
});

test('the office: the life of a membership', async ({ page }) => {
  await enter(page, office, 'petugas', `/orang/${await behind()}`);
  await expect(page.getByRole('heading', { name: 'Riwayat' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.setViewportSize({ width: 1280, height: 1500 });
  await picture(page, 'office-person');
});

test('the office: where next', async ({ page }) => {
  test.setTimeout(120_000);
  const teams = ['Tim 1', 'Tim 2', 'Tim 3', 'Tim 4'].map((name) => ({ name, start: '33.02.26' }));
  const made = await office.did<{ id: string; state: string }>('petugas', 'POST', '/api/v1/plans', { areas: [regency], from: '2027-01-04', to: '2027-01-08', teams });
  await enter(page, office, 'petugas', `/rencana/${made.id}`);
  await expect(page.getByText('Tim 4').filter({ visible: true }).first()).toBeVisible({ timeout: 60_000 });
  await page.waitForLoadState('networkidle');
  await page.setViewportSize({ width: 1280, height: 1500 });
  await picture(page, 'office-plan');
});

test('the public answer to “am I covered?”', async ({ browser }) => {
  const person = await behind();
  const { birth_date } = await office.did('petugas', 'GET', `/api/v1/people/${person}`);
  const { nik } = await office.did('petugas', 'POST', `/api/v1/people/${person}/open-nik`, { reason: 'gambar contoh' });
  const visitor = await (await browser.newContext({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false })).newPage();
  await visitor.goto(`${office.url}/cek`);
  await visitor.getByLabel('NIK atau nomor kartu peserta').fill(nik ?? '');
  await visitor.getByLabel('Tanggal lahir').fill((birth_date ?? '').split('-').reverse().join('-'));
  await visitor.getByRole('button', { name: 'Periksa' }).click();
  await expect(visitor.getByText('Ya, masih terlindungi', { exact: false })).toBeVisible();
  await visitor.screenshot({ path: join(pictures, 'public-answer.png') });
});

test('the field: somebody is enrolled without signal', async () => {
  const { code } = await office.did('petugas', 'POST', '/api/v1/devices', { holder: agent });
  const phone = await new Phone(office.url).on();
  await phone.register(code ?? '');
  await phone.context.setOffline(true);
  await phone.home();
  await phone.page.getByRole('link', { name: 'Daftarkan orang' }).click();
  await phone.step(1);
  const [person] = people(1);
  await phone.fill(person!);
  await phone.page.getByRole('button', { name: 'Kembali' }).first().click();
  await phone.page.getByRole('button', { name: 'Kembali' }).first().click();
  await phone.step(4);
  await expect(phone.page.getByTestId('price')).toHaveText(/Rp/);
  await picture(phone.page, 'field-enrolment');
  await phone.gone();
});
