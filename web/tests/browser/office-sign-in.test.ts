// Ways in: a code of an app after the password, a recovery code when the phone is lost, a passkey of
// the browser's own. The office knows the address it is reached at, as it does when it is installed.
import type { CDPSession, Page } from '@playwright/test';
import { createHmac } from 'node:crypto';
import { enter, expect, freePort, Office, password, test as base } from './office';

const test = base.extend<object, { office: Office }>({
  office: [
    async ({}, use) => {
      const office = new Office();
      const port = await freePort();
      await office.open(port, { more: ['--public-url', `http://localhost:${port}`] });
      await use(office);
      await office.remove();
    },
    { scope: 'worker' },
  ],
});

/** The code an app shows for a secret (RFC 6238), `ahead` windows of thirty seconds from now. */
function codeOf(secret: string, ahead = 0): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/[\s=]/g, '').toUpperCase()].map((it) => alphabet.indexOf(it).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac('sha1', key).update(counter).digest();
  const at = hash[19]! & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const inTheOffice = (page: Page) => expect(page.getByRole('heading', { name: 'Beranda' })).toBeVisible();

async function knock(page: Page, office: Office, login: string) {
  await page.context().clearCookies();
  await page.goto(`${office.url}/kantor`);
  await page.getByLabel('Nama masuk').fill(login);
  await page.getByLabel('Kata sandi', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
}

test('codes of an app are turned on, asked for after the password, and replaced by a recovery code', async ({ page, office }) => {
  await office.hire('bendahara', 'finance', null, 'Bendahara Contoh');
  await enter(page, office, 'bendahara', '/akun');
  await page.getByRole('button', { name: 'Nyalakan kode' }).click();
  await page.getByRole('dialog').getByLabel('Kata sandi Anda').fill(password);
  await page.getByRole('dialog').getByRole('button', { name: 'Ya, lanjutkan' }).click();
  await expect(page.getByRole('img', { name: 'Kode dari aplikasi' })).toBeVisible();
  const secret = await page.locator('.secret').innerText();
  await page.getByLabel('Kode 6 angka dari aplikasi').fill('000000');
  await page.getByRole('button', { name: 'Nyalakan', exact: true }).click();
  await expect(page.locator('.wrong, [role=alert]').first()).toBeVisible();
  await page.getByLabel('Kode 6 angka dari aplikasi').fill(codeOf(secret));
  await page.getByRole('button', { name: 'Nyalakan', exact: true }).click();
  const recovery = (await page.locator('.note li').allInnerTexts()).map((it) => it.trim());
  expect(recovery).toHaveLength(10);

  await knock(page, office, 'bendahara');
  const field = page.getByLabel('Kode dari aplikasi, atau kode pemulihan');
  await expect(field).toBeFocused();
  await field.fill('123456');
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  // A code is good once: the one that turned it on is spent, the next window's is taken.
  await field.fill(codeOf(secret, 1));
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  await inTheOffice(page);

  await knock(page, office, 'bendahara');
  await field.fill(recovery[0]!);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  await inTheOffice(page);
  await knock(page, office, 'bendahara');
  await field.fill(recovery[0]!);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
});

test('a passkey is added and signs in without a password', async ({ page, office, context }) => {
  await office.hire('kepala', 'branch_staff', null, 'Kepala Cabang Contoh');
  const devtools: CDPSession = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await enter(page, office, 'kepala', '/akun');
  await page.getByRole('button', { name: 'Tambah kunci sandi' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nama perangkat').fill('Laptop loket 1');
  await dialog.getByLabel('Kata sandi Anda').fill(password);
  await dialog.getByRole('button', { name: 'Ya, lanjutkan' }).click();
  await expect(page.getByText('Kunci sandi ditambahkan.')).toBeVisible();
  await expect(page.getByText('Laptop loket 1')).toBeVisible();

  await context.clearCookies();
  await page.goto(`${office.url}/kantor`);
  await page.getByRole('button', { name: 'Masuk dengan kunci sandi' }).click();
  await inTheOffice(page);
  await expect(page.getByRole('link', { name: /Kepala Cabang Contoh/ })).toBeVisible();
});
