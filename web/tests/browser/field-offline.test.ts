// The app without any signal: it is installed, opens, keeps what is typed and what was saved.

import { expect, people, Phone, test } from './field';

test('it is installed, takes over its page, and opens without signal, at any address', async ({ phone, field }) => {
  const { page, context } = phone;
  expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await page.reload();
  expect(await page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)).toContain('/sw.js');
  const manifest = await page.evaluate(() => fetch('/manifest.webmanifest').then((it) => it.json()));
  expect(manifest).toMatchObject({ start_url: '/lapangan', scope: '/lapangan', display: 'standalone' });
  await phone.unlock();
  await phone.sent();
  await context.setOffline(true);
  const before = field.line.noSignal();
  for (const path of ['', '/pengaturan', '/daftar/belum', '/titipan']) {
    await phone.go(path);
    await expect(page.getByRole('heading', { name: 'Terkunci' })).toBeVisible();
  }
  await phone.unlock();
  await expect(page.getByRole('heading', { name: 'Uang titipan' })).toBeVisible();
  expect(field.line.since(before)).toEqual([]);
});

test('a draft outlives an offline reload: same question, same answers, same photo', async ({ phone }) => {
  const { page, context } = phone;
  await context.setOffline(true);
  const [person] = people(1, 40);
  await page.getByRole('link', { name: 'Daftarkan orang' }).click();
  await phone.card({ ...person!, photo: true });
  await phone.next();
  await phone.step(2);
  await page.getByLabel('Nama seperti di KTP').fill(person!.name);
  await expect(page.getByTestId('draft')).toHaveText(/Draf tersimpan/);
  await page.reload();
  await phone.unlock();
  // The address names the draft: it is at the same question at once.
  await phone.step(2);
  await expect(page.getByLabel('Nama seperti di KTP')).toHaveValue(person!.name);
  await page.getByRole('button', { name: 'Kembali', exact: true }).click();
  await expect(page.getByLabel('NIK (16 angka)')).toHaveValue(person!.nik.replace(/(.{4})(?=.)/g, '$1 '));
  await expect(page.getByText(/Foto tersimpan/)).toBeVisible();
  // From home it is offered by name.
  await phone.home();
  await expect(page.getByText(`Lanjutkan data ${person!.name}`)).toBeVisible();
  await page.getByRole('link', { name: 'Lanjutkan' }).click();
  await phone.step(1);
});

test('the page is ended by the camera: everything but the picture is there', async ({ phone }) => {
  const { page } = phone;
  const [person] = people(1, 41);
  await page.getByRole('link', { name: 'Daftarkan orang' }).click();
  await page.getByLabel('NIK (16 angka)').fill(person!.nik);
  // The camera opens at once after typing: no quarter of a second has passed.
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ambil foto' }).click();
  await chooser;
  const { drafts } = await phone.kept();
  expect(drafts).toHaveLength(1);
  await phone.off();
  await phone.on();
  await phone.go();
  await phone.unlock();
  await expect(page === phone.page).toBe(false);
  await phone.page.getByRole('link', { name: 'Lanjutkan' }).click();
  await expect(phone.page.getByLabel('NIK (16 angka)')).toHaveValue(/3302/);
});

test('people saved without signal outlive two deaths of the browser, and nothing calls out', async ({ field }) => {
  const phone = await new Phone(field.line.url).on();
  await phone.register((await field.deviceCode()).code);
  await phone.sent();
  await phone.context.setOffline(true);
  const before = field.line.noSignal();
  const [first, second] = people(2, 50);
  await phone.enrol({ ...first!, photo: true });
  await expect(phone.page.getByTestId('state')).toHaveText('Tersimpan di HP');
  await expect(phone.page.getByTestId('line')).toHaveText(/Luring · 1 belum terkirim/);
  await phone.off();
  await phone.on({ offline: true });
  await phone.go();
  await phone.unlock();
  await phone.enrol(second!);
  await phone.off();
  await phone.on({ offline: true });
  await phone.go('/daftar/belum');
  await phone.unlock();
  await expect(phone.page.getByText(first!.name)).toBeVisible();
  await expect(phone.page.getByText(second!.name)).toBeVisible();
  const { outbox, att } = await phone.kept();
  expect(outbox.map((it) => it.state)).toEqual(['queued', 'queued']);
  expect(att).toHaveLength(1);
  expect(field.line.since(before)).toEqual([]);
  // What lies on the disk tells nobody anything.
  const plain = JSON.stringify(await phone.kept());
  expect(plain).not.toContain(first!.nik);
  expect(plain).not.toContain(first!.name);

  field.line.heal();
  await phone.context.setOffline(false);
  await phone.send();
  await phone.sent();
  expect((await phone.kept()).outbox.map((it) => it.state)).toEqual(['captured', 'captured']);
  expect((await phone.kept()).att.map((it) => it.state)).toEqual(['stored']);
  await phone.gone();
});

test('sending goes on while the phone is locked', async ({ phone }) => {
  const { page, context } = phone;
  await context.setOffline(true);
  await phone.enrol(people(1, 60)[0]!);
  await page.reload();
  await expect(page.getByText('1 belum terkirim; tetap dikirim walau terkunci')).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText(/tetap dikirim walau terkunci/)).toBeHidden({ timeout: 30_000 });
  expect((await phone.kept()).outbox.map((it) => it.state)).toEqual(['captured']);
});
