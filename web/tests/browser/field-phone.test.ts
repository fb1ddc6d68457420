// The phone itself: doubles, two tabs, a full disk, emptied storage, its PIN, a wrong clock.

import type { Page } from '@playwright/test';
import { cardPhoto, expect, FieldOffice, people, Phone, pin, test } from './field';

test('the same number twice is told by name, and goes on only with a reason', async ({ phone }) => {
  const { page, context } = phone;
  await context.setOffline(true);
  const [person] = people(1, 200);
  await phone.enrol(person!);
  await phone.home();
  await page.getByRole('link', { name: 'Daftarkan orang' }).click();
  await page.getByLabel('NIK (16 angka)').fill(person!.nik);
  await expect(page.getByText(`NIK ini sudah ada di HP ini: ${person!.name}`)).toBeVisible();
  await phone.next();
  await expect(page.getByText('Tulis mengapa tetap didaftarkan')).toBeVisible();
  await phone.step(1);
  // Another number clears the warning; the first brings it back.
  await page.getByLabel('NIK (16 angka)').fill(people(1, 201)[0]!.nik);
  await expect(page.getByText(/NIK ini sudah ada/)).toBeHidden();
  await page.getByLabel('NIK (16 angka)').fill(person!.nik);
  await page.getByLabel(/Mengapa tetap didaftarkan/).fill('kembarannya, KTP dilihat');
  await phone.next();
  await phone.step(2);
});

test('one draft in two tabs becomes one command; two tabs have one sender', async ({ phone, field }) => {
  const { page, context } = phone;
  await context.setOffline(true);
  await page.getByRole('link', { name: 'Daftarkan orang' }).click();
  await phone.fill(people(1, 202)[0]!);
  await expect(page.getByTestId('draft')).toHaveText(/Draf tersimpan/);
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByLabel('PIN (6 angka)').fill(pin);
  await other.getByRole('button', { name: 'Buka', exact: true }).click();
  await expect(other.getByTestId('step')).toHaveText('6 dari 6');
  await page.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(page.getByTestId('state')).toBeVisible();
  await other.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(other.getByTestId('state')).toBeVisible();
  expect((await phone.kept()).outbox).toHaveLength(1);
  for (const tab of [page, other]) {
    await tab.evaluate(() => { history.pushState(null, '', '/lapangan'); dispatchEvent(new PopStateEvent('popstate')); });
    await expect(tab.getByRole('link', { name: /Belum terkirim 1/ })).toBeVisible();
  }
  const before = field.line.calls(/push/).filter((it) => it.size > 1000).length;
  await context.setOffline(false);
  await Promise.all([page, other].map((tab) => tab.getByRole('button', { name: 'Kirim sekarang' }).click({ timeout: 2_000 }).catch(() => undefined)));
  await phone.sent();
  await expect(other.getByTestId('line')).toHaveText(/Semua terkirim/, { timeout: 30_000 });
  expect(field.line.calls(/push/).filter((it) => it.size > 1000).length).toBe(before + 1);
});

/** Pictures of a wedding: so many bytes that nothing will shrink. */
const fillUp = (page: Page, bytes: number) => page.evaluate(async (size) => {
  const asked = indexedDB.open('wedding', 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore('pictures', { autoIncrement: true });
  await new Promise((done) => (asked.onsuccess = done));
  const noise = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(noise.subarray(at, Math.min(size, at + 65_536)));
  const write = asked.result.transaction('pictures', 'readwrite');
  write.objectStore('pictures').add(noise);
  await new Promise((done) => (write.oncomplete = done));
  asked.result.close();
}, bytes);

test('a full phone saves the record without its photo, and says so', async ({ phone }) => {
  await phone.sent();
  await phone.page.getByRole('link', { name: 'Daftarkan orang' }).click();
  await phone.fill(people(1, 203)[0]!);
  await expect(phone.page.getByTestId('draft')).toHaveText(/Draf tersimpan/);
  const draft = new URL(phone.page.url()).pathname;
  // Full from the start: a running browser believes for half a minute that there is room.
  await phone.off();
  await phone.on({ offline: true });
  const { page, context } = phone;
  const cdp = await context.newCDPSession(page);
  const { origin } = new URL(phone.url);
  const { usage } = await cdp.send('Storage.getUsageAndQuota', { origin });
  const quotaSize = usage + 2_000_000;
  await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  await page.goto(origin + draft);
  await phone.unlock();
  const now = await cdp.send('Storage.getUsageAndQuota', { origin });
  await fillUp(page, quotaSize - now.usage - 150_000);
  for (let step = 5; step > 0; step -= 1) {
    await page.getByRole('button', { name: 'Kembali', exact: true }).click();
    await phone.step(step);
  }
  const photo = { name: 'ktp.jpg', mimeType: 'image/jpeg', buffer: await cardPhoto(page, 200) };
  await page.locator('input[data-role=ktp]').setInputFiles(photo);
  await expect(page.getByText('Memori HP penuh: foto tidak tersimpan, data tetap tersimpan.')).toBeVisible();
  await expect(page.getByText(/Foto tersimpan/)).toBeHidden();
  for (let step = 2; step <= 6; step += 1) {
    await phone.next();
    await phone.step(step);
  }
  await page.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(page.getByText('Disimpan tanpa foto karena memori HP penuh')).toBeVisible();
  const { outbox, att } = await phone.kept();
  expect(outbox.map((it) => it.state)).toEqual(['queued']);
  expect(att).toHaveLength(0);
});

test('storage emptied under the page is noticed before anything is written into the void', async ({ phone }) => {
  const { page, context } = phone;
  await phone.sent();
  await context.setOffline(true);
  await page.getByRole('link', { name: 'Daftarkan orang' }).click();
  await phone.fill(people(1, 204)[0]!);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes: 'indexeddb' });
  await page.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Data di HP ini hilang' })).toBeVisible();
  await expect(page.getByText(/Terakhir terkirim/)).toBeVisible();
});

test('storage emptied before the start is noticed too, and the office still lists what it has', async ({ phone, field }) => {
  const { page, context } = phone;
  await phone.enrol(people(1, 205)[0]!);
  await phone.sent();
  const [command] = (await phone.kept()).outbox;
  const cdp = await context.newCDPSession(page);
  await cdp.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes: 'indexeddb' });
  await phone.go();
  await expect(page.getByRole('heading', { name: 'Data di HP ini hilang' })).toBeVisible();
  await expect(page.getByText('Saat itu semua sudah sampai di kantor')).toBeVisible();
  await page.getByRole('button', { name: 'Daftarkan HP ini' }).click();
  await phone.settle((await field.deviceCode()).code);
  await page.getByRole('button', { name: 'Mulai bekerja' }).click();
  await phone.sent();
  expect((await field.outcomes()).get(String(command?.id))).toBe('accepted enrolled');
  // This phone begins anew, and works.
  await phone.enrol(people(1, 211)[0]!);
  await phone.sent();
  expect((await phone.kept()).outbox.map((it) => [it.seq, it.state])).toEqual([[1, 'captured']]);
});

test('a PIN that is wrong opens nothing, and guessing gets slow', async ({ phone }) => {
  const { page } = phone;
  await page.reload();
  for (let tries = 1; tries <= 5; tries += 1) {
    await page.getByLabel('PIN (6 angka)').fill('000000');
    await page.getByRole('button', { name: 'Buka', exact: true }).click();
    await expect(page.getByText(tries < 5 ? 'PIN salah' : /Tunggu \d+ detik/)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Terkunci' })).toBeVisible();
  }
  await page.getByLabel('PIN (6 angka)').fill(pin);
  await page.getByRole('button', { name: 'Buka', exact: true }).click();
  await expect(page.getByText(/Tunggu \d+ detik/)).toBeVisible();
});

test('five quiet minutes lock it; what was being typed is at its place afterwards', async ({ phone }) => {
  const { page } = phone;
  await page.clock.install();
  await page.reload();
  await phone.unlock();
  await page.getByRole('link', { name: 'Daftarkan orang' }).click();
  await page.getByLabel('NIK (16 angka)').fill('3302150107801299');
  await page.clock.runFor('05:30');
  await expect(page.getByRole('heading', { name: 'Terkunci' })).toBeVisible();
  await phone.unlock();
  await expect(page.getByLabel('NIK (16 angka)')).toHaveValue('3302 1501 0780 1299');
});

test('a clock set back a year is told, and stops nothing', async ({ phone }) => {
  const { page } = phone;
  await phone.sent();
  await page.clock.setSystemTime(new Date(Date.now() - 365 * 24 * 3600_000));
  await page.reload();
  await phone.unlock();
  await expect(page.getByText('Tanggal HP salah')).toBeVisible();
  await phone.enrol(people(1, 206)[0]!);
  await expect.poll(async () => (await phone.kept()).results.length, { timeout: 20_000 }).toBe(1);
  const [result] = (await phone.kept()).results;
  expect(['accepted', 'needs_review']).toContain(result?.outcome);
});
