// The first morning of an office: the administrator's one-time password, a first user, a first price.
import type { Page } from '@playwright/test';
import { expect, test, type Office } from './office';

test.use({ house: 'door' });

const password = 'Pagi pertama di kantor 2026';

async function signIn(page: Page, office: Office, login: string, secret: string) {
  await page.goto(`${office.url}/kantor`);
  await page.getByLabel('Nama masuk').fill(login);
  await page.getByLabel('Kata sandi', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
}

test('the administrator changes the one-time password, signs in, and makes a user', async ({ page, office }) => {
  await signIn(page, office, 'admin', office.logins.get('admin')!);
  await page.getByLabel('Kata sandi sekarang').fill(office.logins.get('admin')!);
  await page.getByLabel('Kata sandi baru', { exact: true }).fill(password);
  await page.getByLabel('Ulangi kata sandi baru').fill(password);
  await page.getByRole('button', { name: 'Ganti kata sandi' }).click();

  await expect(page.getByRole('heading', { name: 'Masuk ke kantor' })).toBeVisible();
  await signIn(page, office, 'admin', password);
  await page.getByRole('link', { name: 'Admin', exact: true }).click();
  await page.getByRole('button', { name: 'Pengguna baru' }).click();
  await page.getByLabel('Nama masuk').fill('petugas.banyumas');
  await page.getByLabel('Nama tampilan').fill('<img src=x onerror=alert(1)>');
  await page.getByRole('button', { name: 'Buat pengguna' }).click();
  await expect(page.getByText('Hanya ditampilkan sekali')).toBeVisible();
  await page.getByRole('button', { name: 'Tutup', exact: true }).click();
  await expect(page.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
});

test('the price calculator answers with the law it rests on', async ({ page, office }) => {
  await signIn(page, office, 'admin', password);
  await expect(page.getByRole('link', { name: 'Admin', exact: true })).toBeVisible();
  await page.goto(`${office.url}/kantor/hukum/hitung`);
  await page.getByLabel('Bulan pertama').fill('2026-11');
  await page.getByRole('button', { name: 'Hitung' }).click();
  await expect(page.getByText('Rp33.600').first()).toBeVisible();
  await page.getByText('Mengapa?').click();
  for (const steps of [0, 1]) await page.getByText(/^Langkahnya/).nth(steps).click();
  await expect(page.getByText('Keringanan PP 50/2025', { exact: false }).first()).toBeVisible();
});
