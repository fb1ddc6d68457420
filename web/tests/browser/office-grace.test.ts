// J7: two traders of a market who last paid for March 2024. One pays the missed months in May and
// never left; the other lets June pass, and begins again.
import { signIn, somebody, expect, test } from './office';
import type { Page } from '@playwright/test';
import type { Office } from './office';

test.use({ day: '2024-03-01' });
test.describe.configure({ mode: 'serial' });

const trader = (name: string, serial: number) =>
  somebody(name, serial, { occupations: [{ occupation: 'pedagang-pasar', place: 'Pasar Wage', hours: '03.00–09.00' }] }, '1980-07-15');
const people = { pays: '', forgets: '' };
let oldCode = { code: '', amount: 0 };

test.beforeAll(async ({ office }) => {
  await office.hire('desa', 'village_clerk', '33.02.15.2006', 'Perangkat Desa');
  await office.hire('cabang', 'branch_staff', '33.02', 'Petugas Cabang');
  await office.hire('keuangan', 'finance', null, 'Bagian Keuangan');
  for (const [who, name, serial] of [['pays', 'Sarinah Contoh', 11], ['forgets', 'Warsiti Contoh', 12]] as const) {
    const { person, membership } = await office.enrol('desa', trader(name, serial));
    await office.pay('cabang', await office.code('desa', membership));
    people[who] = person;
    if (who === 'forgets') oldCode = await office.code('desa', membership, 3);
  }
});

/** The page on the day it is in the office. */
async function today(page: Page, office: Office, login: string, to: string) {
  await page.clock.setSystemTime(office.now);
  await signIn(page, office, login, to);
}

/** Takes the money for a code at the counter. */
async function pay(page: Page, office: Office, code: { code: string; amount: number }) {
  await today(page, office, 'cabang', `/bayar?kode=${code.code}&jumlah=${code.amount}`);
  await page.getByRole('button', { name: 'Catat pembayaran' }).click();
}

test('in May the second month is missed: the list names her, and her page says why she is still covered', async ({ page, office }) => {
  await office.on('2024-05-06');
  await today(page, office, 'desa', '/jatuh-tempo?siapa=grace');
  const row = page.getByRole('row', { name: /Sarinah Contoh/ });
  await expect(row).toContainText('Masa tenggang 2');
  await expect(row).toContainText('Rp33.600');
  await expect(row).toContainText('2 bulan');
  await expect(row).toContainText('30 Jun 2024');
  await row.getByRole('link', { name: 'Sarinah Contoh' }).click();

  await expect(page.getByText('Masa tenggang 2').first()).toBeVisible();
  await expect(page.getByLabel('Maret 2024: dibayar, Rp16.800')).toBeVisible();
  for (const missed of ['April 2024: tidak dibayar', 'Mei 2024: tidak dibayar']) await expect(page.getByLabel(missed)).toBeVisible();
  await page.getByText('Mengapa statusnya begini?').click();
  await expect(page.getByText(/masa tenggang, 2 bulan belum dibayar; masih terlindungi sampai 30 Juni 2024/)).toBeVisible();
  const history = page.locator('section', { has: page.getByRole('heading', { name: 'Riwayat' }) });
  await expect(history).toContainText(/tenggang/i);
  await expect(history).toContainText('Rp16.800');
});

test('she pays April and May, and is as if she had never missed them', async ({ page, office }) => {
  await today(page, office, 'desa', `/orang/${people.pays}`);
  await page.getByRole('button', { name: 'Buka kode iuran: 2 bulan' }).click();
  const slip = page.getByRole('region', { name: 'Kode iuran' });
  await expect(slip).toContainText('Rp33.600');
  await expect(slip).toContainText('April 2024');
  const code = (await slip.locator('.big').innerText()).replace(/\D/g, '');
  await pay(page, office, { code, amount: 33_600 });
  await expect(page.getByText('31 Mei 2024').first()).toBeVisible();

  await page.goto(`${office.url}/kantor/orang/${people.pays}`);
  await expect(page.getByText('Aktif').first()).toBeVisible();
  await expect(page.getByText('Masa kepesertaan ke: 1')).toBeVisible();
  await expect(page.getByLabel('April 2024: dibayar, Rp16.800')).toBeVisible();
  await page.getByText('Mengapa statusnya begini?').click();
  await expect(page.getByText(/aktif; dibayar sampai 31 Mei 2024|31 Mei 2024/).first()).toBeVisible();
});

test('in July the other has lapsed: nothing can be paid silently, and money that comes is held', async ({ page, office }) => {
  await office.on('2024-07-10');
  await today(page, office, 'desa', '/jatuh-tempo');
  await page.getByLabel('Siapa').selectOption('Sudah berakhir');
  await page.getByRole('link', { name: 'Warsiti Contoh' }).click();
  await expect(page.getByText('Berakhir (lewat tenggang)').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Buka kode iuran/ })).toHaveCount(0);
  const history = page.locator('section', { has: page.getByRole('heading', { name: 'Riwayat' }) });
  await expect(history).toContainText('Perlindungan berakhir: 3 bulan tidak dibayar');

  await pay(page, office, oldCode);
  await expect(page.getByRole('heading', { name: 'Uang disimpan, belum menjadi perlindungan' })).toBeFocused();
  await today(page, office, 'keuangan', '/bayar');
  await page.getByLabel('Yang menangani').selectOption('Semua');
  await expect(page.getByRole('row', { name: /kode sudah lewat waktunya/ })).toContainText('Rp50.400');
});

test('she answers the questions again, pays, and a new spell begins', async ({ page, office }) => {
  await today(page, office, 'desa', `/orang/${people.forgets}`);
  await page.getByRole('button', { name: 'Daftar ulang' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Siapa yang bersaksi').fill('Ketua RT 03');
  await dialog.getByLabel('Sebagai').selectOption('Ketua RT');
  await dialog.getByLabel('Yang dilihat').fill('berjualan sayur setiap pagi');
  await dialog.getByRole('button', { name: 'Simpan' }).click();
  await expect(dialog.getByRole('alert')).toContainText(/bekerja/);
  await dialog.getByLabel('Orang ini sedang bekerja').check();
  await dialog.getByRole('button', { name: 'Simpan' }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole('button', { name: 'Buka kode iuran: 1 bulan' }).click();
  const slip = page.getByRole('region', { name: 'Kode iuran' });
  await expect(slip).toContainText('Membayar kode ini membuka masa kepesertaan baru.');
  await expect(slip).toContainText('Juli 2024');
  const code = (await slip.locator('.big').innerText()).replace(/\D/g, '');
  await pay(page, office, { code, amount: 16_800 });
  await expect(page.getByText('31 Juli 2024').first()).toBeVisible();
  await page.goto(`${office.url}/kantor/orang/${people.forgets}`);
  await expect(page.getByText('Aktif').first()).toBeVisible();
  await expect(page.getByText('Masa kepesertaan ke: 2')).toBeVisible();
});
