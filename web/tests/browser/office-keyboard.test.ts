// The office without a mouse: the whole enrolment by Tab and Enter, a skip link, focus that can be
// seen and that follows the page; search in one round trip; the language changed in mid-sentence.
import type { Page } from '@playwright/test';
import { enter, expect, nikOf, somebody, test, village } from './office';

test.use({ house: 'keyboard' });

test.beforeAll(async ({ office }) => {
  await office.hire('desa', 'village_clerk', village, 'Perangkat Desa');
});

/** What has the focus, by its label, and whether that can be seen. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const it = document.activeElement as HTMLElement & { labels?: NodeListOf<HTMLLabelElement> };
    const style = getComputedStyle(it);
    const name = it.labels?.[0]?.innerText ?? it.getAttribute('aria-label') ?? it.innerText ?? '';
    return { name: name.replace(/\s+/g, ' ').trim(), seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };
  });

/** Tab until a control of this name has the focus; on the way every focus can be seen. */
async function tabTo(page: Page, wanted: string | RegExp) {
  const passed: string[] = [];
  for (let n = 0; n < 40; n++) {
    await page.keyboard.press('Tab');
    const { name, seen } = await focused(page);
    expect(seen, `the focus on “${name}” can be seen`).toBe(true);
    if (typeof wanted === 'string' ? name.startsWith(wanted) : wanted.test(name)) return;
    passed.push(name);
  }
  throw new Error(`${String(wanted)} is not reached by Tab; passed: ${passed.join(' | ')}`);
}

test('a person is enrolled by keyboard alone', async ({ page, office }) => {
  await enter(page, office, 'desa');
  await tabTo(page, 'Daftarkan');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Daftarkan orang' })).toBeFocused();
  const type = async (label: string, text: string) => {
    await tabTo(page, label);
    await page.keyboard.type(text);
  };
  await type('NIK (16 angka)', nikOf('1979-03-12', 501));
  await type('Nama (seperti di KTP)', 'Papan Ketik Contoh');
  await expect(page.getByText(/Menurut NIK: lahir 12 Maret 1979/)).toBeVisible();
  await type('Pekerjaan', 'tani padi');
  await expect(page.getByRole('option').first()).toBeVisible();
  // The first of the list is taken by Enter, and the form is not sent by it.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Pekerjaan' })).toHaveValue('Petani padi');
  await type('Penghasilan sebulan yang dinyatakan', '900000');
  await expect(page.getByRole('radio', { name: /^1 bulan/ })).toBeVisible();
  await tabTo(page, /^1 bulan/);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: /^3 bulan/ })).toBeChecked();
  await type('Siapa yang bersaksi', 'Ketua RT 03');
  await type('Sebagai', 'Ketua RT');
  await type('Yang dilihat', 'menggarap sawah');
  await tabTo(page, 'Setuju datanya dipakai');
  await page.keyboard.press('Space');
  await tabTo(page, 'Sudah dibacakan');
  await page.keyboard.press('Space');
  await tabTo(page, 'Daftarkan dan buka kode iuran');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Papan Ketik Contoh terdaftar' })).toBeFocused();
});

test('the skip link leads past the menu, links move the focus to the heading and name the window', async ({ page, office }) => {
  await enter(page, office, 'desa');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Langsung ke isi halaman' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'Langsung ke isi halaman' })).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.locator('main#page')).toBeFocused();
  for (const name of ['Pembayaran', 'Jatuh tempo', 'Cakupan']) {
    await page.getByRole('navigation', { name: 'Halaman kantor' }).getByRole('link', { name, exact: true }).press('Enter');
    const heading = page.getByRole('heading', { level: 1 });
    await expect(heading).toBeFocused();
    await expect(page).toHaveTitle(`${await heading.innerText()} · Lindung`);
  }
  await page.keyboard.press('/');
  await expect(page.getByRole('combobox')).toBeFocused();
});

test('search answers in one round trip, and never with more of the NIK than its end', async ({ page, office }) => {
  const form = somebody('Sumarni Pencarian', 511);
  await office.enrol('desa', form);
  await enter(page, office, 'desa', '/cari');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.getByRole('combobox').pressSequentially('sumarni', { delay: 20 });
  await expect(page.getByRole('option', { name: /Sumarni Pencarian/ })).toBeVisible();
  expect(asked).toEqual(['/api/v1/search']);
  await expect(page.getByRole('option').first()).toContainText(form.person.nik.slice(-4));
  await expect(page.getByRole('option').first()).not.toContainText(form.person.nik.slice(0, 8));
  expect(page.url()).not.toContain('sumarni');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sumarni Pencarian');
});

test('the language changes under what is typed', async ({ page, office }) => {
  await enter(page, office, 'desa', '/daftarkan');
  await page.getByLabel('Nama (seperti di KTP)').fill('Dua Bahasa');
  await page.getByRole('button', { name: 'Switch to English' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Enrol a person');
  await expect(page.getByLabel('Name (as on the identity card)')).toHaveValue('Dua Bahasa');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page).toHaveTitle('Enrol a person · Lindung');
  await expect(page).toHaveURL(/\/kantor\/daftarkan$/);
  await page.reload();
  await expect(page.getByLabel('Name (as on the identity card)')).toHaveValue('Dua Bahasa');
  await page.getByRole('button', { name: 'Ganti ke Bahasa Indonesia' }).click();
  await expect(page.getByLabel('Nama (seperti di KTP)')).toHaveValue('Dua Bahasa');
});
