// J2's evening at the pendopo: thirty people, no signal, two dead batteries, and a line that swallows
// the office's answer. The same evening goes to a second office in a sealed file.

import { expect, FieldOffice, people, Phone, test, type Person } from './field';
import { somebody } from './office';

const price = 8_400;
const push = /\/api\/v1\/sync\/push/;

const count = (all: Iterable<string>) => {
  const n: Record<string, number> = {};
  for (const it of all) n[it] = (n[it] ?? 0) + 1;
  return n;
};

/** What the evening comes to: 26 people enrolled with cash, 3 to be looked at, 1 too old. */
const expected = {
  'accepted event_opened': 1,
  'accepted enrolled': 26,
  'accepted cash_received': 26,
  'needs_review nik_name_mismatch': 1,
  'needs_review nik_birth_mismatch': 1,
  'needs_review nik_impossible': 1,
  'rejected too_old': 1,
  'accepted event_closed': 1,
};

/** Twenty-six like any; then somebody known by another name, somebody known by another birth date,
    somebody whose card holds an impossible number, somebody too old. */
function village(): Person[] {
  const all = people(30, 300).map((person): Person => ({ ...person, cash: true }));
  const [name, birth, card, old] = all.slice(26);
  Object.assign(name!, { cash: false });
  Object.assign(birth!, { cash: false, born: '9/8/1980' });
  Object.assign(card!, { cash: false, nik: '3302154513801029', born: '5/1/1980', insisted: true });
  Object.assign(old!, { cash: false, nik: '3302150201551030' });
  return all;
}

/** Two of them were enrolled at the counter last month, as other people typed them. */
async function knownBefore(field: FieldOffice, [name, birth]: Person[]) {
  const bornOf = ({ nik }: Person) => `19${nik.slice(10, 12)}-${nik.slice(8, 10)}-${nik.slice(6, 8)}`;
  for (const [person, called] of [[name!, 'Nama Lain Sekali'], [birth!, birth!.name]] as const) {
    const form = somebody(called, 1, { nik: person.nik }, bornOf(person));
    const made = await field.ask('POST', '/api/v1/enrolments', form, await field.branchToken());
    expect(made.status, JSON.stringify(made.json)).toBe(201);
  }
}

async function openEvent({ page, home }: Phone) {
  await home();
  await page.getByRole('link', { name: 'Buka kegiatan' }).click();
  await page.getByLabel('Nama kegiatan').fill('Sosialisasi di pendopo Cilongok');
  await page.getByLabel('Desa atau kelurahan').fill('cilongok');
  await page.getByRole('button', { name: /^Cilongok/ }).first().click();
  await page.getByRole('button', { name: 'Buka kegiatan ini' }).click();
  await expect(page.getByText('orang didaftarkan di kegiatan ini')).toBeVisible();
}

async function closeEvent({ page, home }: Phone) {
  await home();
  await expect(page.locator('section .big').first()).toHaveText('30');
  await page.getByRole('link', { name: 'Tutup kegiatan' }).click();
  await page.getByLabel('Hadir').fill('41');
  await page.getByRole('checkbox', { name: 'Tidak tercatat' }).nth(2).check();
  await page.getByRole('button', { name: 'Tutup kegiatan ini' }).click();
  await expect(page.getByText('Belum ada kegiatan dibuka')).toBeVisible();
}

test('thirty people without signal: thirty outcomes on both sides, by wire and by file, however often', async () => {
  test.setTimeout(300_000);
  const field = await new FieldOffice().open();
  const everybody = village();
  await knownBefore(field, everybody.slice(26));
  const phone = await new Phone(field.line.url).on();
  // This phone was given its work before the rule of age was known to it: the office will judge.
  await phone.page.route('**/api/v1/sync/package', async (route) => {
    const heard = await route.fetch();
    const pack = (await heard.json()) as object;
    await route.fulfill({ response: heard, json: { ...pack, entry_age: { min: null, max: null, source: '', status: 'unknown' } } });
  });
  await phone.register((await field.deviceCode()).code);
  await phone.sent();

  await phone.context.setOffline(true);
  const before = field.line.noSignal();
  await openEvent(phone);
  for (const [at, person] of everybody.entries()) {
    if (at === 11 || at === 22) {
      await phone.die();
      await phone.on({ offline: true });
      await phone.go();
      await phone.unlock();
    }
    await phone.enrol(person);
    await expect(phone.page.getByTestId('state')).toHaveText('Tersimpan di HP');
  }
  await closeEvent(phone);
  await phone.to('/titipan');
  await expect(phone.page.locator('.big')).toHaveText(/218\.400/);
  const { outbox } = await phone.kept();
  expect(count(outbox.map((it) => `${String(it.state)} ${String(it.kind)}`))).toEqual({
    'queued event.open': 1, 'queued worker.enrol': 30, 'queued cash.receive': 26, 'queued event.close': 1,
  });
  expect(field.line.since(before)).toEqual([]);

  // The file is made while nothing has been sent, and the office is copied to a second server.
  const file = await phone.sealedFile();
  expect(file.commands).toHaveLength(58);
  const second = await field.restored();

  // The office writes; its answer is lost on the way, and again when the browser asks once more.
  field.line.heal();
  field.line.fail(push, 'answer-lost', 3);
  await phone.context.setOffline(false);
  await phone.send();
  await expect.poll(() => field.line.calls(push).some((it) => it.end === 'answer-lost')).toBe(true);
  expect((await phone.kept()).results).toEqual([]);
  field.line.heal();
  await phone.send();
  await phone.sent();

  const told = async () => new Map((await phone.kept()).results.map((it) => [String(it.id), `${String(it.outcome)} ${String(it.code)}`]));
  const first = await told();
  expect(count(first.values())).toEqual(expected);
  expect(await field.outcomes()).toEqual(first);
  expect(await field.custody()).toEqual({ held: 26 * price, n: 26 });
  await phone.home();
  await expect(phone.page.getByRole('link', { name: 'Perlu perbaikan 1' })).toBeVisible();
  await expect(phone.page.getByRole('link', { name: 'Terkirim 57' })).toBeVisible();

  await test.step('sent three times more, and handed in as a file too: 26 members, not 78', async () => {
    for (let again = 0; again < 3; again += 1) {
      await phone.forgetAnswers();
      await phone.send();
      await phone.sent();
    }
    expect((await field.handIn(file)).known).toBe(58);
    expect(await told()).toEqual(first);
    expect(await field.outcomes()).toEqual(first);
    expect(await field.custody()).toEqual({ held: 26 * price, n: 26 });
    await phone.to('/pengaturan');
    await phone.page.getByRole('button', { name: 'Perbarui data kerja' }).click();
    await expect(phone.page.getByText('Data kerja terbaru sudah di HP')).toBeVisible();
    await phone.to('/peserta');
    await expect(phone.page.locator('dt:has-text("Peserta") + dd').first()).toHaveText('26');
  });

  await test.step('the second office has it all from the file, and from the phone nothing more', async () => {
    const handed = await field.handIn(file, second.url);
    expect(handed).toMatchObject({ known: 0, photos: 0, photos_refused: 0 });
    expect(new Map(handed.results.map((it) => [it.id, `${it.outcome} ${it.code}`]))).toEqual(first);
    expect((await field.handIn(file, second.url)).known).toBe(58);
    field.line.to(second.url);
    await phone.forgetAnswers();
    await phone.send();
    await phone.sent();
    expect(await told()).toEqual(first);
    expect(await field.outcomes(second.url)).toEqual(first);
    expect(await field.custody(second.url)).toEqual({ held: 26 * price, n: 26 });
  });
  expect(phone.errors).toEqual([]);
  await phone.gone();
  await second.remove();
  await field.remove();
});
