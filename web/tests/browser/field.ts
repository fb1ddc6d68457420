// A field office for a test: a real program, an agent with a village's regency, a line that can fail,
// and phones: browsers of their own that are registered, opened and typed into like phones are.

import { chromium, expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import config from '../../playwright.config';
import { Line } from './line';
import { Office } from './office';

export const dist = process.env.LINDUNG_WEB_DIR ?? join(import.meta.dirname, '../../dist');
export const pin = '314159';

interface Answer {
  status: number;
  json: Record<string, unknown>;
}

/** The office with its people, as an administrator has set it up. */
export class FieldOffice {
  readonly office = new Office();
  readonly web = mkdtempSync(join(tmpdir(), 'lindung-web-'));
  line = new Line('');
  private token = '';
  agent = '';
  branch = '';

  async open(more: string[] = []) {
    cpSync(dist, this.web, { recursive: true });
    await this.office.open(0, { web: this.web, more });
    this.line = await new Line(this.office.url).open();
    this.token = await this.firstToken();
    this.agent = await this.user('agen', 'Agen Contoh Perisai', 'agent', '33.02');
    this.branch = await this.user('cabang', 'Petugas Cabang', 'branch_staff', '33.02');
    return this;
  }

  async ask(method: string, path: string, body?: object, token = this.token): Promise<Answer> {
    const response = await fetch(this.office.url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`, 'content-type': 'application/json', 'accept-language': 'en',
        'idempotency-key': crypto.randomUUID(),
      },
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await response.text();
    return { status: response.status, json: (text ? JSON.parse(text) : {}) as Record<string, unknown> };
  }

  private async signIn(login: string, password: string): Promise<string> {
    const first = await this.ask('POST', '/api/v1/sessions', { login, password }, '');
    const token = String(first.json.token);
    if (!first.json.must_change_password) return token;
    const new_password = 'empat kata yang mudah diingat';
    const changed = await this.ask('POST', '/api/v1/users/me/change-password', { old_password: password, new_password }, token);
    if (changed.status >= 300) throw new Error(JSON.stringify(changed));
    const again = await this.ask('POST', '/api/v1/sessions', { login, password: new_password }, '');
    return String(again.json.token);
  }

  private firstToken = () => this.signIn('admin', this.office.logins.get('admin') ?? '');

  /** A user with a role in an area; answers the id. Their password stays in `passwords`. */
  readonly passwords = new Map<string, string>();
  async user(login: string, display_name: string, role: string, area: string): Promise<string> {
    const made = await this.ask('POST', '/api/v1/users', { login, display_name });
    const granted = await this.ask('POST', `/api/v1/users/${made.json.user ?? made.json.id}/grant`, { role, area });
    if (granted.status >= 300) throw new Error(JSON.stringify([made, granted]));
    this.passwords.set(login, String(made.json.password ?? made.json.one_time_password));
    return String(made.json.user ?? made.json.id);
  }

  tokenOf = (login: string) => this.signIn(login, this.passwords.get(login) ?? '');

  private branchSession = '';
  /** The branch's officer, signed in. */
  async branchToken(): Promise<string> {
    this.branchSession ||= await this.tokenOf('cabang');
    return this.branchSession;
  }

  async deviceCode(holder = this.agent): Promise<{ code: string; device: string; qr: string }> {
    const begun = await this.ask('POST', '/api/v1/devices', { holder });
    if (begun.status !== 201) throw new Error(JSON.stringify(begun));
    return begun.json as { code: string; device: string; qr: string };
  }

  async remove() {
    await this.line.close();
    await this.office.remove();
    rmSync(this.web, { recursive: true, force: true });
  }
}

/** A photo of a made-up card: noise, so that it cannot be compressed to nothing; more `grain`, more bytes. */
export async function cardPhoto(page: Page, grain = 60): Promise<Buffer> {
  const data = await page.evaluate((most) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1600, height: 1000 });
    const pen = canvas.getContext('2d')!;
    const speckled = pen.createImageData(1600, 1000);
    let state = 7;
    for (let at = 0; at < speckled.data.length; at += 4) {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      const shade = 210 - ((state >> 16) % most);
      speckled.data.set([shade, shade, 200, 255], at);
    }
    pen.putImageData(speckled, 0, 0);
    return canvas.toDataURL('image/jpeg', 0.9);
  }, grain);
  return Buffer.from(data.slice(data.indexOf(',') + 1), 'base64');
}

export interface Person {
  nik: string;
  name: string;
  income?: string;
  months?: number;
  cash?: boolean;
  photo?: boolean;
}

const syllables = ['ba', 'ci', 'du', 'ga', 'ha', 'ja', 'ka', 'li', 'mu', 'na', 'ra', 'si', 'to', 'wi', 'ya'];

/** A made-up name of a number: cards have letters only. */
const named = (n: number): string => {
  const sounds = [n % 15, Math.floor(n / 15) % 15, 7].map((at) => syllables[at]).join('');
  return `Contoh ${sounds.charAt(0).toUpperCase()}${sounds.slice(1)}`;
};

/** `n` people with possible numbers of Cilongok, all made up. */
export const people = (n: number, from = 1): Person[] =>
  Array.from({ length: n }, (_, at) => ({
    nik: `330215${String(1 + ((at + from) % 28)).padStart(2, '0')}0780${String(1000 + at + from)}`,
    name: named(at + from),
  }));

/** One phone: a browser of its own whose memory outlives it. */
export class Phone {
  context!: BrowserContext;
  page!: Page;
  private readonly folder = mkdtempSync(join(tmpdir(), 'lindung-phone-'));
  readonly errors: string[] = [];

  constructor(readonly url: string) {}

  async on({ offline = false } = {}): Promise<this> {
    const { launchOptions, locale, timezoneId } = config.use ?? {};
    this.context = await chromium.launchPersistentContext(this.folder, {
      ...launchOptions, locale, timezoneId, viewport: { width: 360, height: 740 }, serviceWorkers: 'allow', acceptDownloads: true,
      args: [...(launchOptions?.args ?? []), '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
    });
    this.context.setDefaultTimeout(15_000);
    if (offline) await this.context.setOffline(true);
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    this.page.on('pageerror', (error) => this.errors.push(String(error)));
    this.page.on('dialog', (dialog) => void dialog.accept());
    return this;
  }

  /** Off, as when the battery is empty. */
  async off() {
    await this.context.close();
  }

  async gone() {
    await this.context.close().catch(() => undefined);
    rmSync(this.folder, { recursive: true, force: true });
  }

  go = (path = '') => this.page.goto(`${this.url}/lapangan${path}`);

  async register(code: string) {
    await this.go();
    await this.page.getByLabel('Kode dari kantor').fill(code);
    await this.page.getByRole('button', { name: 'Daftarkan', exact: true }).click();
    await this.page.getByLabel('PIN (6 angka)').fill(pin);
    await this.page.getByLabel('Ulangi PIN').fill(pin);
    await this.page.getByRole('button', { name: 'Simpan PIN' }).click();
    await this.page.getByRole('button', { name: 'Mulai bekerja' }).click();
    await expect(this.page.getByRole('heading', { level: 1 })).toContainText('Halo');
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  }

  unlock = async () => {
    await this.page.getByLabel('PIN (6 angka)').fill(pin);
    await this.page.getByRole('button', { name: 'Buka', exact: true }).click();
    await expect(this.page.getByRole('heading', { name: 'Terkunci' })).toBeHidden();
  };

  /** Another page of the app, as by a link: nothing is loaded again. */
  to = (path: string) => this.page.evaluate((address) => {
    history.pushState(null, '', address);
    dispatchEvent(new PopStateEvent('popstate'));
  }, `/lapangan${path}`);

  home = () => this.to('');

  next = () => this.page.getByRole('button', { name: 'Lanjut', exact: true }).click();
  step = (n: number) => expect(this.page.getByTestId('step')).toHaveText(`${n} dari 6`);

  /** Number and card; the first screen. */
  async card({ nik, photo }: Person) {
    await this.page.getByLabel('NIK (16 angka)').fill(nik);
    if (!photo) return;
    await this.page.locator('input[data-role=ktp]').setInputFiles({ name: 'ktp.jpg', mimeType: 'image/jpeg', buffer: await cardPhoto(this.page) });
    await expect(this.page.getByText(/Foto tersimpan/)).toBeVisible();
  }

  /** All six screens, up to the last button. */
  async fill(person: Person) {
    const { page } = this;
    await this.card(person);
    await this.next();
    await this.step(2);
    await page.getByLabel('Nama seperti di KTP').fill(person.name);
    await this.next();
    await this.step(3);
    await page.getByLabel('Desa atau kelurahan tempat tinggal').fill('cilongok');
    await page.getByRole('button', { name: /^Cilongok/ }).first().click();
    await this.next();
    await this.step(4);
    await page.getByLabel('Pekerjaan').fill('petani padi');
    await page.getByRole('button', { name: /^Petani padi/ }).click();
    await page.getByLabel('Penghasilan sebulan').fill(person.income ?? '900000');
    if (person.months) await page.getByLabel(`${person.months} bulan`, { exact: true }).check();
    await expect(page.getByTestId('price')).toHaveText(/Rp/);
    await this.next();
    await this.step(5);
    await page.getByLabel('Nama saksi').fill('Ketua Kelompok Contoh');
    await page.getByLabel('Sebagai').selectOption('group_leader');
    await page.getByLabel('Apa yang dilihat').fill('menggarap sawah setiap pagi');
    await this.next();
    await this.step(6);
    await page.getByLabel('Sudah dibacakan, dan ia setuju').check();
    await page.getByLabel('Setuju secara lisan, disaksikan').check();
    if (person.cash) await page.getByLabel(/Saya terima tunai/).check();
  }

  /** From home to saved. */
  async enrol(person: Person) {
    await this.home();
    await this.page.getByRole('link', { name: 'Daftarkan orang' }).click();
    await this.step(1);
    await this.fill(person);
    await this.page.getByRole('button', { name: 'Simpan', exact: true }).click();
    await expect(this.page.getByTestId('state')).toBeVisible();
  }

  /** What the database of this phone holds, without opening anything. */
  kept() {
    return this.page.evaluate(async () => {
      const names = (await indexedDB.databases()).map((it) => it.name ?? '').filter((name) => name.startsWith('lindung-field-'));
      const db = await new Promise<IDBDatabase>((done, failed) => {
        const asked = indexedDB.open(names[0] ?? '');
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => failed(asked.error);
      });
      const all = (store: string) => new Promise<Record<string, unknown>[]>((done) => {
        const asked = db.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => done(asked.result as Record<string, unknown>[]);
      });
      const [outbox, drafts, att, results] = await Promise.all(['outbox', 'drafts', 'att', 'results'].map(all));
      db.close();
      const slim = (rows: Record<string, unknown>[] | undefined, names: string[]) =>
        (rows ?? []).map((row) => Object.fromEntries(names.map((name) => [name, row[name]])));
      return {
        outbox: slim(outbox, ['id', 'seq', 'kind', 'state', 'sealed', 'superseded_by']),
        drafts: slim(drafts, ['id', 'step']),
        att: slim(att, ['key', 'state', 'size', 'offset']),
        results: slim(results, ['id', 'outcome', 'code']),
      };
    });
  }

  async send() {
    await this.home();
    const button = this.page.getByRole('button', { name: 'Kirim sekarang' });
    // It may begin by itself when the line is back: then there is nothing left to tap.
    if (await button.isVisible()) await button.click({ timeout: 2_000 }).catch(() => undefined);
  }

  /** Everything has been sent: the office has said so. */
  sent = () => expect(this.page.getByTestId('line')).toHaveText(/Semua terkirim/, { timeout: 30_000 });
}

export const test = base.extend<{ phone: Phone }, { field: FieldOffice }>({
  field: [
    async ({}, use) => {
      const field = await new FieldOffice().open();
      await use(field);
      await field.remove();
    },
    { scope: 'worker' },
  ],
  /** A phone of the agent, registered and open. */
  phone: async ({ field }, use) => {
    field.line.heal();
    const phone = await new Phone(field.line.url).on();
    await phone.register((await field.deviceCode()).code);
    await use(phone);
    const errors = [...phone.errors];
    await phone.gone();
    expect(errors).toEqual([]);
  },
});
export { expect };
