// Field work from the office's chair: a phone is registered, two agents meet at one number, a file
// is carried in, a phone is revoked. Real phones on the other side of a real program.

import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldwork as english } from '../../src/i18n/office/en/fieldwork';
import { fieldwork as indonesian } from '../../src/i18n/office/id/fieldwork';
import { expect, people, Phone, test, type FieldOffice, type Person } from './field';

test.use({ house: 'fieldwork' });

const password = 'empat kata yang mudah diingat';

/** A desk of somebody: a browser of their own, signed in. */
async function desk(browser: Browser, field: FieldOffice, login: string, to: string): Promise<Page> {
  if (login === 'cabang') await field.branchToken();
  const page = await (await browser.newContext({ locale: 'id-ID', timezoneId: 'Asia/Jakarta' })).newPage();
  await page.goto(`${field.office.url}/kantor${to}`);
  await page.getByLabel('Nama masuk').fill(login);
  await page.getByLabel('Kata sandi', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  await expect(page.locator('main#page h1')).toBeVisible();
  return page;
}

/** A phone of an agent that is registered and open; gone when the test has ended. */
async function phoneOf(field: FieldOffice, holder: string): Promise<Phone> {
  const phone = await new Phone(field.line.url).on();
  await phone.register((await field.deviceCode(holder)).code);
  return phone;
}

/** The first case of the queue; one is made where none is left. */
async function somethingToReview(field: FieldOffice): Promise<string> {
  const look = async () => {
    const told = await field.ask('GET', '/api/v1/captures?outcome=needs_review', undefined, await field.branchToken());
    return (told.json.items as { id: string }[])[0]?.id;
  };
  const found = await look();
  if (found) return found;
  const { code, device } = await field.deviceCode();
  const phone = await new Phone(field.line.url).on();
  await phone.register(code);
  await phone.context.setOffline(true);
  await phone.enrol(people(1, 390)[0]!);
  await field.ask('POST', `/api/v1/devices/${device}/suspend`, undefined, await field.branchToken());
  await phone.context.setOffline(false);
  await phone.send();
  await expect.poll(look).toBeDefined();
  await phone.gone();
  return (await look())!;
}

const card = (page: Page, text: string | RegExp) => page.locator('li.card').filter({ hasText: text });

test('a phone is registered on the page, and on the phone with that code', async ({ browser, field }) => {
  const page = await desk(browser, field, 'admin', '/admin/perangkat');
  await expect(page.getByText('Belum ada HP yang terdaftar')).toBeVisible();
  await page.getByRole('button', { name: 'Daftarkan HP' }).click();
  await page.getByRole('combobox', { name: 'Siapa yang memegang HP ini' }).fill('perisai');
  await page.getByRole('option', { name: /Agen Contoh Perisai/ }).click();
  await page.getByRole('button', { name: 'Buat kode' }).click();
  await expect(page.getByRole('heading', { name: 'Kode HP untuk Agen Contoh Perisai' })).toBeVisible();
  await expect(page.getByRole('img', { name: /QR pendaftaran HP/ })).toBeVisible();
  // On paper stand the code and the QR, and nothing around them.
  await page.evaluate(() => (window.print = () => document.body.setAttribute('data-printed', String(document.querySelector('dialog svg[role=img]')?.checkVisibility()))));
  await page.emulateMedia({ media: 'print' });
  await page.getByRole('button', { name: 'Cetak' }).evaluate((button: HTMLButtonElement) => button.click());
  await expect(page.locator('body')).toHaveAttribute('data-printed', 'true');
  await page.emulateMedia({ media: null });
  const code = await page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/).innerText();

  const phone = await new Phone(field.line.url).on();
  await phone.register(code);
  await expect(page.getByText(/terdaftar untuk Agen Contoh Perisai/)).toBeVisible();
  await page.getByRole('button', { name: 'Tutup', exact: true }).click();
  const row = card(page, 'Agen Contoh Perisai');
  await expect(row.getByText('Bekerja')).toBeVisible();
  await expect(row).toContainText('Banyumas');
  await phone.gone();

  // A branch officer has no list of users: they find who holds a phone already.
  const branch = await desk(browser, field, 'cabang', '/lapangan/perangkat');
  await branch.getByRole('button', { name: 'Daftarkan HP' }).click();
  await branch.getByRole('combobox', { name: 'Siapa yang memegang HP ini' }).fill('agen');
  await branch.getByRole('option', { name: /Agen Contoh Perisai/ }).click();
  await branch.getByRole('button', { name: 'Buat kode' }).click();
  await expect(branch.getByText('Menunggu HP memakai kode ini')).toBeVisible();
});

test('two agents send one number under two names: an officer decides, and the phone is told', async ({ browser, field }) => {
  const other = await field.user('agen.dua', 'Agen Kedua Contoh', 'agent', '33.02');
  await field.user('cabang.dua', 'Petugas Cabang Kedua', 'branch_staff', '33.02');
  await field.tokenOf('cabang.dua');
  const [person] = people(1, 300) as [Person];
  const first = await phoneOf(field, field.agent);
  await first.enrol(person);
  await first.sent();
  const second = await phoneOf(field, other);
  await second.enrol({ ...person, name: 'Nama Yang Lain Sekali', photo: true });
  await second.sent();

  const page = await desk(browser, field, 'cabang', '');
  await page.locator('section').filter({ hasText: 'Kiriman HP yang menunggu keputusan' }).getByRole('link', { name: '1' }).click();
  await expect(page.getByRole('heading', { name: 'Perlu diperiksa', level: 1 })).toBeVisible();
  await expect(page.getByText('NIK ini sudah tercatat dengan nama lain.')).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByRole('heading', { name: 'Pendaftaran: Nama Yang Lain Sekali' })).toBeVisible();
  await expect(page.getByText('tercatat di audit atas nama Anda').first()).toBeVisible();
  const row = (of: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: of, exact: true }) });
  await expect(row('Nama')).toContainText(person.name);
  await expect(row('Nama')).toContainText('BEDA');
  await expect(row('Tanggal lahir')).toContainText('sama');

  // A photo is asked for only when somebody opens it.
  const photo = page.waitForResponse(/\/photos\/ktp$/);
  await page.getByRole('button', { name: 'Buka Foto KTP' }).click();
  expect((await photo).status()).toBe(200);
  await expect(page.getByRole('img', { name: 'Foto KTP' })).toBeVisible();

  // A colleague has the same one before them.
  const colleague = await desk(browser, field, 'cabang.dua', new URL(page.url()).pathname.slice('/kantor'.length));
  await expect(colleague.getByRole('heading', { name: /Nama Yang Lain Sekali/ })).toBeVisible();

  await page.keyboard.press('r');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByLabel('Alasan', { exact: true })).toHaveValue('NIK salah ketik; kirim lagi dengan NIK di KTP');
  await page.getByRole('button', { name: 'Tolak kiriman ini' }).click();
  await expect(page.getByText(/Tadi: Pendaftaran #\d+ \(Agen Kedua Contoh\), ditolak/)).toBeVisible();
  await expect(page.getByText('Tidak ada yang menunggu keputusan.', { exact: false })).toBeVisible();

  await colleague.keyboard.press('a');
  await colleague.getByLabel('Alasan', { exact: true }).fill('KTP dan orangnya sudah dilihat');
  await colleague.getByRole('button', { name: 'Terima kiriman ini' }).click();
  await expect(colleague.getByText('Seorang rekan sudah memutus kiriman ini')).toBeVisible();
  await expect(colleague.getByText('“NIK salah ketik; kirim lagi dengan NIK di KTP”')).toBeVisible();
  await expect(colleague.getByRole('button', { name: 'Terima kiriman ini' })).toBeHidden();

  // The phone hears of it with its next turn, and offers to fix it.
  await second.page.reload();
  await second.unlock();
  await expect.poll(async () => {
    await second.send();
    return (await second.kept()).results.map(({ outcome }) => outcome);
  }).toEqual(['rejected']);
  await second.page.getByRole('link', { name: /Perlu perbaikan/ }).first().click();
  await expect(second.page.getByText('Nama Yang Lain Sekali')).toBeVisible();
  expect([...first.errors, ...second.errors]).toEqual([]);
  await first.gone();
  await second.gone();
});

test('a case is accepted: the person is one click away, and the next case comes by itself', async ({ browser, field }) => {
  const other = await field.user('agen.tiga', 'Agen Ketiga Contoh', 'agent', '33.02');
  const some = people(2, 320);
  const first = await phoneOf(field, field.agent);
  for (const person of some) await first.enrol(person);
  await first.sent();
  const second = await phoneOf(field, other);
  for (const person of some) await second.enrol({ ...person, name: `${person.name} Panggilan` });
  await second.sent();

  const page = await desk(browser, field, 'cabang', '/lapangan');
  await page.getByRole('link', { name: 'Mulai dari yang pertama' }).click();
  const names = some.map(({ name }) => `Pendaftaran: ${name} Panggilan`);
  await expect(page.getByRole('heading', { name: names[0] })).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByRole('heading', { name: names[1] })).toBeVisible();
  await page.keyboard.press('k');
  await expect(page.getByRole('heading', { name: names[0] })).toBeVisible();
  await page.keyboard.press('a');
  await page.getByLabel('Alasan yang sering dipakai').selectOption('Orang yang sama; nama atau tanggalnya salah ketik');
  await page.getByRole('button', { name: 'Terima kiriman ini' }).click();
  await expect(page.getByRole('heading', { name: names[1] })).toBeVisible();
  await page.getByRole('status').getByRole('link', { name: 'Buka data orangnya' }).click();
  await expect(page.getByRole('heading', { name: some[0]!.name })).toBeVisible();
  await first.gone();
  await second.gone();
});

test('a sealed file is carried in, twice, and a damaged one is refused', async ({ browser, field }) => {
  const phone = await phoneOf(field, field.agent);
  await phone.context.setOffline(true);
  for (const person of people(2, 340)) await phone.enrol({ ...person, photo: true });
  await phone.page.evaluate(() => {
    history.pushState(null, '', '/lapangan/pengaturan');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  const download = phone.page.waitForEvent('download');
  await phone.page.getByRole('button', { name: /Buat berkas/ }).click();
  const path = join(field.web, (await download).suggestedFilename());
  await (await download).saveAs(path);

  const page = await desk(browser, field, 'cabang', '/lapangan/berkas');
  const pick = page.getByLabel(/Berkas dari HP/);
  const whole = readFileSync(path, 'utf8');
  const broken = join(field.web, 'lindung-rusak.json');
  writeFileSync(broken, whole.slice(0, whole.length / 2));
  await pick.setInputFiles(broken);
  await expect(page.getByText('Berkas ini rusak atau terpotong.', { exact: false })).toBeVisible();
  await pick.setInputFiles({ name: 'foto.json', mimeType: 'application/json', buffer: Buffer.from('{"format":"lain"}') });
  await expect(page.getByText('Ini bukan berkas tersegel dari HP.', { exact: false })).toBeVisible();

  await pick.setInputFiles(path);
  await expect(page.getByText('2 kiriman, 2 foto')).toBeVisible();
  await page.getByRole('button', { name: 'Terima berkas ini' }).click();
  await expect(page.getByRole('heading', { name: 'Berkas diterima' })).toBeVisible();
  await expect(page.getByRole('cell', { name: 'Terdaftar.' })).toHaveCount(2);
  await expect(page.getByText('2 foto sampai.')).toBeVisible();

  await page.getByRole('button', { name: 'Berkas lain' }).click();
  await pick.setInputFiles(path);
  await page.getByRole('button', { name: 'Terima berkas ini' }).click();
  await expect(page.getByText('Semua isi berkas ini sudah ada di kantor. Tidak ada yang berubah.')).toBeVisible();
  await expect(page.getByText('sudah ada', { exact: true }).filter({ visible: true })).toHaveCount(2);

  // Back where there is a signal the phone finds that everything is there already.
  await phone.context.setOffline(false);
  await phone.send();
  await phone.sent();
  expect((await phone.kept()).results.map(({ code }) => code)).toEqual(['enrolled', 'enrolled']);
  await phone.gone();
});

test('a phone is suspended, resumed and revoked: what it still held comes to the review queue', async ({ browser, field }) => {
  const phone = await new Phone(field.line.url).on();
  const { code, device } = await field.deviceCode();
  await phone.register(code);
  await phone.sent();
  await phone.context.setOffline(true);
  const [person] = people(1, 360) as [Person];
  await phone.enrol(person);

  const page = await desk(browser, field, 'cabang', '/lapangan/perangkat');
  const row = page.locator('li.card').filter({ has: page.locator(`a[href*="${device}"]`) });
  for (const [verb, state] of [['Tangguhkan', 'Ditangguhkan'], ['Teruskan', 'Bekerja']] as const) {
    await row.getByRole('button', { name: verb }).click();
    await page.getByRole('dialog').getByRole('button', { name: verb }).click();
    await expect(row.getByText(state, { exact: true })).toBeVisible();
  }
  await row.getByRole('button', { name: 'Cabut' }).click();
  await expect(page.getByText('yang belum terkirim tetap diterima dan masuk “Perlu diperiksa”', { exact: false })).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Cabut' }).click();
  await expect(row.getByText('Dicabut', { exact: true })).toBeVisible();
  await expect(row.getByRole('button', { name: 'Cabut' })).toBeHidden();

  await phone.context.setOffline(false);
  await phone.send();
  await expect.poll(async () => {
    const told = await field.ask('GET', `/api/v1/captures?outcome=needs_review&device=${device}`, undefined, await field.branchToken());
    return (told.json.items as { code: string }[]).map((it) => it.code);
  }).toEqual(['device_revoked']);
  await page.goto(`${field.office.url}/kantor/lapangan?hp=${device}`);
  await expect(page.getByText('HP pengirimnya sedang ditangguhkan atau sudah dicabut.')).toBeVisible();
  await phone.gone();
});

test('what cannot be opened is said so, cannot be accepted, and is refused', async ({ browser, field }) => {
  const { code } = await field.deviceCode();
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']);
  const public_key = Buffer.from(await crypto.subtle.exportKey('raw', pair.publicKey)).toString('base64');
  const label = 'HP <img src=x onerror=alert(1)>';
  const registered = await field.ask('POST', '/api/v1/devices/register', { code, public_key, label, app_version: '0.1.0', persisted: true }, '');
  const { device, token } = registered.json as { device: string; token: string };
  const now = new Date().toISOString();
  const id = crypto.randomUUID();
  const pushed = await field.ask('POST', '/api/v1/sync/push', {
    proto: 1, device, store_epoch: crypto.randomUUID(), client_now: now, app: { version: '0.1.0' },
    queue: { pending: 1, oldest_made_at: now, attachments_pending: 0 }, storage: { persisted: true, free_bytes: 1000 },
    commands: [{
      id, seq: 1, kind: 'worker.enrol', v: 1, actor: field.agent, depends_on: [], supersedes: null,
      sha256: '00'.repeat(32), sealed: Buffer.from([1, 2, 3]).toString('base64'), sig: Buffer.alloc(64).toString('base64'),
    }],
  }, token);
  expect(pushed.json.results).toMatchObject([{ outcome: 'needs_review' }]);

  const page = await desk(browser, field, 'cabang', `/lapangan/${id}`);
  await expect(page.getByText('Isi kiriman ini tidak dapat dibuka di kantor ini.')).toBeVisible();
  await expect(page.getByText(label)).toBeVisible();
  await page.getByRole('radio', { name: 'Terima' }).check();
  await page.getByLabel('Alasan', { exact: true }).fill('petugasnya dikenal');
  await page.getByRole('button', { name: 'Terima kiriman ini' }).click();
  await expect(page.getByRole('alert')).toContainText('tidak dapat dibuka di sini');
  await expect(page.getByLabel('Alasan', { exact: true })).toHaveValue('petugasnya dikenal');
  await page.getByRole('radio', { name: 'Tolak' }).check();
  await page.getByRole('button', { name: 'Tolak kiriman ini' }).click();
  await expect(page.getByText(/Tadi: Pendaftaran #1/)).toBeVisible();
});

test('who hands in lists may carry a file in, and is offered nothing else of field work', async ({ browser, field }) => {
  await field.user('desa', 'Perangkat Desa Contoh', 'village_clerk', '33.02.15.2006');
  await field.tokenOf('desa');
  const page = await desk(browser, field, 'desa', '');
  await page.getByRole('link', { name: 'Lapangan' }).click();
  await expect(page.getByRole('heading', { name: 'Berkas tersegel', level: 1 })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Lapangan' }).getByRole('link')).toHaveText(['Berkas tersegel']);
  await page.goto(`${field.office.url}/kantor/lapangan/perangkat`);
  await expect(page.getByRole('heading', { name: 'Halaman ini tidak ada' })).toBeVisible();
});

test('every decision the contract names has its sentence, and what waits says what to look at', () => {
  const contract = readFileSync(join(import.meta.dirname, '../../../docs/sync.md'), 'utf8');
  const rows = [...contract.matchAll(/^\| (accepted|already|needs_review|rejected|held) \| (.*) \|$/gm)];
  expect(rows).toHaveLength(5);
  for (const texts of [indonesian, english] as Record<string, string>[]) {
    const missing = rows.flatMap(([, outcome, codes]) =>
      [...codes!.matchAll(/`(\w+)`/g)].flatMap(([, code]) => {
        const keys = [`phone.code.${code}`, ...(outcome === 'needs_review' ? [`why.${code}`, `why.${code}.way`] : [])];
        // `fields` and `args.…` are said beside the codes and are none.
        return code === 'fields' ? [] : keys.filter((key) => !texts[key]);
      }),
    );
    expect(missing).toEqual([]);
  }
});

for (const language of ['id', 'en'] as const) {
  for (const width of [320, 1280]) {
    test(`field work is readable by everybody: ${language}, ${width} px`, async ({ browser, field }) => {
      const page = await desk(browser, field, 'cabang', '/lapangan');
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate((which) => localStorage.setItem('lindung.language', which), language);
      const id = await somethingToReview(field);
      for (const address of ['/lapangan', '/lapangan?hasil=all', `/lapangan/${id}`, '/lapangan/perangkat', '/lapangan/berkas']) {
        await page.goto(`${field.office.url}/kantor${address}`);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await page.waitForLoadState('networkidle');
        if (address.endsWith(id)) await page.locator('input[type=radio]').first().check();
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(sideways, `${address} scrolls sideways`).toBeLessThanOrEqual(0);
        const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
        expect(found.violations.map((it) => `${address}: ${it.id} ${it.nodes[0]?.target}`)).toEqual([]);
      }
    });
  }
}
