// One evening, planned at the office, run by two phones without signal: who is here, what they knew, who may
// enrol. One phone dies twice. Then both are back in coverage: nothing is lost, and nobody is counted twice.

import type { Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, isoDay, people, Phone, test, type FieldOffice } from './field';
import { codesOn, filmOf } from './film';
import { somebody, village } from './office';

test.use({ house: 'event' });

const pictures = process.env.LINDUNG_PICTURES;
/** A picture of what is shown, on a desk and on a phone, there in both languages and lights, for whoever asked for pictures. */
async function look(page: Page, name: string) {
  if (!pictures) return;
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 740 });
    await page.screenshot({ path: join(pictures, `event-${name}-${width}.png`), fullPage: true });
  }
  await page.getByRole('button', { name: 'English', exact: true }).click();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: join(pictures, `event-${name}-english.png`), fullPage: true });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByRole('button', { name: 'Bahasa Indonesia', exact: true }).click();
}

interface Sheet {
  people: { scanned: number; tallied: number; closed: number; total: number };
  poll: { question: { code: string }; yes_before: number | null; of_before: number | null; yes_after: number | null; of_after: number | null }[];
  openings: { event: string; how: string }[];
}

/** What the branch planned, and what stands on the slips and on a member's card. */
async function plannedBy(field: FieldOffice, page: Page) {
  const token = await field.centreToken();
  const event = await field.plans({
    name: 'KKBC Gumelar bersama kelompok tani Karanganyar Lor', area: village, on: isoDay(), starts: '19:00', ends: '21:30', venue: 'Pendopo Balai Desa',
    activities: ['OUTREACH_TALK', 'ENROLMENT_DESK'], groups: ['bpd'], partners: [{ role: 'VILLAGE_OFFICIAL' }, { role: 'ARMY_LIAISON' }, { role: 'POLICE_LIAISON' }],
  });
  const other = await field.plans({ name: 'KKBC Kecamatan Cilongok', area: '33.02.17', on: isoDay(5), venue: 'Pendopo Kecamatan' });
  const slips = async (id: string, n: number) => {
    await field.did(`/api/v1/events/${id}/invitations`, { n });
    const html = await (await fetch(`${field.office.url}/api/v1/events/${id}/invitations`, { headers: { authorization: `Bearer ${token}` } })).text();
    return codesOn(page, html);
  };
  const member = await field.did<{ membership: string; number: string }>('/api/v1/enrolments', somebody('Peserta Lama', 9100));
  const card = await (await fetch(`${field.office.url}/api/v1/memberships/${member.membership}/card`, { headers: { authorization: `Bearer ${token}` } })).text();
  const text = /\/verify\?c=([^&"]+)/.exec(card)![1]!;
  await field.sets(40);
  const sheet = async () => (await field.ask('GET', `/api/v1/events/${event}`, undefined, token)).json as unknown as Sheet;
  const leads = async () => (await field.ask('GET', `/api/v1/leads?event=${event}`, undefined, token)).json.items as { name: string; state: string; phone: string | null; person: string | null }[];
  return { event, member, card: text, slips: await slips(event, 2), elsewhere: await slips(other, 1), sheet, leads };
}

const plus = (page: Page, label: string | RegExp) => page.getByRole('button', { name: label instanceof RegExp ? label : `${label}: tambah satu` });
const counted = 'Dihitung tanpa dipindai';
const came = (page: Page, said: string) => expect(page.getByTestId('here')).toContainText(said);

/** Opens the planned event from the office's list. */
async function open(phone: Phone) {
  const { page } = phone;
  await phone.home();
  await page.getByRole('link', { name: 'Buka kegiatan' }).click();
  await page.getByRole('link', { name: /^KKBC Gumelar/ }).click();
  await page.getByRole('button', { name: 'Buka kegiatan ini' }).click();
  await expect(page.getByText('orang didaftarkan di kegiatan ini')).toBeVisible();
}

async function close(phone: Phone) {
  const { page } = phone;
  await phone.home();
  await page.getByRole('link', { name: 'Tutup kegiatan' }).click();
}

test('an event planned at the office is run by two phones without signal, and adds up', async ({ field, browser }) => {
  test.setTimeout(300_000);
  const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'lindung-film-')));
  const desk = await browser.newPage();
  const plan = await plannedBy(field, desk);
  await desk.close();
  const { card, slips, elsewhere, member } = plan;
  expect(slips.every((it) => it.startsWith('LDI1.'))).toBe(true);
  const forged = `LDG1.7K2M-9QX4-MB31.-.jkk-jkm.2026-01-01.${'A'.repeat(86)}`;
  const films = [filmOf([card, slips[0]!], folders[0]!), filmOf([card, slips[1]!, forged, elsewhere[0]!, 'https://contoh.example/promo'], folders[1]!)];
  const phones = films.map((film) => new Phone(field.line.url, [`--use-file-for-fake-video-capture=${film}`]));
  const [one, two] = phones as [Phone, Phone];
  await field.user('agen2', 'Agen Kedua', 'agent', '33.02');
  const second = String(await field.ask('GET', '/api/v1/users').then(({ json }) => (json.items as { id: string; login: string }[]).find((it) => it.login === 'agen2')?.id));

  await test.step('both phones take the plan along; the agent’s target is on the home page, with its day', async () => {
    for (const [phone, holder] of [[one, field.agent], [two, second]] as const) {
      await phone.on();
      await phone.register((await field.deviceCode(holder)).code);
      await phone.sent();
      await phone.context.setOffline(true);
    }
    const target = one.page.getByTestId('target');
    await expect(target).toContainText('40');
    await expect(target).toContainText('Rencana kerja agen');
    await expect(target).toContainText('peserta baru');
    await expect(target).toContainText('Menurut kantor, keadaan');
    // The same numbers as on the office's page of whoever asks for their own.
    const { json } = await field.ask('GET', '/api/v1/targets/mine', undefined, await field.tokenOf('agen'));
    const [mine] = json.items as { at_hand: number; missing: number; a_month: number; line_now: number }[];
    await expect(target).toContainText(`${mine!.at_hand} sudah ada`);
    await expect(target).toContainText(`kurang ${mine!.missing}`);
    await expect(target).toContainText(`perlu ${mine!.a_month} sebulan`);
    await expect(target).toContainText(`akhir bulan ini: ${mine!.line_now}`);
    await expect(two.page.getByTestId('target')).toHaveCount(0);
    await look(one.page, 'home');
    await one.to('/peserta');
    await expect(one.page.getByTestId('target')).toContainText('40');
    await look(one.page, 'portfolio');
  });

  await test.step('the planned event is opened on both, under the office’s id', async () => {
    const { page } = one;
    await one.home();
    await page.getByRole('link', { name: 'Buka kegiatan' }).click();
    await expect(page.getByRole('link', { name: /^KKBC/ })).toHaveCount(2);
    await look(page, 'list');
    await page.getByRole('link', { name: /^KKBC Kecamatan/ }).click();
    await expect(page.getByText(/Direncanakan .* Dibuka hari ini/)).toBeVisible();
    // A plan of a district is opened in one of its villages.
    await page.getByRole('button', { name: 'Buka kegiatan ini' }).click();
    await expect(page.getByText('Pilih desa dari daftar')).toBeVisible();
    await look(page, 'planned-district');
    await page.getByRole('link', { name: 'Kembali' }).click();
    await page.getByRole('link', { name: /^KKBC Gumelar/ }).click();
    for (const said of ['19.00–21.30', 'Pendopo Balai Desa', 'Loket pendaftaran, sosialisasi', 'Babinsa, Bhabinkamtibmas, perangkat desa']) {
      await expect(page.getByText(said)).toBeVisible();
    }
    await look(page, 'planned');
    await open(one);
    // Once opened here it is not in the list of what may be opened; its page leads back to it.
    await page.getByRole('link', { name: 'Buka kegiatan' }).click();
    await expect(page.getByRole('link', { name: /^KKBC Gumelar/ })).toHaveCount(0);
    await one.to(`/kegiatan/rencana/${plan.event}`);
    await page.getByRole('button', { name: 'Buka kegiatan ini' }).click();
    await expect(page.getByText('orang didaftarkan di kegiatan ini')).toBeVisible();
    await look(page, 'home-open');
    await open(two);
  });

  await test.step('people are counted; a dead battery takes nobody away', async () => {
    const { page } = one;
    await page.getByRole('link', { name: /^Orang hadir/ }).click();
    await came(page, 'Belum ada yang dicatat');
    for (let n = 0; n < 5; n += 1) await plus(page, counted).click();
    await page.getByRole('button', { name: `${counted}: kurangi satu` }).click();
    await came(page, '0 dipindai + 4 dihitung');
    expect((await one.kept()).outbox.map((it) => it.kind)).toEqual(['event.open']);
    await one.die();
    await one.on({ offline: true });
    await one.go('/kegiatan/hadir');
    await one.unlock();
    await came(one.page, '0 dipindai + 4 dihitung');
    // What the dead phone had not told is told as soon as it is open again.
    await expect.poll(async () => (await one.kept()).outbox.map((it) => it.kind)).toEqual(['event.open', 'event.tally']);
    await one.page.getByLabel(counted, { exact: true }).fill('12');
    await one.page.getByLabel(counted, { exact: true }).press('Enter');
    await came(one.page, '0 dipindai + 12 dihitung');
    await look(one.page, 'here');
    await two.to('/kegiatan/hadir');
    // A phone without room never shows a number that it has not kept, and keeps what was typed in the field.
    await expect(two.page.getByRole('heading', { name: 'Kehadiran' })).toBeVisible();
    await two.page.evaluate(() => {
      const { put } = IDBObjectStore.prototype;
      Object.assign(window, { makeRoom: () => (IDBObjectStore.prototype.put = put) });
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    await plus(two.page, counted).click();
    await expect(two.page.getByText(/Memori HP penuh: angka ini belum tersimpan/)).toBeVisible();
    await two.page.getByLabel(counted, { exact: true }).fill('30');
    await two.page.getByLabel(counted, { exact: true }).press('Enter');
    await came(two.page, 'Belum ada yang dicatat');
    await expect(two.page.getByLabel(counted, { exact: true })).toHaveValue('30');
    await two.page.evaluate(() => (window as unknown as { makeRoom: () => void }).makeRoom());
    await two.page.getByLabel(counted, { exact: true }).fill('0');
    await two.page.getByLabel(counted, { exact: true }).press('Enter');
    await came(two.page, '0 dipindai + 0 dihitung');
    await expect(two.page.getByText(/Memori HP penuh/)).toBeHidden();
    for (let n = 0; n < 3; n += 1) await plus(two.page, counted).click();
    await came(two.page, '0 dipindai + 3 dihitung');
  });

  await test.step('a camera that is refused leaves the tally, and says so', async () => {
    const { page } = two;
    const scan = page.getByRole('button', { name: 'Pindai kartu atau undangan' });
    await page.evaluate(() => {
      const { mediaDevices } = navigator;
      const real = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = () => {
        mediaDevices.getUserMedia = real;
        return Promise.reject(new DOMException('no', 'NotAllowedError'));
      };
    });
    await scan.click();
    await expect(page.getByText(/Kamera tidak dapat dibuka/)).toBeVisible();
    await look(page, 'no-camera');
  });

  await test.step('cards and invitations are scanned on both; twice is once, and strangers are told apart', async () => {
    const met = (phone: Phone, said: string | RegExp) => expect(phone.page.getByTestId('met')).toContainText(said, { timeout: 40_000 });
    for (const phone of [one, two]) {
      await phone.page.getByRole('button', { name: 'Pindai kartu atau undangan' }).click();
    }
    await came(one.page, '2 dipindai + 12 dihitung');
    await met(one, /sudah dipindai di sini/);
    await look(one.page, 'scan');
    await one.page.getByRole('button', { name: 'Tutup kamera' }).click();
    await came(two.page, '3 dipindai + 3 dihitung');
    await met(two, 'Undangan ini untuk kegiatan lain');
    await met(two, 'bukan kartu peserta atau undangan');
    await two.page.getByRole('button', { name: 'Tutup kamera' }).click();
    const scans = async (phone: Phone) => (await phone.kept()).outbox.filter((it) => it.kind === 'event.checkin').length;
    expect([await scans(one), await scans(two)]).toEqual([2, 3]);
  });

  await test.step('two questions, before and after', async () => {
    const answer = async ({ page }: Phone, at: number, yes: string, no: string) => {
      const box = page.getByRole('region', { name: /^[12]\./ }).nth(at);
      await box.getByLabel('Ya', { exact: true }).fill(yes);
      await box.getByLabel('Ya', { exact: true }).press('Enter');
      await box.getByLabel('Tidak', { exact: true }).fill(no);
      await box.getByLabel('Tidak', { exact: true }).press('Enter');
      await expect(box.getByLabel('Tidak tercatat')).not.toBeChecked();
    };
    for (const phone of [one, two]) await phone.to('/kegiatan/tanya');
    const { page } = one;
    await expect(page.getByLabel('Tidak tercatat').first()).toBeChecked();
    await plus(page, 'Ya').first().click();
    await plus(page, 'Tidak').first().click();
    await expect(page.getByLabel('Ya', { exact: true }).first()).toHaveValue('1');
    await answer(one, 0, '3', '9');
    await answer(one, 1, '2', '10');
    await look(page, 'poll');
    await page.getByLabel('Sesudah').check();
    await answer(one, 0, '11', '1');
    await answer(two, 0, '1', '2');
    // Counted by mistake, and taken back: not recorded is not zero.
    await answer(two, 1, '5', '5');
    await two.page.getByRole('region', { name: /^2\./ }).getByLabel('Tidak tercatat').check();
    await expect(two.page.getByRole('region', { name: /^2\./ }).getByLabel('Ya', { exact: true })).toHaveValue('');
  });

  const [person] = people(1, 900);
  await test.step('two leads are noted; the phone dies over the second, and it is there', async () => {
    const { page } = one;
    await one.home();
    await expect(page.getByRole('link', { name: /^Orang hadir/ })).toContainText('14');
    await page.getByRole('link', { name: /^Calon peserta/ }).click();
    await look(page, 'leads-none');
    await page.getByRole('link', { name: 'Catat calon peserta' }).click();
    await page.getByRole('button', { name: 'Simpan', exact: true }).click();
    await expect(page.getByText('Tulis namanya')).toBeVisible();
    await page.getByLabel('Nama', { exact: true }).fill(person!.name);
    await page.getByLabel('Nomor HP (boleh kosong)').fill('081234560003');
    await expect(page.getByText(/, Gumelar$/).first()).toBeVisible();
    await page.getByLabel('Pekerjaan (boleh kosong)').fill('petani padi');
    await page.getByRole('button', { name: /^Petani padi/ }).click();
    await page.getByLabel('Catatan (boleh kosong)').fill('mau mendaftar setelah panen');
    await look(page, 'lead');
    await page.getByRole('button', { name: 'Simpan', exact: true }).click();
    await expect(page.getByRole('link', { name: person!.name, exact: true })).toBeVisible();
    await page.getByRole('link', { name: 'Catat calon peserta' }).click();
    await page.getByLabel('Nama', { exact: true }).fill('Contoh Ragu Sekali');
    await expect(page.getByTestId('draft')).toHaveText(/Draf tersimpan/);
    // Sealed: the name is nowhere on the disk of this phone to be read.
    const disk = await one.disk();
    expect(disk).toContain('lead.note');
    for (const secret of ['Ragu', person!.name, '081234560003']) expect(disk).not.toContain(secret);
    await one.die();
    await one.on({ offline: true });
    await one.go();
    await one.unlock();
    await one.page.getByRole('link', { name: 'Lanjutkan' }).click();
    await expect(one.page.getByLabel('Nama', { exact: true })).toHaveValue('Contoh Ragu Sekali');
    await one.page.getByRole('button', { name: 'Simpan', exact: true }).click();
    await expect(one.page.getByRole('link', { name: 'Contoh Ragu Sekali', exact: true })).toBeVisible();
    await look(one.page, 'leads');
  });

  await test.step('one of them enrols: what was said once is not asked again', async () => {
    const { page } = one;
    await page.getByRole('link', { name: `Daftarkan ${person!.name}` }).click();
    await one.card(person!);
    await one.next();
    await expect(page.getByLabel('Nama seperti di KTP')).toHaveValue(person!.name);
    await one.next();
    await one.step(3);
    await expect(page.getByRole('button', { name: 'Ganti' })).toBeVisible();
    await one.next();
    await expect(page.getByText(/^Petani padi/)).toBeVisible();
    await page.getByLabel('Penghasilan sebulan').fill('900000');
    await one.next();
    await expect(page.getByLabel('Nomor HP (boleh kosong)')).toHaveValue('081234560003');
    await page.getByLabel('Nama saksi').fill('Ketua Kelompok Contoh');
    await page.getByLabel('Sebagai').selectOption('group_leader');
    await page.getByLabel('Apa yang dilihat').fill('menggarap sawah setiap pagi');
    await one.next();
    await page.getByLabel('Sudah dibacakan, dan ia setuju').check();
    await page.getByLabel('Setuju secara lisan, disaksikan').check();
    await page.getByRole('button', { name: 'Simpan', exact: true }).click();
    await expect(page.getByTestId('state')).toHaveText('Tersimpan di HP');
    await one.to('/calon');
    await expect(page.getByText('Sudah didaftarkan')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Daftarkan Contoh Ragu Sekali' })).toBeVisible();
  });

  await test.step('the sealed file carries all of it', async () => {
    const file = await one.sealedFile();
    const kinds = file.commands.map((it) => it.kind);
    for (const kind of ['event.open', 'event.tally', 'event.checkin', 'event.poll', 'lead.note', 'worker.enrol']) expect(kinds).toContain(kind);
    expect(JSON.stringify(file)).not.toContain('Ragu');
  });

  await test.step('closed on both: what was counted stands there, and may be corrected', async () => {
    await close(one);
    await expect(one.page.getByLabel('Hadir')).toHaveValue('14');
    await expect(one.page.getByText('2 dipindai + 12 dihitung')).toBeVisible();
    await expect(one.page.getByLabel('Didaftarkan')).toHaveValue('1');
    await one.page.getByLabel('Menolak').fill('2');
    await look(one.page, 'close');
    await one.page.getByRole('button', { name: 'Tutup kegiatan ini' }).click();
    await expect(one.page.getByText('Belum ada kegiatan dibuka')).toBeVisible();
    await close(two);
    await expect(two.page.getByLabel('Hadir')).toHaveValue('6');
    await two.page.getByRole('checkbox', { name: 'Tidak tercatat' }).nth(2).check();
    await two.page.getByRole('button', { name: 'Tutup kegiatan ini' }).click();
    await expect(two.page.getByText('Belum ada kegiatan dibuka')).toBeVisible();
    await one.to('/daftar/belum');
    await expect(one.page.getByRole('link', { name: /Dihitung: 12 orang/ })).toBeVisible();
    await look(one.page, 'unsent');
  });

  await test.step('back in coverage, one after the other, and once more: nothing is lost, nobody is counted twice', async () => {
    for (const phone of [one, two]) {
      await phone.context.setOffline(false);
      await phone.send();
      await phone.sent();
    }
    await two.forgetAnswers();
    await two.send();
    await two.sent();
    const { people, poll, openings } = await plan.sheet();
    // The card was scanned on both and counts once; the forged one not at all.
    expect(people).toMatchObject({ scanned: 3, tallied: 15, total: 18 });
    expect(openings.map((it) => it.event)).toEqual([plan.event]);
    const of = (code: string) => poll.find((it) => it.question.code === code);
    expect(of('KNOWS_WORK_ACCIDENT')).toMatchObject({ yes_before: 4, of_before: 15, yes_after: 11, of_after: 12 });
    expect(of('KNOWS_HOW_TO_PAY')).toMatchObject({ yes_before: 2, of_before: 12 });
    const leads = await plan.leads();
    expect(leads.map((it) => [it.name, it.state]).sort()).toEqual([['Contoh Ragu Sekali', 'open'], [person!.name, 'enrolled']].sort());
    for (const phone of [one, two]) {
      const { outbox } = await phone.kept();
      expect(outbox.every((it) => it.state === 'captured')).toBe(true);
    }
    const codes = async (phone: Phone) => (await phone.kept()).results.map((it) => it.code);
    expect((await codes(one)).sort()).toEqual(expect.arrayContaining(['enrolled', 'event_closed', 'event_opened', 'lead_noted', 'poll_counted', 'presence_counted']));
    expect(await codes(two)).toEqual(expect.arrayContaining(['event_known', 'counted_before', 'invalid_field']));
  });

  await test.step('the phone says what became of it; whom the office did not know is counted by hand', async () => {
    const { page } = two;
    await two.to('/daftar/terkirim');
    await expect(page.getByRole('link', { name: new RegExp(member.number) })).toContainText('Diterima kantor');
    await page.getByRole('link', { name: new RegExp(member.number) }).click();
    await expect(page.getByText('Sudah dipindai; dihitung satu kali.')).toBeVisible();
    await two.to('/daftar/perbaiki');
    await page.getByRole('link', { name: /7K2M-9QX4-MB31/ }).click();
    await expect(page.getByText(/Kantor tidak mengenal kartu/)).toBeVisible();
    await look(page, 'refused');
    await page.getByRole('button', { name: 'Hitung satu orang' }).click();
    await expect(page.getByText('Dihitung: 4 orang')).toBeVisible();
    await expect(page.getByTestId('state')).toHaveText('Diterima kantor', { timeout: 30_000 });
    await two.home();
    await expect(page.getByRole('link', { name: 'Perlu perbaikan 0' })).toBeVisible();
    expect((await plan.sheet()).people).toMatchObject({ scanned: 3, tallied: 16, total: 19 });
    await one.to('/daftar/terkirim');
    await look(one.page, 'sent');
    await one.page.getByRole('link', { name: /Contoh Ragu Sekali/ }).click();
    await expect(one.page.getByText('Calon peserta tercatat.')).toBeVisible();
    await look(one.page, 'lead-item');
  });
  expect([...one.errors, ...two.errors]).toEqual([]);
  for (const phone of phones) await phone.gone();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
