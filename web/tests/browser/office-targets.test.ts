// Targets as a branch officer sets and follows them: what was said in the spring of 2024 of Banyumas,
// hedges and all, and of Serang two years before.
import type { Page } from '@playwright/test';
import { enter, expect, somebody, test, village, type Office } from './office';

test.use({ house: 'targets', day: '2024-05-02' });

test.beforeAll(async ({ office }) => {
  await office.hire('cabang', 'branch_staff', '33.02', 'Cabang Purwokerto');
  await office.hire('pusat', 'branch_staff', null, 'Kantor pusat');
  await office.hire('desa', 'village_clerk', village, 'Perangkat desa');
});

async function picture(page: Page, name: string) {
  const folder = process.env.LINDUNG_PICTURES;
  if (!folder) return;
  await expect(page.locator('.busy, [aria-busy=true]')).toHaveCount(0);
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: `${folder}/target-${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

const reckoning = (page: Page) => page.getByRole('region', { name: 'Hitungannya' });
/** A term of a list of facts, and what it says. */
const fact = (page: Page, term: string) => page.locator('dt', { hasText: new RegExp(`^${term}$`) }).locator('xpath=following-sibling::dd[1]');

/** The rows below stand in a card of this title. */
const card = (page: Page, title: string) => page.locator('section.card').filter({ has: page.getByRole('heading', { name: title, exact: true }) });

test('40 % of 700,000 with less than 30 % at hand: the bound goes through to the number a month, and is kept', async ({ page, office }) => {
  await enter(page, office, 'cabang');
  // The target of the news came with the program: on the home page it is said that nothing is counted yet.
  const home = card(page, 'Target Anda');
  await expect(home).toContainText('280.000');
  await expect(home).toContainText('Belum tercatat berapa yang sudah ada.');
  await picture(page, 'home');
  await page.getByRole('navigation', { name: 'Halaman kantor' }).getByRole('link', { name: 'Target', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: '40 % dari 700.000' })).toContainText('Banyumas');
  await picture(page, 'list');

  await page.getByRole('link', { name: 'Target baru' }).click();
  await expect(reckoning(page)).toContainText('hitungannya langsung muncul di sini');
  await page.getByLabel('Persen', { exact: true }).fill('40');
  await expect(page.getByLabel('Dari (penyebut)')).toContainText('700.000');
  await expect(reckoning(page)).toContainText('280.000');
  await page.getByLabel('Ketepatan').selectOption('kurang dari');
  await page.getByLabel('Persen yang ada').fill('30');
  await expect(reckoning(page)).toContainText('kurang dari 210.000');
  await expect(reckoning(page)).toContainText('lebih dari 70.000');
  await expect(reckoning(page)).toContainText('paling sedikit 70.001 lagi');
  await expect(reckoning(page)).toContainText('lebih dari 8.750 sebulan');
  await expect(reckoning(page)).toContainText('Mei 2024 – Desember 2024');
  await reckoning(page).getByText('Mengapa?').nth(2).click();
  await expect(reckoning(page)).toContainText('Target 280.000, sudah ada kurang dari 210.000');
  await picture(page, 'new');

  // More than everybody is refused while it is typed, with the way out.
  await page.getByLabel('Persen', { exact: true }).fill('105');
  await expect(reckoning(page)).toContainText('target paling tinggi 100 %');
  await page.getByLabel('Persen', { exact: true }).fill('40');
  await page.getByLabel('Pemilik target').fill('Kantor cabang Purwokerto');
  await page.getByLabel('Dokumen').fill('Rencana kerja 2024');
  await page.getByText('Simpan juga sebagai capaian yang disebut').click();
  await page.getByLabel('Sumber').fill('Radar Banyumas, 24 April 2024');
  await page.getByLabel('Keadaan per').fill('30/4/2024');
  await page.getByRole('button', { name: 'Tetapkan target' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Target 2024: 40 % dari 700.000' })).toBeVisible();
  await expect(fact(page, 'Untuk siapa')).toContainText('Kabupaten Banyumas');
  const said = card(page, 'Menurut yang disebut');
  await expect(said).toContainText('Radar Banyumas, 24 April 2024');
  await expect(said).toContainText('kurang dari 210.000');
  await expect(said).toContainText('paling sedikit 70.001 lagi');
  await expect(said).toContainText('lebih dari 8.750 sebulan');
  await expect(said).toContainText('8 bulan');
  // Nobody is in the register: that is not recorded, and no zero.
  await expect(page.getByText(/^Belum tercatat/)).toBeVisible();
  const months = page.getByRole('table', { name: 'Angka tiap bulan' }).getByRole('row');
  await expect(months).toHaveCount(13);
  await expect(months.last()).toContainText('Desember 2024');
  await expect(months.last()).toContainText('280.000');
  await expect(page.getByRole('img', { name: 'Garis target', exact: false })).toBeVisible();
  await picture(page, 'one');
});

test('a hope is a draft; it is completed, corrected with a reason, and withdrawn', async ({ page, office }) => {
  await enter(page, office, 'cabang', '/target/baru');
  await page.getByLabel('Tahun', { exact: true }).fill('');
  await page.getByLabel('Pemilik target').fill('Kantor cabang Purwokerto');
  await page.getByLabel('Dokumen').fill('Harapan rapat tahunan');
  await page.getByRole('button', { name: 'Tetapkan target' }).click();
  await expect(page.getByText('Tersimpan sebagai konsep.')).toBeVisible();
  await expect(page.getByText('konsep', { exact: true })).toBeVisible();
  await expect(page.getByText('Grafiknya muncul setelah target punya hari pertama dan terakhir.')).toBeVisible();
  await picture(page, 'draft');

  await page.getByRole('link', { name: 'Lengkapi' }).click();
  await page.getByRole('radio', { name: 'jumlah orang' }).check();
  await page.getByRole('textbox', { name: 'Jumlah orang' }).fill('300000');
  await page.getByLabel('Tahun', { exact: true }).fill('2025');
  await page.getByLabel('Alasan').fill('nilai dan tahun ditetapkan');
  // Last year of the same people is looked up by itself.
  await expect(reckoning(page)).toContainText('40 % dari 700.000');
  await expect(reckoning(page)).toContainText('7,14 % di atas target sebelumnya');
  await page.getByRole('button', { name: 'Ganti dengan yang ini' }).click();
  await expect(page.getByText('ditetapkan', { exact: true })).toBeVisible();
  await expect(card(page, 'Target sebelumnya')).toContainText('40 % dari 700.000');
  await page.getByRole('link', { name: 'target yang lama' }).click();
  await expect(page.getByText('diganti', { exact: true })).toBeVisible();
  await expect(page.getByText('“nilai dan tahun ditetapkan”')).toBeVisible();

  await page.getByRole('link', { name: 'Target', exact: true }).first().click();
  await page.getByLabel('Tahun').selectOption('2025');
  await page.getByRole('row').filter({ hasText: '300.000' }).getByRole('link').first().click();
  await page.getByRole('button', { name: 'Cabut' }).click();
  await page.getByRole('dialog').getByLabel('Alasan').fill('dokumen dicabut');
  await page.getByRole('button', { name: 'Ya, lanjutkan' }).click();
  await expect(page.getByText('dicabut', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cabut' })).toBeHidden();
  await enter(page, office, 'cabang', '/target?keadaan=withdrawn');
  await expect(page.getByRole('row').filter({ hasText: '300.000' })).toContainText('dicabut');
  await page.getByLabel('Tahun').selectOption('2026');
  await expect(page.getByText('Tidak ada target yang cocok dengan saringan ini.')).toBeVisible();
  await picture(page, 'none');
  await page.getByRole('button', { name: 'Tampilkan semua' }).click();
  await expect(page.getByRole('row').filter({ hasText: '40 % dari 700.000' }).first()).toBeVisible();
});

test('the last target and what came of it stand beside the new one', async ({ page, office }) => {
  await enter(page, office, 'pusat', '/target/serang-bpu-2021');
  await page.getByRole('button', { name: 'Catat capaian' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Ditulis sebagai').selectOption('persen dari target');
  await dialog.getByLabel('Persen yang ada').fill('20');
  await dialog.getByLabel('Keadaan per').fill('31/12/2021');
  await dialog.getByLabel('Sumber').fill('BANPOS, 23 Mei 2022');
  await dialog.getByRole('button', { name: 'Simpan' }).click();
  await expect(card(page, 'Menurut yang disebut')).toContainText('16.000');
  await enter(page, office, 'pusat', '/target/serang-bpu-2022');
  const last = card(page, 'Target sebelumnya');
  await expect(last).toContainText('80.000');
  await expect(last).toContainText('26,25 % di atas target sebelumnya');
  await expect(last).toContainText('16.000, kurang 64.000');
  await expect(last).toContainText('target baru 6,3 kali hasil itu');
  await picture(page, 'serang');
});

test('somebody pays, and the same number is on the page and on the home card', async ({ page, office }) => {
  await paidUp(office);
  const made = await office.did<{ target: string }>('cabang', 'POST', '/api/v1/targets', {
    area: village, heads: 12, year: 2024, owner: 'Kantor cabang Purwokerto', document: 'Rencana desa 2024',
  });
  await office.did('cabang', 'POST', '/api/v1/targets', {
    area: 'Kabupaten Banyumas', heads: 24, counts: 'new', segment: 'bpu', from_on: '2024-05-01', until_on: '2024-12-31',
    owner: 'Kantor cabang Purwokerto', document: 'Rencana peserta baru',
  });
  await enter(page, office, 'cabang', `/target/${made.target}`);
  await expect(card(page, 'Menurut hitungan kantor')).toContainText('8,3 % dari target');
  await picture(page, 'counted');
  await page.getByRole('navigation', { name: 'Halaman kantor' }).getByRole('link', { name: 'Beranda' }).click();
  const home = card(page, 'Target Anda');
  await expect(home).toContainText('Rencana peserta baru');
  await expect(home).toContainText('1 sudah ada (4,2 %), kurang 23');
  const mine = await office.did<{ items: { document: string; at_hand: number; missing: number; a_month: number }[] }>('cabang', 'GET', '/api/v1/targets/mine');
  const one = mine.items.find((it) => it.document === 'Rencana peserta baru')!;
  expect([one.at_hand, one.missing, one.a_month]).toEqual([1, 23, 3]);
  await expect(home).toContainText('perlu 3 sebulan sampai Desember 2024');
  await picture(page, 'home-counted');
});

/** One member of the village whose May is paid. */
async function paidUp(office: Office) {
  const { membership } = await office.enrol('desa', somebody('Peserta Contoh', 61));
  await office.pay('pusat', await office.code('desa', membership));
}
