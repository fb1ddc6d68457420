// J2 as a new agent walks it, in Indonesian: the phone is registered by a picture on the office's
// screen, goes where there is no signal, and comes back.

import type { Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, people, Phone, pin, test } from './field';
import { filmOf } from './film';

const pictures = process.env.LINDUNG_PICTURES;
let n = 0;
/** A picture of what is shown, in both languages and lights, for whoever asked for pictures. */
async function look(page: Page, name: string) {
  if (!pictures) return;
  n += 1;
  for (const [other, colorScheme] of [['English', 'light'], ['Bahasa Indonesia', 'dark']] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(pictures, `${String(n).padStart(2, '0')}-${name}-${colorScheme}.png`), fullPage: true });
    await page.getByRole('button', { name: other, exact: true }).click();
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

async function sign(page: Page) {
  const pad = page.locator('canvas');
  await pad.scrollIntoViewIfNeeded();
  const { x, y } = (await pad.boundingBox())!;
  await page.mouse.move(x + 40, y + 60);
  await page.mouse.down();
  await page.mouse.move(x + 150, y + 20, { steps: 6 });
  await page.mouse.move(x + 220, y + 70, { steps: 6 });
  await page.mouse.up();
}

test('an agent registers a phone, works an evening without signal, mends what was refused, brings the money', async ({ field }) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'lindung-film-'));
  const { qr } = await field.deviceCode();
  expect(qr).toContain('/lapangan/#daftar=');
  const phone = await new Phone(field.line.url, [`--use-file-for-fake-video-capture=${filmOf([qr], folder)}`]).on();
  const { page, context } = phone;
  await context.grantPermissions(['camera']);

  await test.step('the phone is registered by the picture, gets its PIN and its work', async () => {
    await phone.go();
    await expect(page.getByRole('heading', { name: 'Daftarkan HP ini' })).toBeVisible();
    await look(page, 'register');
    await page.getByRole('button', { name: 'Pindai kode QR' }).click();
    await page.getByLabel('PIN (6 angka)').fill(pin);
    await page.getByLabel('Ulangi PIN').fill('314158');
    await page.getByRole('button', { name: 'Simpan PIN' }).click();
    await expect(page.getByText('Kedua PIN tidak sama')).toBeVisible();
    await look(page, 'pin');
    await page.getByLabel('PIN (6 angka)').fill(pin);
    await page.getByLabel('Ulangi PIN').fill(pin);
    await page.getByRole('button', { name: 'Simpan PIN' }).click();
    await expect(page.getByText('Semua sudah di HP')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Pasang di layar utama' })).toBeVisible();
    await look(page, 'prepare');
    await page.getByRole('button', { name: 'Mulai bekerja' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Halo, Agen Contoh Perisai');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await phone.sent();
    await look(page, 'home');
  });

  await context.setOffline(true);
  await test.step('an event is opened; the age rule stands on top, nobody is counted yet', async () => {
    await page.getByRole('link', { name: 'Buka kegiatan' }).click();
    await page.getByRole('button', { name: 'Buka kegiatan ini' }).click();
    await expect(page.getByText('Tulis nama kegiatan')).toBeVisible();
    await page.getByLabel('Nama kegiatan').fill('Sosialisasi bersama kelompok tani dan karang taruna dusun Karanganyar Lor');
    await page.getByLabel('Desa atau kelurahan').fill('cilongok');
    await look(page, 'event');
    await page.getByRole('button', { name: /^Cilongok/ }).first().click();
    await page.getByRole('button', { name: 'Buka kegiatan ini' }).click();
    await expect(page.getByText(/Usia masuk: .*belum 65 tahun/)).toBeVisible();
    await expect(page.locator('.big').first()).toHaveText('0');
    await look(page, 'home-event');
  });

  const [first, second, third] = people(3, 600);
  await test.step('somebody is enrolled in six short screens, and pays in cash', async () => {
    await page.getByRole('link', { name: 'Daftarkan orang' }).click();
    await phone.next();
    await expect(page.getByText('Ada yang perlu dilengkapi')).toBeFocused();
    await phone.card({ ...first!, photo: true });
    await look(page, 'enrol-1');
    await phone.next();
    await phone.step(2);
    // What the number implies is suggested, and said to be a suggestion.
    await expect(page.getByLabel('Tanggal lahir')).toHaveValue(/^\d+\/7\/1980$/);
    await expect(page.getByText('Saran dari NIK; cocokkan dengan KTP')).toBeVisible();
    await expect(page.getByLabel('Laki-laki')).toBeChecked();
    await page.getByLabel('Nama seperti di KTP').fill(first!.name);
    await look(page, 'enrol-2');
    await phone.next();
    await page.getByLabel('Desa atau kelurahan tempat tinggal').fill('cilongok');
    await page.getByRole('button', { name: /^Cilongok/ }).first().click();
    await page.getByLabel('RT').fill('003');
    await look(page, 'enrol-3');
    await phone.next();
    await page.getByLabel('Pekerjaan').fill('ojek');
    await page.getByRole('button', { name: /jek/ }).first().click();
    await page.getByLabel('Penghasilan sebulan').fill('900000');
    await page.getByLabel('3 bulan', { exact: true }).check();
    await expect(page.getByTestId('price')).toHaveText(/Rp\s?25\.200/);
    await page.getByText('Mengapa?').click();
    await look(page, 'enrol-4');
    await phone.next();
    await page.getByLabel('Nama saksi').fill('Ketua RT 03');
    await page.getByLabel('Sebagai').selectOption('rt_head');
    await page.getByLabel('Apa yang dilihat').fill('menarik ojek di pangkalan setiap pagi');
    await look(page, 'enrol-5');
    await phone.next();
    await page.getByLabel('Sudah dibacakan, dan ia setuju').check();
    await page.getByLabel('Tanda tangan di layar').check();
    await sign(page);
    await page.getByLabel(/Saya terima tunai Rp\s?25\.200/).check();
    await look(page, 'enrol-6');
    await page.getByRole('button', { name: 'Simpan', exact: true }).click();
    await expect(page.getByTestId('state')).toHaveText('Tersimpan di HP');
    await look(page, 'saved');
    await page.getByRole('link', { name: 'Kuitansi' }).click();
    await expect(page.getByText('BELUM DIKIRIM — sementara')).toBeVisible();
    const slip = page.getByRole('region', { name: 'Kuitansi' });
    await expect(slip).toContainText(/K\d{4}-000001/);
    await expect(slip).toContainText(/Diterima tunai\s*Rp\s?25\.200/);
    // Money was taken: no code by which it might be paid once more.
    await expect(slip).not.toContainText('Kode iuran');
    await look(page, 'receipt');
  });

  await test.step('the same person once more, and somebody too old: told before any money', async () => {
    await phone.home();
    await page.getByRole('link', { name: 'Daftarkan orang' }).click();
    await page.getByLabel('NIK (16 angka)').fill(first!.nik);
    await expect(page.getByText(`NIK ini sudah ada di HP ini: ${first!.name}`)).toBeVisible();
    await look(page, 'double');
    await page.getByLabel('NIK (16 angka)').fill('3302150201551603');
    await phone.next();
    await page.getByLabel('Nama seperti di KTP').fill('Contoh Sepuh');
    await phone.next();
    await expect(page.getByText(/Usia 7\d tahun\. Pendaftaran hanya sampai sebelum ulang tahun ke-65/)).toBeVisible();
    await look(page, 'too-old');
    await page.getByRole('button', { name: 'Buang draf' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Halo');
  });

  await test.step('two more, one with a telephone number that cannot be one; then the event is closed', async () => {
    await phone.enrol(second!);
    await page.getByRole('link', { name: 'Kuitansi' }).click();
    await expect(page.getByRole('region', { name: 'Kuitansi' })).toContainText(/Untuk dibayar.*Kode iuran\s*9\d{2} \d{3} \d{3} \d{3} \d{3}/s);
    await look(page, 'slip');
    await phone.home();
    await page.getByRole('link', { name: 'Daftarkan orang' }).click();
    await phone.fill(third!, async (step) => {
      if (step === 5) await page.getByLabel('Nomor HP (boleh kosong)').fill('0000000000');
    });
    await page.getByRole('button', { name: 'Simpan', exact: true }).click();
    await expect(page.getByTestId('state')).toHaveText('Tersimpan di HP');
    await phone.home();
    await expect(page.locator('.big').first()).toHaveText('3');
    await page.getByRole('link', { name: 'Tutup kegiatan' }).click();
    await expect(page.getByLabel('Didaftarkan')).toHaveValue('3');
    await page.getByLabel('Hadir').fill('17');
    await page.getByRole('checkbox', { name: 'Tidak tercatat' }).nth(2).check();
    await look(page, 'close');
    await page.getByRole('button', { name: 'Tutup kegiatan ini' }).click();
    await expect(page.getByText('Belum ada kegiatan dibuka')).toBeVisible();
    await phone.to('/daftar/belum');
    await expect(page.getByText(third!.name)).toBeVisible();
    await look(page, 'unsent');
  });

  await test.step('back in coverage: an outcome for each, and the refused one is mended', async () => {
    await context.setOffline(false);
    await phone.send();
    await phone.sent();
    await look(page, 'home-sent');
    await phone.to('/daftar/terkirim');
    await expect(page.getByRole('link', { name: new RegExp(first!.name) }).filter({ hasText: 'Pendaftaran' })).toContainText('Diterima kantor');
    await look(page, 'sent');
    await phone.to('/daftar/perbaiki');
    await expect(page.getByText('Ditolak karena…')).toBeVisible();
    await look(page, 'fix');
    await page.getByRole('link', { name: new RegExp(third!.name) }).click();
    await look(page, 'refused');
    await page.getByRole('link', { name: 'Perbaiki', exact: true }).click();
    await phone.step(5);
    await page.getByLabel('Nomor HP (boleh kosong)').fill('081200000000');
    await phone.next();
    await page.getByLabel('Sudah dibacakan, dan ia setuju').check();
    await page.getByLabel('Setuju secara lisan, disaksikan').check();
    await page.getByRole('button', { name: 'Simpan', exact: true }).click();
    await expect(page.getByTestId('state')).toHaveText('Diterima kantor', { timeout: 30_000 });
    await look(page, 'accepted');
    await phone.home();
    await expect(page.getByRole('link', { name: 'Perlu perbaikan 0' })).toBeVisible();
  });

  await test.step('the money is brought, and the portfolio counts three', async () => {
    await page.getByRole('link', { name: 'Uang titipan' }).click();
    await expect(page.locator('.big')).toHaveText(/Rp\s?25\.200/);
    await page.getByRole('button', { name: /^Catat setoran/ }).click();
    await expect(page.getByText('Tulis nomor bukti setor')).toBeVisible();
    await look(page, 'cash');
    await page.getByLabel(/^Bukti setor/).fill('SLIP-0077');
    await page.getByRole('button', { name: /^Catat setoran/ }).click();
    await expect(page.getByTestId('state')).toHaveText('Diterima kantor', { timeout: 30_000 });
    await look(page, 'deposit');
    await phone.to('/titipan');
    await expect(page.getByText('Tidak ada uang titipan.')).toBeVisible();
    await phone.to('/pengaturan');
    await page.getByRole('button', { name: 'Perbarui data kerja' }).click();
    await expect(page.getByText('Data kerja terbaru sudah di HP')).toBeVisible();
    await look(page, 'settings');
    await phone.to('/peserta');
    await expect(page.locator('dt:has-text("Peserta") + dd').first()).toHaveText('3');
    await look(page, 'portfolio');
  });
  const { outbox, results } = await phone.kept();
  expect(outbox.every((it) => it.state === 'captured')).toBe(true);
  expect(results.map((it) => it.code).sort()).toEqual([
    'cash_deposited', 'cash_received', 'enrolled', 'enrolled', 'enrolled', 'event_closed', 'event_opened', 'invalid_field',
  ]);
  expect(phone.errors).toEqual([]);
  await phone.gone();
  rmSync(folder, { recursive: true, force: true });
});
