// What the public asks without signing in and without scripts: am I covered, what does it cost, what
// is this code, is this card real. In both languages, on a small phone, with people and money in it.
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { expect, nikOf, password, somebody, test, village, type Office } from './office';

test.use({ house: 'public', day: '2026-11-10' });

const born = '1979-03-12';
const covered = { name: 'Paimin Publik', serial: 701 };
const made = { open: '', paid: '', card: '', payment: '' };

test.beforeAll(async ({ office }) => {
  await office.hire('desa', 'village_clerk', village, 'Perangkat Desa');
  await office.hire('cabang', 'branch_staff', null, 'Petugas Cabang');
  const { membership } = await office.enrol('desa', somebody(covered.name, covered.serial));
  const paid = await office.code('desa', membership, 3);
  made.payment = (await office.pay('cabang', paid)).payment;
  made.paid = paid.code;
  made.open = (await office.code('desa', membership, 1)).code;
  made.card = `/api/v1/memberships/${membership}/card`;
});

/** A visitor of their own, who has no scripts. */
async function visitor(browser: Browser, office: Office) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 }, locale: 'id-ID' });
  const page = await context.newPage();
  const go = (path: string) => page.goto(office.url + path);
  return { page, go, gone: () => context.close() };
}

async function ask(page: Page, number: string, date: string) {
  await page.getByLabel('NIK atau nomor kartu peserta').fill(number);
  await page.getByLabel('Tanggal lahir').fill(date);
  await page.getByRole('button', { name: 'Periksa' }).click();
}

test('am I covered: yes, until when, what next, and nothing else', async ({ browser, office }) => {
  const { page, go, gone } = await visitor(browser, office);
  await go('/');
  await ask(page, nikOf(born, covered.serial), '12-3-1979');
  const answer = page.locator('main');
  await expect(answer).toContainText('Ya, terlindungi.');
  await expect(answer).toContainText('31 Januari 2027');
  await expect(answer).toContainText('Apa yang perlu dilakukan');
  const said = await answer.innerText();
  for (const secret of ['Paimin', 'Publik', 'Gumelar', nikOf(born, covered.serial), '0812', 'petani']) expect(said).not.toContain(secret);
  expect(page.url()).not.toMatch(/\d{16}/);
  await gone();
});

test('a wrong birth date is answered exactly like a number nobody has', async ({ browser, office }) => {
  const { page, go, gone } = await visitor(browser, office);
  const answers: string[] = [];
  for (const [number, date] of [[nikOf(born, covered.serial), '13-3-1979'], [nikOf('1985-06-20', 799), '20-6-1985']] as const) {
    await go('/cek');
    await ask(page, number, date);
    await expect(page.locator('main')).toContainText('Tidak ada perlindungan yang cocok dengan kedua data itu.');
    answers.push(await page.locator('main').innerHTML());
  }
  expect(answers[0]).toBe(answers[1]);
  await gone();
});

test('what cannot be read is told beside its field, and what was written stays', async ({ browser, office }) => {
  const { page, go, gone } = await visitor(browser, office);
  await go('/cek');
  await ask(page, '3302', '40-40-1979');
  await expect(page.getByLabel('NIK atau nomor kartu peserta')).toHaveValue('3302');
  await expect(page.getByText(/NIK ada 16/)).toBeVisible();
  await expect(page.locator('[aria-invalid=true]')).toHaveCount(2);
  await gone();
});

test('what it costs and gives: the price of each month, conditions before the sums', async ({ browser, office }) => {
  const { page, go, gone } = await visitor(browser, office);
  await go('/biaya');
  await page.getByLabel('Penghasilan sebulan (rupiah)').fill('900.000');
  await page.getByLabel('Dibayar untuk').selectOption('3 bulan');
  await page.getByRole('button', { name: 'Hitung' }).click();
  await expect(page.getByText('Rp33.600').first()).toBeVisible();
  await expect(page.getByRole('row', { name: /Januari 2027/ })).toContainText('16.800');
  const text = await page.locator('main').innerText();
  expect(text.indexOf('Syaratnya lebih dulu')).toBeGreaterThan(0);
  expect(text.indexOf('Syaratnya lebih dulu')).toBeLessThan(text.indexOf('Yang didapat bila sesuatu terjadi'));
  expect(text).toContain('Rp42.000.000');
  await gone();
});

test('a payment code: typed as it stands on the slip, its sum, and the receipt once it is paid', async ({ browser, office }) => {
  const { page, go, gone } = await visitor(browser, office);
  await go('/');
  await page.getByLabel('Kode iuran').fill(made.open.replace(/(.{3})/g, '$1 '));
  await page.getByRole('button', { name: 'Lihat' }).click();
  await expect(page.getByText('Belum dibayar')).toBeVisible();
  await expect(page.getByText('Rp16.800').first()).toBeVisible();
  await expect(page.locator('main')).not.toContainText('Paimin');
  await go(`/bayar/${made.paid}`);
  await expect(page.getByText('Sudah dibayar')).toBeVisible();
  await page.getByRole('link', { name: /^Kuitansi/ }).click();
  await expect(page.getByRole('row', { name: /Desember 2026/ })).toContainText('8.400');
  await expect(page.getByText('P*** P***')).toBeVisible();
  await gone();
});

test('everybody can read the public pages, the receipt and the card', async ({ page, office }) => {
  test.setTimeout(120_000);
  await page.request.post(`${office.url}/api/v1/sessions`, { data: { login: 'cabang', password } });
  const addresses = ['/', '/cek', '/biaya', '/bayar', `/bayar/${made.open}`, `/bayar/${made.paid}`, `/bayar/${made.paid}/tanda-terima`, '/verify', `/api/v1/payments/${made.payment}/receipt`, made.card];
  for (const address of addresses) {
    for (const language of ['id', 'en']) {
      await page.setViewportSize({ width: 360, height: 740 });
      await page.goto(`${office.url}${address}?lang=${language}`);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.locator('script')).toHaveCount(0);
      const axe = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).setLegacyMode();
      const found = await axe.options({ resultTypes: ['violations'] }).analyze();
      expect(found.violations.map((it) => `${address} ${language}: ${it.id} ${it.nodes[0]?.target}`)).toEqual([]);
      for (const width of [360, 320]) {
        await page.setViewportSize({ width, height: 740 });
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(sideways, `${address} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
      }
    }
  }
});

test('who asks too often is told so in a sentence', async ({ browser, office }) => {
  const { page, go, gone } = await visitor(browser, office);
  // The same beginning of a number, again and again: somebody tries serials.
  for (let n = 0; n < 12; n++) {
    await go('/cek');
    await ask(page, nikOf('1990-01-02', 900 + n), '2-1-1990');
    if (await page.getByText(/Sudah banyak pertanyaan seperti ini/).isVisible()) break;
  }
  await expect(page.getByText(/Sudah banyak pertanyaan seperti ini\. Tunggu \d+ menit lalu coba lagi, atau tanyakan ke kantor\./)).toBeVisible();
  await gone();
});
