// Everybody can use it: every page in both languages, light and dark, on a narrow phone; by keyboard
// alone; on a slow line; and where the address is not safe it says why nothing is kept.

import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, isoDay, people, Phone, pin, test } from './field';

const app = readFileSync(join(import.meta.dirname, '../../src/field/App.svelte'), 'utf8');
const known = (pattern: RegExp) => [...app.matchAll(pattern)].map((found) => found[1]!).sort();

/** No fault that axe knows, nothing wider than the phone; Indonesian in the light, English in the dark. */
async function readable(page: Page, name: string) {
  for (const [language, other, colorScheme] of [['id', 'English', 'light'], ['en', 'Bahasa Indonesia', 'dark']] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .setLegacyMode()
      .analyze();
    const found = violations.map((it) => `${it.id}: ${it.nodes.map((node) => `${node.html.slice(0, 120)} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
    expect.soft(found, `${name} (${language})`).toEqual([]);
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), `${name} (${language}) fits`).toBeLessThanOrEqual(320);
    await page.getByRole('button', { name: other, exact: true }).click();
  }
}

test('every page and every state of the phone is readable, in both languages', async ({ field }) => {
  test.setTimeout(240_000);
  const phone = await new Phone(field.line.url).on();
  const { page, context } = phone;
  await page.setViewportSize({ width: 320, height: 640 });
  const stages: string[] = [];
  const stage = async (name: string) => {
    stages.push(name);
    await readable(page, name);
  };
  const plan = await field.plans({
    name: 'KKBC Desa Karanganyar Lor bersama kelompok tani dan karang taruna', area: '33.02.17', on: isoDay(1), starts: '19:00', ends: '21:30',
    venue: 'Pendopo Kecamatan', activities: ['OUTREACH_TALK'], partners: [{ role: 'VILLAGE_OFFICIAL' }, { role: 'ARMY_LIAISON' }],
  });
  await field.sets(40);
  const { code, device } = await field.deviceCode();
  const { port } = new URL(phone.url);
  await page.goto(`http://desa.test:${port}/lapangan`);
  await expect(page.getByRole('heading', { name: 'Mode luring tidak tersedia' })).toBeVisible();
  await stage('unsafe');
  await phone.go();
  await expect(page.getByLabel('Kode dari kantor')).toBeVisible();
  await stage('register');
  await page.getByLabel('Kode dari kantor').fill(code);
  await page.getByRole('button', { name: 'Daftarkan', exact: true }).click();
  await expect(page.getByLabel('PIN (6 angka)')).toBeVisible();
  await stage('pin');
  await page.getByLabel('PIN (6 angka)').fill(pin);
  await page.getByLabel('Ulangi PIN').fill(pin);
  await page.getByRole('button', { name: 'Simpan PIN' }).click();
  await expect(page.getByText('Semua sudah di HP')).toBeVisible();
  await stage('prepare');
  await page.getByRole('button', { name: 'Mulai bekerja' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Halo');

  const walked: string[] = [];
  const walk = async (pattern: string, path = pattern) => {
    walked.push(pattern);
    await phone.to(path);
    await expect(page.locator('main h1')).toBeVisible();
    await readable(page, path);
  };
  await readable(page, 'home, empty');
  await walk('/kegiatan/rencana/:id', `/kegiatan/rencana/${plan}`);
  await walk('/kegiatan');
  await page.getByText('Kegiatan baru').click();
  await readable(page, 'a new event');
  await page.getByLabel('Nama kegiatan').fill('Sosialisasi bersama kelompok tani dan karang taruna dusun Karanganyar Lor');
  await page.getByLabel('Desa atau kelurahan').fill('cilongok');
  await page.getByRole('button', { name: /^Cilongok/ }).first().click();
  await page.getByRole('button', { name: 'Buka kegiatan ini' }).click();
  await expect(page.getByText('orang didaftarkan di kegiatan ini')).toBeVisible();
  await readable(page, 'home, with an event');
  await walk('/kegiatan/hadir');
  await page.getByRole('button', { name: /: tambah satu$/ }).click();
  await expect(page.getByTestId('here')).toContainText('0 dipindai + 1 dihitung');
  await readable(page, 'somebody is here');
  await walk('/kegiatan/tanya');
  await walk('/calon/baru');
  await page.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(page.getByText('Tulis namanya')).toBeVisible();
  await readable(page, 'a lead, wrong');
  await page.getByLabel('Nama', { exact: true }).fill('Contoh Berminat Sekali Dari Karanganyar Lor');
  await expect(page.getByTestId('draft')).toHaveText(/Draf tersimpan/);
  await walk('/calon/:id', `/calon/${String((await phone.kept()).drafts[0]?.id)}`);
  await page.getByRole('button', { name: 'Simpan', exact: true }).click();
  await expect(page.getByRole('link', { name: /^Daftarkan Contoh Berminat/ })).toBeVisible();
  await walk('/calon');
  await phone.sent();
  const lead = String((await phone.kept()).outbox.find((it) => it.kind === 'lead.note')?.id);
  await walk('/kiriman/:id', `/kiriman/${lead}`);
  await walk('/calon/perbaiki/:corrects', `/calon/perbaiki/${lead}`);
  await walk('/data/calon/:lead', `/data/calon/${lead}`);
  // Six screens; the first also with what is wrong in it.
  await walk('/data');
  await phone.next();
  await expect(page.getByText('Ada yang perlu dilengkapi')).toBeVisible();
  await readable(page, '1 of 6, wrong');
  const [person] = people(1, 500);
  await phone.fill({ ...person!, cash: true, photo: true }, (step) => readable(page, `${step} of 6`));
  walked.push('/data/:id');
  await page.getByRole('button', { name: 'Simpan', exact: true }).click();
  await phone.sent();
  const { outbox } = await phone.kept();
  const [enrolment, cash] = ['worker.enrol', 'cash.receive'].map((kind) => String(outbox.find((it) => it.kind === kind)?.id));
  await walk('/kiriman/:id', `/kiriman/${enrolment}`);
  await walk('/kuitansi/:id', `/kuitansi/${cash}`);
  await walk('/perbaiki/:corrects', `/perbaiki/${enrolment}`);
  for (const which of ['draf', 'belum', 'terkirim', 'perbaiki']) await walk('/daftar/:which', `/daftar/${which}`);
  await walk('/kegiatan/tutup');
  await walk('/titipan');
  await walk('/peserta');
  await walk('/pengaturan');
  expect([...new Set(walked)].sort()).toEqual(known(/\['(\/[^']*)', \(\) => import/g));

  await page.getByRole('button', { name: 'Kunci sekarang' }).click();
  await expect(page.getByRole('heading', { name: 'Terkunci' })).toBeVisible();
  await readable(page, 'lock');
  await phone.unlock();
  expect((await field.ask('POST', `/api/v1/devices/${device}/revoke`, {})).status).toBe(200);
  // It has nothing left to hand in: it learns of it when it next asks.
  await phone.enrol(people(1, 501)[0]!);
  await phone.send();
  await expect(page.getByRole('heading', { name: 'HP ini sudah dibersihkan' })).toBeVisible({ timeout: 30_000 });
  await stage('wiped');
  await page.evaluate(() => localStorage.setItem('lindung.field', JSON.stringify({
    current: 'x', phones: [{ device: 'x', holder: 'Agen Contoh', store_epoch: '', synced_at: null, pending: 3 }],
  })));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Data di HP ini hilang' })).toBeVisible();
  await stage('lost');
  expect(stages.sort()).toEqual(known(/^ {4}(\w+): \(\) => import/gm));
  await context.close();
  await phone.gone();
});

/** To a control by the Tab key alone; it must not lie under anything when it is reached. */
async function reach(page: Page, target: Locator) {
  for (let pressed = 0; pressed < 80; pressed += 1) {
    if (await target.evaluate((it) => it === document.activeElement)) {
      const isSeen = await target.evaluate((it) => {
        const { left, top, width, height } = it.getBoundingClientRect();
        const there = document.elementFromPoint(left + width / 2, top + Math.min(height, 40) / 2);
        return there !== null && (it.contains(there) || there.contains(it));
      });
      expect(isSeen, `${String(target)} is covered`).toBe(true);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`${String(target)} is not reached by Tab`);
}

test('somebody is enrolled by keyboard alone', async ({ phone }) => {
  const { page } = phone;
  const { keyboard } = page;
  const [person] = people(1, 510);
  const at = (name: string | RegExp, role: 'button' | 'link' | 'textbox' | 'checkbox' | 'radio' | 'combobox' = 'textbox') =>
    page.getByRole(role, { name }).first();
  const write = async (name: string, text: string) => {
    await reach(page, at(name));
    await keyboard.type(text);
  };
  const press = async (name: string | RegExp, role: 'button' | 'link' = 'button') => {
    await reach(page, at(name, role));
    await keyboard.press('Enter');
  };
  await press('Daftarkan orang', 'link');
  await phone.step(1);
  await write('NIK (16 angka)', person!.nik);
  await keyboard.press('Enter');
  await phone.step(2);
  await expect(page.getByRole('heading', { name: 'Nama dan kelahiran' })).toBeFocused();
  await write('Nama seperti di KTP', person!.name);
  await keyboard.press('Enter');
  await phone.step(3);
  await write('Desa atau kelurahan tempat tinggal', 'cilongok');
  await press(/^Cilongok/);
  await press('Lanjut');
  await phone.step(4);
  await write('Pekerjaan', 'petani padi');
  await press(/^Petani padi/);
  await write('Penghasilan sebulan', '900000');
  await keyboard.press('Enter');
  await phone.step(5);
  await write('Nama saksi', 'Ketua Kelompok Contoh');
  await reach(page, at('Sebagai', 'combobox'));
  await keyboard.type('Ketua k');
  await expect(at('Sebagai', 'combobox')).toHaveValue('group_leader');
  await write('Apa yang dilihat', 'menggarap sawah');
  await press('Lanjut');
  await phone.step(6);
  await reach(page, at('Sudah dibacakan, dan ia setuju', 'checkbox'));
  await keyboard.press('Space');
  await reach(page, at('Tanda tangan di layar', 'radio'));
  await keyboard.press('ArrowDown');
  await expect(at('Cap jempol di kertas', 'radio')).toBeChecked();
  await press('Simpan');
  await expect(page.getByTestId('state')).toBeVisible();
  expect((await phone.kept()).outbox).toHaveLength(1);
});

test('people are counted, asked and noted by keyboard alone', async ({ phone, field }) => {
  const { page } = phone;
  const { keyboard } = page;
  const press = async (target: Locator, key = 'Enter') => {
    await reach(page, target);
    await keyboard.press(key);
  };
  const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
  const link = (name: string | RegExp) => page.getByRole('link', { name }).first();
  const id = await field.plans({ name: 'KKBC Gumelar', area: '33.02.15.2006', on: isoDay(), venue: 'Balai Desa' });
  await phone.to('/pengaturan');
  await button('Perbarui data kerja').click();
  await expect(page.getByText('Data kerja terbaru sudah di HP')).toBeVisible();
  await phone.home();
  await press(link('Buka kegiatan'));
  await press(page.locator(`a[href$="${id}"]`));
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await press(button('Buka kegiatan ini'));
  await press(link(/^Orang hadir/));
  await press(button(/: tambah satu$/));
  await keyboard.press('Space');
  await expect(page.getByTestId('here')).toContainText('0 dipindai + 2 dihitung');
  await press(button(/: kurangi satu$/));
  await expect(page.getByTestId('here')).toContainText('0 dipindai + 1 dihitung');
  await press(link('Kembali'));
  await press(link(/^Dua pertanyaan/));
  await press(button('Ya: tambah satu'));
  await expect(page.getByLabel('Tidak tercatat').first()).not.toBeChecked();
  await press(page.getByLabel('Tidak tercatat').first(), 'Space');
  await expect(page.getByLabel('Ya', { exact: true }).first()).toHaveValue('');
  await press(link('Kembali'));
  await press(link(/^Calon peserta/));
  await press(link('Catat calon peserta'));
  await press(button('Simpan'));
  await expect(page.getByRole('alert')).toBeFocused();
  await reach(page, page.getByLabel('Nama', { exact: true }));
  await keyboard.type('Contoh Berminat');
  await press(button('Simpan'));
  await expect(link('Daftarkan Contoh Berminat')).toBeVisible();
});

test('a slow line and a slow phone: usable in a time that is told, and nothing of the office is fetched', async ({ field }) => {
  const phone = await new Phone(field.line.url).on();
  const { page, context } = phone;
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  const bytes = 250_000 / 8;
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 300, downloadThroughput: bytes, uploadThroughput: bytes });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  const before = field.line.seen.length;
  const began = Date.now();
  await phone.go();
  await expect(page.getByLabel('Kode dari kantor')).toBeVisible({ timeout: 60_000 });
  const description = `${((Date.now() - began) / 1000).toFixed(1)} s at 250 kbit/s, 300 ms, a processor six times slower`;
  test.info().annotations.push({ type: 'usable', description });
  console.log(`      usable after ${description}`);
  const fetched = field.line.seen.slice(before).map((it) => it.path);
  expect(fetched.some((path) => path.startsWith('/assets/l/'))).toBe(true);
  expect(fetched.filter((path) => path.startsWith('/assets/k/'))).toEqual([]);
  await phone.gone();
});
