// What a clerk does on the page of enrolment, for tests about what happens around it.
import { expect, type Page } from '@playwright/test';

/** Types letters and takes the first thing offered. */
export async function choose(page: Page, label: string, letters: string, option: RegExp) {
  await page.getByRole('combobox', { name: label }).fill(letters);
  await page.getByRole('option', { name: option }).first().click();
}

/** The whole form of an enrolment at the desk of a village's clerk, up to its last button. */
export async function fill(page: Page, { nik, name }: { nik: string; name: string }) {
  await page.getByLabel('NIK (16 angka)').fill(nik);
  await page.getByLabel('Nama (seperti di KTP)').fill(name);
  await expect(page.getByLabel('Tanggal lahir').first()).not.toHaveValue('');
  await choose(page, 'Pekerjaan', 'tani padi', /^Petani padi/);
  await page.getByLabel('Penghasilan sebulan yang dinyatakan').fill('900000');
  await expect(page.getByRole('radio', { name: /^1 bulan/ })).toBeVisible();
  await page.getByLabel('Siapa yang bersaksi').fill('Ketua RT 03');
  await page.getByLabel('Sebagai').selectOption('Ketua RT');
  await page.getByLabel('Yang dilihat').fill('menggarap sawah setiap pagi');
  await page.getByLabel('Setuju datanya dipakai').check();
  await page.getByLabel('Sudah dibacakan, dan orang ini mengerti').check();
}

export const submit = (page: Page) => page.getByRole('button', { name: 'Daftarkan dan buka kode iuran' }).click();
