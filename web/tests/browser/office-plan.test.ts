// A branch officer plans a week of Banyumas: reads why a village is there, promises, drops and moves
// visits, sees what each costs, is told what cannot fit, and takes the plan along.
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { assumptions } from '../../src/office/plan/form';
import { enter, expect, test, village } from './office';

test.use({ house: 'plan', day: '2026-11-20' });
test.describe.configure({ mode: 'serial', timeout: 120_000 });

interface Seen { id: string; plan: { version: number; value: number; visits: { village: string; name: string; on: string; team: string }[]; assumptions: { key: string; value: number; origin: string }[] } }
let planned = '';

test.beforeAll(async ({ office }) => {
  await office.hire('cabang', 'branch_staff', '33.02', 'Cabang Purwokerto');
});

async function picture(page: Page, name: string) {
  const folder = process.env.LINDUNG_PICTURES;
  if (!folder) return;
  await expect(page.locator('.busy, [aria-busy=true]')).toHaveCount(0);
  for (const [width, scheme] of [[1280, 'light'], [1280, 'dark'], [360, 'light'], [360, 'dark']] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: `${folder}/plan-${name}-${width}-${scheme}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });
}
const choose = async (within: Page | Locator, label: RegExp, n: number, typed: string) => {
  const field = within.getByRole('combobox', { name: label }).nth(n);
  await field.fill(typed);
  await field.page().getByRole('option').filter({ hasText: typed }).first().click();
};
const card = (page: Page, title: string) => page.locator('section.card').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
const visit = (page: Page, n: number) => page.getByRole('button', { name: new RegExp(`untuk kunjungan ${n}, `) }).first();

test('a week is asked for, wrong days are told beside the field, and the board shows who goes where', async ({ page, office }) => {
  await enter(page, office, 'cabang');
  await page.getByRole('navigation', { name: 'Halaman kantor' }).getByRole('link', { name: 'Ke mana berikutnya' }).click();
  await expect(page.getByText('Belum ada rencana. Buat satu')).toBeVisible();
  await picture(page, 'none');
  await page.getByRole('link', { name: 'Rencana baru' }).first().click();
  await expect(page.getByText('Kabupaten Banyumas').first()).toBeVisible();
  await page.getByLabel('Hari pertama').fill('23/11/2026');
  await page.getByLabel('Hari terakhir').fill('20/11/2026');
  await choose(page, /^Mulai dan pulang ke/, 0, 'Purwokerto Timur');
  await choose(page, /^Mulai dan pulang ke/, 1, 'Purwokerto Timur');
  await page.getByRole('button', { name: 'Tambah catatan desa' }).click();
  await choose(page, /^Desa$/, 0, 'Gumelar');
  await page.getByRole('textbox', { name: 'Hanya pada hari' }).fill('25/11/2026');
  await page.getByRole('button', { name: 'Tambah hari: Hanya pada hari' }).click();
  await page.getByLabel('Sebabnya').fill('hari pasar');
  await page.getByText('Lihat dan ubah nilainya').click();
  await expect(page.getByText('bawaan 20 · penilaian kami').first()).toBeVisible();
  await picture(page, 'form');
  await page.getByRole('button', { name: 'Hitung rencana' }).click();
  await expect(page.getByText('hari terakhir harus sama atau sesudah hari pertama')).toBeVisible();

  // Leaving loses nothing.
  await page.getByRole('link', { name: 'Batal' }).click();
  await page.getByRole('link', { name: 'Rencana baru' }).first().click();
  await expect(page.getByLabel('Sebabnya')).toHaveValue('hari pasar');
  await page.getByLabel('Hari terakhir').fill('27/11/2026');
  await page.getByRole('button', { name: 'Hitung rencana' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Kabupaten Banyumas' })).toBeVisible({ timeout: 60_000 });
  planned = page.url().split('/').at(-1)!;

  const board = page.getByRole('region', { name: 'Papan kunjungan' });
  await expect(board.getByRole('heading', { level: 3 })).toHaveText(['Senin, 23 Nov', 'Selasa, 24 Nov', 'Rabu, 25 Nov', 'Kamis, 26 Nov', 'Jumat, 27 Nov']);
  await expect(board.getByRole('heading', { level: 4, name: 'Tim 2' })).toHaveCount(5);
  await expect(card(page, 'Yang diharapkan dari rencana ini')).toContainText('desa dengan hasil terbesar lebih dahulu, sejauh apa pun');
  await expect(card(page, 'Yang terbaik di luar rencana').getByRole('row').nth(1)).toContainText(/kurang \d+ menit|masih muat|tidak ada hari/);
  await expect(page.getByText('Belum ada kunjungan dengan hitungan di wilayah ini')).toBeVisible();
  // The form's defaults are the planner's.
  const { plan } = await office.did<Seen>('cabang', 'GET', `/api/v1/plans/${planned}`);
  const usual = assumptions('33.02').map((it) => [it.key, it.value, it.origin]);
  expect(plan.assumptions.filter((it) => it.key !== 'range_percent').map((it) => [it.key, it.value, it.origin])).toEqual(usual);
  await picture(page, 'plan');
});

test('a reason is read, a visit promised, dropped and moved: each shows its price and can be undone', async ({ page, office }) => {
  await enter(page, office, 'cabang', `/rencana/${planned}`);
  const of = async () => (await office.did<Seen>('cabang', 'GET', `/api/v1/plans/${planned}`)).plan;
  const first = (await of()).visits[0]!;
  await visit(page, 1).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading', { name: `1. ${first.name}` })).toBeVisible();
  await expect(dialog.getByText('Mengapa desa ini?').locator('..')).toContainText('pekerja belum terlindungi; belum ada kunjungan tercatat');
  await expect(dialog.getByText('Hilang tanpa kunjungan ini')).toBeVisible();
  await expect(dialog.getByText('Belum ada musim kampanye yang memuat desa dan hari ini.')).toBeVisible();
  await picture(page, 'reason');
  const axe = await new AxeBuilder({ page }).include('dialog').withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).setLegacyMode().analyze();
  expect(axe.violations.map((it) => it.id)).toEqual([]);
  await dialog.getByRole('button', { name: 'Janjikan', exact: true }).click();
  const price = card(page, 'Harga perubahan terakhir');
  await expect(price).toBeFocused();
  await expect(price).toContainText(`${first.name} dijanjikan untuk 23 November 2026`);
  await expect(card(page, 'Janji')).toContainText(first.name);
  await expect(page.getByRole('region', { name: 'Papan kunjungan' }).getByText('Dijanjikan')).toHaveCount(1);

  const before = await of();
  const third = before.visits[2]!;
  await visit(page, 3).click();
  await dialog.getByRole('button', { name: 'Keluarkan dari rencana' }).click();
  await expect(price).toContainText(`${third.name} dikeluarkan`);
  const after = await of();
  await expect(price).toContainText(`${before.value.toLocaleString('id-ID')} → ${after.value.toLocaleString('id-ID')}`);
  await expect(price.getByRole('heading', { name: 'Kunjungan yang hilang' }).locator('..')).toContainText(third.name);
  await expect(card(page, 'Janji')).toContainText('semua hari');
  await picture(page, 'price');
  await price.getByRole('button', { name: 'Urungkan: janjikan lagi pada hari semula' }).click();
  await expect(price).toContainText(`${third.name} dijanjikan untuk`);
  expect((await of()).visits.map((it) => it.village)).toContain(third.village);

  const { visits } = await of();
  const moved = visits.find((it) => it.on === '2026-11-24')!;
  await visit(page, visits.indexOf(moved) + 1).click();
  await dialog.getByLabel('Hari', { exact: true }).selectOption('2026-11-27');
  await dialog.getByRole('button', { name: 'Pindahkan dan hitung ulang' }).click();
  await expect(price).toContainText(`${moved.name} dipindah ke 27 November 2026`);
  await price.getByRole('button', { name: 'Urungkan: kembalikan ke hari semula' }).click();
  await expect(price).toContainText(`${moved.name} dipindah ke 24 November 2026`);

  // A promise let go is promised again by the way back, and the other way round.
  await card(page, 'Janji').getByRole('listitem').filter({ hasText: first.name }).getByRole('button', { name: 'Lepaskan janji' }).click();
  await expect(price).toContainText(`janji untuk ${first.name} dilepas`);
  await price.getByRole('button', { name: 'Urungkan: janjikan lagi pada hari semula' }).click();
  await expect(price).toContainText(`${first.name} dijanjikan untuk 23 November 2026`);
  await expect(price.getByRole('button', { name: 'Urungkan: lepaskan janjinya' })).toBeVisible();
});

test('a promise that cannot fit is told where it was asked for, and the plan stays as it is', async ({ page, office }) => {
  await enter(page, office, 'cabang', `/rencana/${planned}`);
  const promise = async (name: string) => {
    const field = card(page, 'Janji').getByRole('combobox', { name: /^Desa$/ });
    if (!(await field.isVisible())) await page.getByText('Janjikan desa lain').click();
    await choose(card(page, 'Janji'), /^Desa$/, 0, name);
    await card(page, 'Janji').getByLabel('Hari', { exact: true }).selectOption('2026-11-26');
    await card(page, 'Janji').getByLabel('Tim', { exact: true }).selectOption('Tim 1');
    await card(page, 'Janji').getByRole('button', { name: 'Janjikan', exact: true }).click();
  };
  await promise('Samudra Kulon');
  await expect(card(page, 'Harga perubahan terakhir')).toContainText('Samudra Kulon dijanjikan untuk 26 November 2026');
  const { plan } = await office.did<Seen>('cabang', 'GET', `/api/v1/plans/${planned}`);
  await promise('Plana');
  const told = card(page, 'Janji').getByRole('alert');
  await expect(told).toContainText('Plana tidak dapat dijamin untuk 26 November 2026, Tim 1: bersama Samudra Kulon hari itu kelebihan');
  await expect(told).toContainText('lepaskan salah satu');
  await expect(told).toBeFocused();
  await picture(page, 'cannot-fit');
  expect((await office.did<Seen>('cabang', 'GET', `/api/v1/plans/${planned}`)).plan.version).toBe(plan.version);
});

test('the plan goes along as a calendar, a sheet and paper, and an event is planned from a visit', async ({ page, office }) => {
  const { id: campaign } = await office.did('cabang', 'POST', '/api/v1/campaigns', { code: 'KKBC', name: 'Kerja Keras Bebas Cemas Masuk Desa', area: '33.02', goal: 'Merangkul pekerja informal di desa' });
  await office.did('cabang', 'POST', '/api/v1/seasons', { campaign, area: '33.02', name: 'Banyumas 2026', from: '2026-11-01', to: '2026-12-31', goal: 'Merangkul pekerja informal di desa' });
  await enter(page, office, 'cabang', `/rencana/${planned}`);
  for (const [name, says] of [['Kalender (.ics)', 'BEGIN:VEVENT'], ['CSV', 'Tim 1']] as const) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
    const text = await (await file.createReadStream()).toArray();
    expect(Buffer.concat(text).toString()).toContain(says);
  }
  const [paper] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: 'Cetak A4' }).click()]);
  await expect(paper.getByText('Disetujui')).toBeVisible();
  await paper.close();
  await visit(page, 1).click();
  await page.getByRole('dialog').getByRole('link', { name: 'Kegiatan di Banyumas 2026' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /kegiatan/i })).toBeVisible();
  // The event begins with the place, day and team of the visit.
  const told = new URL(page.url()).searchParams;
  expect(told.get('wilayah')).toMatch(/^33\.02\./);
  await expect(page.locator('input[type="date"]').first()).toHaveValue(told.get('tanggal') ?? 'no day');
  await expect(page.getByLabel('Tim', { exact: false }).first()).toHaveValue(told.get('tim') ?? 'no team');

  await enter(page, office, 'cabang', '/rencana');
  await expect(page.getByRole('row').filter({ hasText: 'Kabupaten Banyumas' })).toBeVisible();
  await picture(page, 'list');
});

test('a plan is read by keyboard alone, and only who plans there may change it', async ({ page, office }) => {
  await office.hire('baca', 'auditor', null, 'Pengawas');
  await enter(page, office, 'cabang', `/rencana/${planned}`);
  await visit(page, 2).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(visit(page, 2)).toBeFocused();
  const map = page.getByRole('group', { name: /Peta dengan \d+ kunjungan bernomor/ });
  await map.getByRole('button').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();

  await enter(page, office, 'baca', `/rencana/${planned}`);
  await visit(page, 1).click();
  await expect(page.getByRole('dialog').getByText('Mengapa desa ini?')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Janjikan' })).toHaveCount(0);
  expect((await office.ask('baca', 'POST', `/api/v1/plans/${planned}/pin`, { version: 1, village, on: '2026-11-25', team: null })).status).toBe(403);
});

test('a plan that takes long shows how far it is, and is left and come back to', async ({ page, office }) => {
  await enter(page, office, 'cabang', '/rencana');
  const key = crypto.randomUUID();
  const team = (name: string) => ({ name, start: '33.02.26' });
  const order = { areas: ['33.02'], name: 'Musim panjang', from: '2026-12-01', to: '2026-12-31', teams: ['A', 'B', 'C', 'D'].map(team), iterations: 20_000 };
  await page.evaluate(([id, body]) => {
    void fetch('/api/v1/plans', { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': id! }, body }).catch(() => null);
  }, [key, JSON.stringify(order)]);
  const computing = async () => (await office.ask('cabang', 'GET', `/api/v1/plans/${key}`)).json.state;
  await expect.poll(computing).toBe('computing');
  await page.goto(`${office.url}/kantor/rencana/${key}`);
  await expect(page.getByText(/Rencana dihitung: \d+ %/)).toBeVisible();
  await page.getByRole('link', { name: 'Ke mana berikutnya' }).last().click();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Musim panjang' })).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText('pekan 1 dari')).toBeVisible();
  await page.getByRole('button', { name: 'Pekan berikutnya' }).click();
  await expect(page.getByRole('heading', { level: 3, name: 'Senin, 7 Des' })).toBeVisible();
});
