// A village's list of ten thousand rows in the browser: handed in, browsed while the page stays
// quick, its refused rows taken away, mended and sent again by themselves.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { enter, expect, nikOf, password, test } from './office';

test.use({ house: 'lists' });

const rows = 10_000;
const broken = 40;
const head = 'NIK;Nama;Tanggal lahir;Pekerjaan;Penghasilan';

/** Ten thousand made-up people of one village; the NIK of some lost its last figure. */
function sheet(): string {
  const lines = [head];
  for (let n = 0; n < rows; n++) {
    const born = `19${70 + (n % 30)}-0${1 + (n % 9)}-${String(1 + (n % 28)).padStart(2, '0')}`;
    const nik = nikOf(born, 1 + (n % 9_000), n < 9_000 ? '330215' : '330214');
    const name = `Contoh ${'abcdefghijklmnopqrst'.charAt(n % 20).toUpperCase()}${'aeiou'.charAt(n % 5)}mi`;
    lines.push([n < broken ? nik.slice(0, 15) : nik, name, born.split('-').reverse().join('/'), 'petani padi', '900000'].join(';'));
  }
  return lines.join('\r\n');
}

/** The longest stop of the page while something is done, as the browser itself noticed it. */
async function longestStop(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const kept = window as unknown as { stops: number[] };
    kept.stops = [];
    new PerformanceObserver((list) => kept.stops.push(...list.getEntries().map((it) => it.duration))).observe({ type: 'longtask' });
  });
  await act();
  return page.evaluate(() => Math.max(0, ...(window as unknown as { stops: number[] }).stops));
}

const hand = async (page: Page, name: string, text: string) => {
  await page.getByLabel('Berkas (CSV, Excel, atau OpenDocument)').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Serahkan', exact: true }).click();
};

test.beforeAll(async ({ office }) => {
  await office.hire('desa', 'village_clerk', '33.02.15.2006', 'Perangkat Desa');
});

test('ten thousand rows are handed in, browsed, and the refused ones mended and sent alone', async ({ page, office }) => {
  test.setTimeout(180_000);
  await enter(page, office, 'desa', '/daftar');
  await hand(page, 'daftar warga (1) FINAL.csv', sheet());
  // Progress is in sight all the while.
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(page.getByText('selesai', { exact: true })).toBeVisible({ timeout: 150_000 });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('daftar warga (1) FINAL.csv');
  await expect(page.getByRole('button', { name: 'Semua (10.000)' })).toBeVisible();
  await expect(page.getByRole('button', { name: `NIK bukan 16 angka (${broken})` })).toBeVisible();

  // Browsing: never more than two hundred rows stand in the page, and the page answers.
  const body = page.locator('tbody tr');
  const stop = await longestStop(page, async () => {
    for (let n = 0; n < 6; n++) {
      await page.getByRole('button', { name: /^(Lebih banyak|Berikutnya)$/ }).click();
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      expect(await body.count()).toBeLessThanOrEqual(200);
    }
  });
  test.info().annotations.push({ type: 'longest stop of the page, ms', description: String(Math.round(stop)) });

  // Only what was refused.
  await page.getByRole('button', { name: `NIK bukan 16 angka (${broken})` }).click();
  await expect(body).toHaveCount(broken);
  await expect(body.first()).toContainText('NIK harus 16 angka, ini 15');

  const taken = async (name: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
    return readFileSync(await download.path(), 'utf8');
  };
  const result = await taken('Unduh lembar hasil');
  expect(result.trim().split('\n').length).toBeGreaterThanOrEqual(rows + 1);
  const refused = await taken('Unduh baris yang ditolak');
  const lines = refused.trim().split(/\r?\n/);
  expect(lines).toHaveLength(broken + 1);

  // Mended in the sheet that was taken away: each NIK gets its last figures back.
  const whole = new Map(sheet().split('\r\n').slice(1).map((line, n) => [line.split(';')[0]!, n]));
  const mended = lines.map((line, at) => (at === 0 ? line : line.replace(/\b(\d{15})\b/, (nik) => (whole.has(nik) ? `${nik}${'1234567890'.charAt(whole.get(nik)! % 10)}` : nik))));
  await page.getByRole('link', { name: 'Semua daftar' }).click();
  await hand(page, 'ditolak-diperbaiki.csv', mended.join('\r\n'));
  await expect(page.getByText('selesai', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: `Semua (${broken})` })).toBeVisible();
  await expect(page.getByRole('button', { name: `diterima (${broken})` })).toBeVisible();
});

test('the session ends before the file is sent: it goes by itself once somebody signed in again', async ({ page, office }) => {
  await enter(page, office, 'desa', '/daftar');
  await office.endSessions('desa');
  await hand(page, 'satu.csv', `${head}\n${nikOf('1981-04-05', 9_501)};Darsono Contoh;05/04/1981;petani padi;900000`);
  const dialog = page.getByRole('dialog', { name: 'Sesi Anda berakhir' });
  await dialog.getByLabel('Kata sandi', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: 'Masuk', exact: true }).click();
  await expect(page.getByRole('button', { name: 'diterima (1)' })).toBeVisible();
});
