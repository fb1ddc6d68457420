// The phone itself: doubles, two tabs, a full disk, emptied storage, a wrong clock, an update, a revoked
// device, a restored office.

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, FieldOffice, people, Phone, pin, test } from './field';

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
  await Promise.all([page, other].map((tab) => tab.getByRole('button', { name: 'Kirim sekarang' }).click().catch(() => undefined)));
  await phone.sent();
  await expect(other.getByTestId('line')).toHaveText(/Semua terkirim/);
  expect(field.line.calls(/push/).filter((it) => it.size > 1000).length).toBe(before + 1);
});

test('a full phone saves the record without its photo, and says so', async ({ phone }) => {
  const { page, context } = phone;
  await context.setOffline(true);
  await page.getByRole('link', { name: 'Daftarkan orang' }).click();
  await phone.fill({ ...people(1, 203)[0]!, photo: true });
  const cdp = await context.newCDPSession(page);
  const { usage } = await page.evaluate(() => navigator.storage.estimate());
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize: (usage ?? 0) + 60_000 });
  await page.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(page.getByText('Disimpan tanpa foto karena memori HP penuh')).toBeVisible();
  const { outbox, att } = await phone.kept();
  expect(outbox.map((it) => it.state)).toEqual(['queued']);
  expect(att).toHaveLength(0);
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin });
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
  const cdp = await context.newCDPSession(page);
  await cdp.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes: 'indexeddb' });
  await phone.go();
  await expect(page.getByRole('heading', { name: 'Data di HP ini hilang' })).toBeVisible();
  await expect(page.getByText('Saat itu semua sudah sampai di kantor')).toBeVisible();
  await page.getByRole('button', { name: 'Daftarkan HP ini' }).click();
  await page.getByLabel('Kode dari kantor').fill((await field.deviceCode()).code);
  await page.getByRole('button', { name: 'Daftarkan', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Pilih PIN' })).toBeVisible();
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

test('an update waits for a quiet moment: what is unsent and half typed is there afterwards', async () => {
  const field = await new FieldOffice().open();
  const phone = await new Phone(field.line.url).on();
  await phone.register((await field.deviceCode()).code);
  const { page, context } = phone;
  field.line.fail(/\/api\//, 'cut');
  await phone.enrol(people(1, 207)[0]!);
  await phone.home();
  await page.getByRole('link', { name: 'Daftarkan orang' }).click();
  await phone.card(people(1, 208)[0]!);
  await expect(page.getByTestId('draft')).toHaveText(/Draf tersimpan/);

  // A new release: another entry file, the old ones are gone from the server.
  const folder = join(field.web, 'assets/l');
  for (const name of readdirSync(folder).filter((it) => /^(lapangan|Portfolio)-.*\.js(\.br|\.gz)?$/.test(it))) {
    const renamed = name.replace('-', '-new');
    execFileSync('mv', [join(folder, name), join(folder, renamed)]);
  }
  for (const file of ['sw.js', 'lapangan.html', ...readdirSync(folder).filter((it) => it.endsWith('.js')).map((it) => `assets/l/${it}`)]) {
    const path = join(field.web, file);
    const text = readFileSync(path, 'utf8');
    const changed = text.replace(/(lapangan|Portfolio)-(?!new)([\w-]{8}\.js)/g, '$1-new$2');
    if (changed !== text) writeFileSync(path, file === 'sw.js' ? `${changed}\n// next` : changed);
    for (const packed of ['br', 'gz']) execFileSync('rm', ['-f', `${path}.${packed}`]);
  }
  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((it) => it?.update()));
  await expect(page.getByText('Ada versi baru')).toBeVisible();
  // The old version goes on, also the pages it had not opened yet.
  await page.evaluate(() => { history.pushState(null, '', '/lapangan/peserta'); dispatchEvent(new PopStateEvent('popstate')); });
  await expect(page.getByRole('heading', { name: 'Peserta saya' })).toBeVisible();
  await page.evaluate(() => { history.pushState(null, '', '/lapangan/pengaturan'); dispatchEvent(new PopStateEvent('popstate')); });
  // A draft is open: no button that would end it.
  await expect(page.getByText('Versi baru sudah diunduh')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Perbarui', exact: true })).toBeHidden();
  await phone.home();
  await page.getByRole('link', { name: 'Lanjutkan' }).click();
  await page.getByRole('button', { name: 'Buang draf' }).click();
  await page.evaluate(() => { history.pushState(null, '', '/lapangan/pengaturan'); dispatchEvent(new PopStateEvent('popstate')); });
  await page.getByRole('button', { name: 'Perbarui', exact: true }).click();
  await page.waitForEvent('load');
  await phone.unlock();
  expect(await page.evaluate(() => [...document.scripts].map((it) => it.src).join())).toContain('lapangan-new');
  field.line.heal();
  await phone.send();
  await phone.sent();
  expect((await phone.kept()).outbox.map((it) => it.state)).toEqual(['captured']);
  expect(context.pages().length).toBe(1);
  await phone.gone();
  await field.remove();
});

test('a revoked phone hands in what it has, then forgets everything', async ({ field }) => {
  const phone = await new Phone(field.line.url).on();
  const { code, device } = await field.deviceCode();
  await phone.register(code);
  await phone.sent();
  await phone.context.setOffline(true);
  await phone.enrol({ ...people(1, 209)[0]!, photo: true });
  const [command] = (await phone.kept()).outbox;
  expect((await field.ask('POST', `/api/v1/devices/${device}/revoke`, {})).status).toBe(200);
  await phone.context.setOffline(false);
  await phone.send();
  await expect(phone.page.getByRole('heading', { name: 'HP ini sudah dibersihkan' })).toBeVisible({ timeout: 30_000 });
  const left = await phone.page.evaluate(() => indexedDB.databases().then((all) => all.map((it) => it.name)));
  expect(left.filter((name) => name?.startsWith('lindung-field'))).toEqual([]);
  expect(await phone.page.evaluate(() => localStorage.getItem('lindung.field'))).not.toContain(device);
  const capture = await field.ask('GET', `/api/v1/captures/${String(command?.id)}`, undefined, await field.branchToken());
  expect(JSON.stringify(capture.json)).toContain('device_revoked');
  expect(phone.errors).toEqual([]);
  await phone.gone();
});
