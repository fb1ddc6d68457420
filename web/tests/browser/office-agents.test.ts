// An agent is contracted, stopped for fraud, and their members go to a colleague: refused while the
// members' cash is open, told to each of them. The fee of 2018 comes out as it was published.
import type { Browser, Page } from '@playwright/test';
import { expect, people, test, type FieldOffice } from './field';

test.use({ house: 'agents' });
const password = 'empat kata yang mudah diingat';

async function branch(browser: Browser, field: FieldOffice, to = ''): Promise<Page> {
  await field.branchToken();
  const page = await (await browser.newContext({ locale: 'id-ID', timezoneId: 'Asia/Jakarta' })).newPage();
  await page.goto(`${field.office.url}/kantor${to}`);
  await page.getByLabel('Nama masuk').fill('cabang');
  await page.getByLabel('Kata sandi', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  await expect(page.locator('main#page h1')).toBeVisible();
  return page;
}

async function picture(page: Page, name: string) {
  const folder = process.env.LINDUNG_PICTURES;
  if (!folder) return;
  await expect(page.locator('.busy, [aria-busy=true]')).toHaveCount(0);
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: `${folder}/agent-${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

const card = (page: Page, title: string) => page.locator('section.card').filter({ has: page.getByRole('heading', { name: title, exact: true }) });

test('members of an agent who was stopped go to a colleague, once their cash is settled', async ({ browser, field, phone }) => {
  test.setTimeout(240_000);
  const [member] = people(1, 840);
  await phone.enrol({ ...member!, cash: true });
  await phone.send();
  await phone.sent();
  const second = await field.user('agen.dua', 'Agen Kedua', 'agent', '33.02');
  const contract = { area: '33.02', number: 'PKS-015/2026', from_on: '2026-01-01', until_on: null, office: null };
  const made = await field.ask('POST', `/api/v1/agents/${second}/contracts`, contract, await field.branchToken());
  expect(made.status).toBe(201);

  const page = await branch(browser, field);
  await page.getByRole('navigation', { name: 'Halaman kantor' }).getByRole('link', { name: 'Agen', exact: true }).click();
  const row = page.getByRole('row').filter({ hasText: 'Agen Contoh Perisai' });
  await expect(row).toContainText('tanpa perjanjian');
  await expect(row).toContainText('Rp8.400');
  await picture(page, 'list');
  await row.getByRole('link').first().click();
  await expect(card(page, 'Peserta').getByText('1', { exact: true }).first()).toBeVisible();
  // Nobody has paid for this month's fee yet, and no rule of this year is known: that is said, not guessed.
  await expect(page.getByText('belum ada ketentuan yang diketahui untuk bulan itu')).toBeVisible();

  await page.getByRole('button', { name: 'Catat perjanjian' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nomor perjanjian').fill('PKS-014/2026');
  await dialog.getByLabel('Sejak').fill('1/1/2026');
  await dialog.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByText('PKS-014/2026').first()).toBeVisible();
  await expect(page.getByText('terikat perjanjian', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Serahkan peserta' })).toBeHidden();
  await page.getByRole('button', { name: 'Buka daftar peserta' }).click();
  await expect(page.getByRole('row').filter({ hasText: member!.name })).toContainText('Terdaftar, belum bayar');
  await picture(page, 'one');

  await page.getByRole('button', { name: 'Akhiri perjanjian' }).click();
  await dialog.getByLabel('Sebab').selectOption('kecurangan');
  await expect(dialog.getByText('mengakhiri perjanjian hari ini juga', { exact: false })).toBeVisible();
  await dialog.getByLabel('Penjelasan').fill('kuitansi dipalsukan, berita acara 4');
  await dialog.getByRole('button', { name: 'Akhiri perjanjian' }).click();
  await expect(page.getByText('Masih ada Rp8.400 uang peserta di agen ini.', { exact: false })).toBeVisible();
  await expect(page.getByText('1 peserta belum punya agen.', { exact: false })).toBeVisible();
  await expect(page.getByText('berakhir: kecurangan').first()).toBeVisible();

  // While the cash is open nobody takes the members over, and it is said how much.
  const handOver = async () => {
    await page.getByRole('button', { name: 'Serahkan peserta' }).click();
    await dialog.getByLabel('Kepada agen', { exact: true }).selectOption(second);
    await dialog.getByLabel('Alasan').fill('agen lama berhenti');
    await dialog.getByRole('button', { name: 'Serahkan peserta' }).click();
  };
  await handOver();
  await expect(dialog.getByRole('alert')).toContainText('Rp8.400');
  await picture(page, 'refused');
  await dialog.getByRole('button', { name: 'Batal' }).click();
  await settle(field);

  await page.getByRole('link', { name: 'Agen', exact: true }).first().click();
  await page.getByRole('link', { name: 'Peserta tanpa agen' }).click();
  const orphans = page.getByRole('row').filter({ hasText: 'Agen Contoh Perisai' });
  await expect(orphans).toContainText('kecurangan');
  await picture(page, 'orphans');
  await orphans.getByRole('link').click();
  await handOver();
  await expect(page.getByText('1 peserta diserahkan kepada Agen Kedua; 1 diberi tahu.')).toBeVisible();
  await expect(card(page, 'Penyerahan peserta')).toContainText('kepada Agen Kedua');
  await card(page, 'Penyerahan peserta').getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Agen Kedua' })).toBeVisible();
  await expect(card(page, 'Peserta')).toContainText('Dari agen lain');
  await page.goto(`${field.office.url}/kantor/agen/tanpa-agen`);
  await expect(page.getByText('Tidak ada peserta tanpa agen di wilayah Anda.')).toBeVisible();
});

test('an agent office lacks people, terms are the office’s own, and the fee of 2018 is as published', async ({ browser, field }) => {
  const page = await branch(browser, field, '/agen/kantor');
  await page.getByRole('button', { name: 'Catat kantor agen' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nama', { exact: true }).fill('BUMDes Contoh');
  await dialog.getByLabel('Kode').fill('KP-0007');
  await dialog.getByLabel('Jumlah orangnya').fill('1');
  await dialog.getByLabel('Dokumen').fill('Akta pendirian 2026');
  await dialog.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'BUMDes Contoh' })).toContainText('1 orang');
  await page.getByRole('button', { name: 'Catat ketentuan' }).click();
  await dialog.getByLabel('Persen dari iuran').fill('7,5');
  await dialog.getByLabel('Bonus sebulan').fill('500000');
  await dialog.getByLabel('Bonus mulai peserta baru').fill('50');
  await dialog.getByLabel('Bagian agen (persen)').fill('90');
  await dialog.getByLabel('Dokumen').fill('PKS kantor cabang 12/2026');
  await dialog.getByRole('button', { name: 'Simpan' }).click();
  await expect(page.getByText('7,5 % dari iuran, Rp500.000 mulai 50 peserta baru sebulan; bagian agen 90 %')).toBeVisible();

  await page.getByLabel('Bulan', { exact: true }).selectOption('Oktober');
  await page.getByLabel('Tahun').fill('2018');
  await page.getByLabel('Iuran yang dibukukan').fill('38902000');
  await page.getByLabel('Peserta baru', { exact: true }).fill('50');
  await page.getByRole('button', { name: 'Hitung' }).click();
  const fee = card(page, 'Hitung imbalan sebulan');
  await expect(fee).toContainText('Rp3.417.650');
  await expect(fee).toContainText('Rp2.917.650 dari iuran + Rp500.000 bonus');
  await fee.getByText('Mengapa segini', { exact: false }).click();
  await picture(page, 'offices');
});

/** The cash went back to the member: finance cancels the receipt. */
async function settle(field: FieldOffice) {
  await field.user('keuangan', 'Bagian Keuangan', 'finance', null);
  const token = await field.tokenOf('keuangan');
  const { json } = await field.ask('GET', `/api/v1/custody/agents/${field.agent}/receipts`, undefined, token);
  for (const { id } of json.items as { id: string }[]) {
    const done = await field.ask('POST', `/api/v1/custody/receipts/${id}/cancel`, { reason: 'uang dikembalikan kepada peserta' }, token);
    expect(done.status).toBeLessThan(300);
  }
}
