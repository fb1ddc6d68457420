// What the office does to a phone: stops it, forgets it, is restored from a copy.

import { expect, people, Phone, test } from './field';

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

test('an office put back from last night\'s copy is offered what it lacks, photo and all', async ({ phone, field }) => {
  const [before, after] = people(2, 400);
  await phone.enrol(before!);
  await phone.sent();
  const second = await field.restored();
  await phone.enrol({ ...after!, photo: true });
  await phone.sent();
  const all = await field.outcomes();
  const ours = (await phone.kept()).outbox.map((it) => String(it.id));
  expect(ours.every((id) => all.has(id))).toBe(true);
  field.line.to(second.url);
  await phone.page.reload();
  await phone.unlock();
  const [, lost] = ours;
  await expect.poll(async () => (await field.outcomes(second.url)).get(lost!), { timeout: 30_000 }).toBe('accepted enrolled');
  await phone.sent();
  expect((await phone.kept()).att.map((it) => it.state)).toEqual(['stored']);
  const capture = await field.ask('GET', `/api/v1/captures/${lost}`, undefined, await field.branchToken(), second.url);
  expect(capture.json.photos).toMatchObject([{ received: Number((await phone.kept()).att[0]?.size) }]);
  expect((await phone.kept()).results.map((it) => it.code)).toEqual(['enrolled', 'enrolled']);
  field.line.to(field.office.url);
  await second.remove();
});

test('a phone the office no longer knows goes on working; registered again, it hands in what was left', async ({ phone, field }) => {
  const { page } = phone;
  await phone.sent();
  await phone.loseToken();
  await phone.enrol(people(1, 410)[0]!);
  await expect(page.getByTestId('line')).toHaveText(/Kantor tidak mengenal HP ini lagi/);
  await phone.enrol(people(1, 411)[0]!);
  const { outbox } = await phone.kept();
  expect(outbox.filter((it) => it.state !== 'captured')).toHaveLength(2);
  await page.reload();
  await page.getByRole('button', { name: 'Daftarkan pemegang lain' }).click();
  await phone.settle((await field.deviceCode()).code);
  await expect.poll(async () => (await phone.kept()).outbox.map((it) => it.state)).toEqual(['captured', 'captured']);
  expect((await phone.kept()).results.map((it) => it.code)).toEqual(['enrolled', 'enrolled']);
});

test('two people share a phone: each opens their own lists, and what waits goes for both', async ({ phone, field }) => {
  const { page, context } = phone;
  const [mine, theirs] = people(2, 420);
  await phone.sent();
  await page.getByRole('link', { name: 'Pengaturan' }).click();
  await page.getByRole('button', { name: 'Kunci sekarang' }).click();
  await page.getByRole('button', { name: 'Daftarkan pemegang lain' }).click();
  const other = await field.user('agen.dua', 'Agen Kedua Perisai', 'agent', '33.02');
  await phone.settle((await field.deviceCode(other)).code);
  await page.getByRole('button', { name: 'Mulai bekerja' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Halo, Agen Kedua Perisai');
  await context.setOffline(true);
  await phone.enrol(theirs!);
  await page.reload();
  await page.getByRole('button', { name: 'Agen Contoh Perisai' }).click();
  await phone.unlock();
  await phone.enrol(mine!);
  await phone.to('/daftar/belum');
  await expect(page.getByText(mine!.name)).toBeVisible();
  await expect(page.getByText(theirs!.name)).toBeHidden();
  await context.setOffline(false);
  await phone.send();
  await phone.sent();
  const there = async (name: string) => {
    const found = await field.ask('GET', `/api/v1/devices`, undefined, await field.branchToken());
    return (found.json.items as { holder_name: string; pending: number }[]).filter((it) => it.holder_name === name).at(-1)?.pending;
  };
  await expect.poll(() => there('Agen Kedua Perisai')).toBe(0);
  expect([...(await field.outcomes()).values()].filter((it) => it === 'accepted enrolled').length).toBeGreaterThanOrEqual(2);
  for (const { nik } of [mine!, theirs!]) {
    expect((await field.ask('POST', '/api/v1/people/lookup', { nik }, await field.branchToken())).status).toBe(200);
  }
});

for (const granted of [true, false]) {
  test(`whether the phone keeps the data is asked, said, and told to the office: ${granted ? 'granted' : 'denied'}`, async ({ field }) => {
    const phone = await new Phone(field.line.url).on();
    const { page, context } = phone;
    const cdp = await context.newCDPSession(page);
    const permission = { name: 'persistent-storage' };
    await cdp.send('Browser.setPermission', { origin: new URL(phone.url).origin, permission, setting: granted ? 'granted' : 'denied' });
    const { code, device } = await field.deviceCode();
    await phone.choosePin(code);
    await expect(page.getByText(granted ? 'HP berjanji tidak menghapus data ini' : 'HP belum berjanji menyimpan data')).toBeVisible();
    await page.getByRole('button', { name: 'Mulai bekerja' }).click();
    await phone.sent();
    await phone.to('/pengaturan');
    await expect(page.locator('dt:has-text("Dijaga HP") + dd')).toHaveText(granted ? 'Ya' : 'Belum');
    await expect(page.locator('dt:has-text("Dipakai aplikasi ini") + dd')).toHaveText(/^\d+ MB$/);
    const board = await field.ask('GET', '/api/v1/devices', undefined, await field.branchToken());
    const row = (board.json.items as { id: string; persisted: boolean }[]).find((it) => it.id === device);
    expect(row).toMatchObject({ persisted: granted, pending: 0 });
    await phone.gone();
  });
}
