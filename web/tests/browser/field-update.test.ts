// A new version of the app while work is in hand, and one that is taken back again.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dist, expect, people, test, type FieldOffice, type Phone } from './field';

const next = '9.0.0';
const newer = mkdtempSync(join(tmpdir(), 'lindung-newer-'));

test.beforeAll(() => {
  cpSync(dist, newer, { recursive: true });
  // What was packed beside the old pages must not be served for the new ones.
  for (const name of readdirSync(newer).filter((it) => /\.(br|gz)$/.test(it))) rmSync(join(newer, name));
  const env = { ...process.env, LINDUNG_APP_VERSION: next, LINDUNG_DIST: newer };
  const cwd = join(import.meta.dirname, '../..');
  execFileSync('npx', ['vite', 'build', '--config', 'vite.field.config.ts'], { cwd, env, stdio: 'pipe' });
});
test.afterEach(({ field }) => serve(field, dist));
test.afterAll(() => rmSync(newer, { recursive: true, force: true }));

/** From now on the office serves this version and no other. */
function serve(field: FieldOffice, from: string) {
  rmSync(field.web, { recursive: true });
  cpSync(from, field.web, { recursive: true });
}

async function release(field: FieldOffice, phone: Phone, from: string) {
  serve(field, from);
  await phone.page.evaluate(() => navigator.serviceWorker.getRegistration().then((it) => it?.update()));
  await expect(phone.page.getByText('Ada versi baru')).toBeVisible();
}

async function apply({ page, to, unlock }: Phone) {
  await to('/pengaturan');
  const begun = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Perbarui', exact: true }).click();
  await begun;
  await unlock();
  await to('/pengaturan');
}

const version = ({ page }: Phone) => page.locator('dt:has-text("Versi") + dd');

test('an update waits for a quiet moment: what is unsent and half typed is there afterwards', async ({ phone, field }) => {
  const { page } = phone;
  field.line.fail(/\/api\//, 'cut');
  await phone.enrol(people(1, 207)[0]!);
  await phone.home();
  await page.getByRole('link', { name: 'Daftarkan orang' }).click();
  await phone.card(people(1, 208)[0]!);
  await expect(page.getByTestId('draft')).toHaveText(/Draf tersimpan/);
  await release(field, phone, newer);
  // The old version goes on, also the pages it had not opened yet and the server no longer has.
  await phone.to('/peserta');
  await expect(page.getByRole('heading', { name: 'Peserta saya' })).toBeVisible();
  await phone.to('/pengaturan');
  await expect(version(phone)).not.toHaveText(next);
  // A draft is open: no button that would end it.
  await expect(page.getByText('Versi baru sudah diunduh')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Perbarui', exact: true })).toBeHidden();
  await phone.home();
  await page.getByRole('link', { name: 'Lanjutkan' }).click();
  await expect(page.getByLabel('NIK (16 angka)')).toHaveValue(/^3302 /);
  await page.getByRole('button', { name: 'Buang draf' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Halo');
  await apply(phone);
  await expect(version(phone)).toHaveText(next);
  field.line.heal();
  await phone.send();
  await phone.sent();
  expect((await phone.kept()).outbox.map((it) => it.state)).toEqual(['captured']);
});

test('a release that is taken back opens what the newer one wrote, and sends it', async ({ phone, field }) => {
  const { page } = phone;
  await release(field, phone, newer);
  await apply(phone);
  await expect(version(phone)).toHaveText(next);
  field.line.fail(/\/api\//, 'cut');
  await phone.enrol(people(1, 209)[0]!);
  await release(field, phone, dist);
  await apply(phone);
  await expect(version(phone)).not.toHaveText(next);
  // The newer one's database had one table more.
  await page.goto('about:blank');
  await page.goto(`${phone.url}/manifest.webmanifest`);
  await page.evaluate(async () => {
    const { name = '', version = 0 } = (await indexedDB.databases()).find((it) => it.name?.startsWith('lindung-field-')) ?? {};
    await new Promise<void>((done) => {
      const asked = indexedDB.open(name, version + 10);
      asked.onupgradeneeded = () => asked.result.createObjectStore('later');
      asked.onsuccess = () => { asked.result.close(); done(); };
    });
  });
  await phone.go('/daftar/belum');
  await phone.unlock();
  await expect(page.getByText(people(1, 209)[0]!.name)).toBeVisible();
  await phone.enrol(people(1, 210)[0]!);
  field.line.heal();
  await phone.send();
  await phone.sent();
  expect((await phone.kept()).outbox.map((it) => it.state)).toEqual(['captured', 'captured']);
});
