// The monthly report in one click: who came, who is back, who lapsed, by kind, payer, village and
// agent, with what each figure means; last month and this one; as a sheet.
import type { Page } from '@playwright/test';
import { enter, expect, somebody, test, village } from './office';

test.use({ house: 'report', day: '2026-11-10' });

async function picture(page: Page, name: string) {
  const folder = process.env.LINDUNG_PICTURES;
  if (!folder) return;
  await expect(page.locator('.busy, [aria-busy=true]')).toHaveCount(0);
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: `${folder}/report-${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

const card = (page: Page, title: string) => page.locator('section.card').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
const term = (page: Page, title: string, name: string) => card(page, title).locator('dt', { hasText: new RegExp(`^${name}$`) }).locator('xpath=following-sibling::dd[1]');

test('the month of a branch, one click from the menu', async ({ page, office }) => {
  await office.hire('cabang', 'branch_staff', '33.02', 'Cabang Purwokerto');
  await office.hire('desa', 'village_clerk', village, 'Perangkat desa');
  for (const [name, serial] of [['Satu Contoh', 81], ['Dua Contoh', 82]] as const) {
    const { membership } = await office.enrol('desa', somebody(name, serial));
    await office.pay('cabang', await office.code('desa', membership));
  }
  await office.enrol('desa', somebody('Belum Bayar Contoh', 83));
  await office.did('cabang', 'POST', '/api/v1/targets', {
    area: 'Kabupaten Banyumas', heads: 40, year: 2026, owner: 'Kantor cabang Purwokerto', document: 'Rencana kerja 2026',
  });

  await enter(page, office, 'cabang');
  await page.getByRole('navigation', { name: 'Halaman kantor' }).getByRole('link', { name: 'Laporan bulan' }).click();
  // What opens is the month that is over: nobody was there yet.
  await expect(page.getByRole('heading', { level: 1, name: 'Laporan Oktober 2026' })).toBeVisible();
  await expect(term(page, 'Peserta', 'Aktif')).toHaveText('0');
  await page.getByRole('button', { name: 'November 2026' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Laporan November 2026' })).toBeVisible();
  await expect(page.getByText('bulannya belum selesai', { exact: false })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Desember 2026' })).toBeDisabled();
  await expect(term(page, 'Peserta', 'Aktif akhir bulan lalu')).toHaveText('0');
  await expect(term(page, 'Peserta', 'Baru')).toHaveText('+2');
  await expect(term(page, 'Peserta', 'Neto')).toHaveText('+2');
  await expect(term(page, 'Peserta', 'Aktif')).toHaveText('2');
  // Each figure says what it means, beside it and at the end.
  await expect(card(page, 'Peserta')).toContainText('Masa kepesertaan pertama mulai dalam bulan itu');
  await expect(card(page, 'Arti setiap angka').getByRole('listitem')).toHaveCount(14);
  await expect(card(page, 'Target')).toContainText('2 sudah ada (5,0 %), kurang 38');
  await expect(card(page, 'Menurut jenis kepesertaan').getByRole('row').filter({ hasText: 'BPU' })).toContainText('+2');
  await expect(card(page, 'Menurut yang membayar').getByRole('row')).toHaveCount(2);
  const gumelar = card(page, 'Menurut desa').getByRole('row').filter({ has: page.getByRole('link') });
  await expect(gumelar).toHaveCount(1);
  await expect(card(page, 'Menurut agen')).toContainText('Belum ada agen di wilayah ini.');
  await expect(card(page, 'Iuran').getByText('Rp16.800', { exact: true })).toBeVisible();
  await expect(term(page, 'Kegiatan', 'Jangkauan')).toContainText(/^0 dari 27 kecamatan/);
  await picture(page, 'month');

  const sheet = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  expect((await sheet).suggestedFilename()).toBe('laporan-33.02-2026-11.csv');
  const book = page.waitForEvent('download');
  await page.getByRole('link', { name: 'XLSX' }).click();
  expect((await book).suggestedFilename()).toBe('laporan-33.02-2026-11.xlsx');
  // On paper: every line, not only those of one page.
  const paper = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Cetak' }).click();
  await expect((await paper).getByRole('heading', { level: 1 })).toContainText('Laporan bulanan');

  await page.getByRole('combobox', { name: 'Pindah ke wilayah' }).fill('Gumelar');
  await page.getByRole('option').filter({ hasText: 'Banyumas' }).first().click();
  await expect(page).toHaveURL(/wilayah=33\.02\.15/);
  await expect(term(page, 'Peserta', 'Aktif')).toHaveText('2');
});
