// Phones: browsers of their own whose memory outlives them, typed into like phones are.

import { chromium, expect, type BrowserContext, type Page } from '@playwright/test';
import { mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import config from '../../playwright.config';

export const pin = '314159';

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

export interface SealedFile {
  format: string;
  device: string;
  commands: { id: string; kind: string }[];
  attachments: object[];
}

export interface Person {
  nik: string;
  name: string;
  /** As on the card, `17/8/1980`, where the number says something else or nothing. */
  born?: string;
  /** A number that cannot be, and the card says so. */
  insisted?: boolean;
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

  constructor(readonly url: string, private readonly more: string[] = []) {}

  async on({ offline = false } = {}): Promise<this> {
    const { launchOptions, locale, timezoneId } = config.use ?? {};
    this.context = await chromium.launchPersistentContext(this.folder, {
      ...launchOptions, locale, timezoneId, viewport: { width: 360, height: 740 }, serviceWorkers: 'allow', acceptDownloads: true,
      args: [...(launchOptions?.args ?? []), '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream',
        // An address of a village that is not https: everything there is refused by the browser.
        '--host-resolver-rules=MAP desa.test 127.0.0.1', ...this.more],
    });
    this.context.setDefaultTimeout(15_000);
    if (offline) await this.context.setOffline(true);
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    this.page.on('pageerror', (error) => this.errors.push(String(error)));
    this.page.on('dialog', (dialog) => void dialog.accept());
    return this;
  }

  /** Off, by its button. */
  async off() {
    await this.context.close();
  }

  /** Off, as when the battery is empty: nobody is asked, nothing is tidied. */
  async die() {
    const pid = Number(readlinkSync(join(this.folder, 'SingletonLock')).split('-').at(-1));
    const closed = this.context.waitForEvent('close');
    process.kill(pid, 'SIGKILL');
    await closed;
  }

  async gone() {
    await this.context.close().catch(() => undefined);
    rmSync(this.folder, { recursive: true, force: true });
  }

  go = (path = '') => this.page.goto(`${this.url}/lapangan${path}`);

  async register(code: string) {
    await this.choosePin(code);
    await this.page.getByRole('button', { name: 'Mulai bekerja' }).click();
    await expect(this.page.getByRole('heading', { level: 1 })).toContainText('Halo');
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  }

  /** From the code to the page on which everything is fetched. */
  async choosePin(code: string) {
    await this.go();
    await this.settle(code);
    await expect(this.page.getByText('Semua sudah di HP')).toBeVisible();
  }

  async settle(code: string) {
    await this.page.getByLabel('Kode dari kantor').fill(code);
    await this.page.getByRole('button', { name: 'Daftarkan', exact: true }).click();
    await this.page.getByLabel('PIN (6 angka)').fill(pin);
    await this.page.getByLabel('Ulangi PIN').fill(pin);
    await this.page.getByRole('button', { name: 'Simpan PIN' }).click();
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
  async card({ nik, photo, insisted }: Person) {
    await this.page.getByLabel('NIK (16 angka)').fill(nik);
    if (insisted) {
      await this.next();
      await this.page.getByLabel('Di KTP memang tertulis begitu').check();
    }
    if (!photo) return;
    await this.page.locator('input[data-role=ktp]').setInputFiles({ name: 'ktp.jpg', mimeType: 'image/jpeg', buffer: await cardPhoto(this.page) });
    await expect(this.page.getByText(/Foto tersimpan/)).toBeVisible();
  }

  /** All six screens, up to the last button; `look` sees each when it is filled. */
  async fill(person: Person, look: (step: number) => Promise<unknown> = async () => undefined) {
    const { page } = this;
    await this.card(person);
    await look(1);
    await this.next();
    await this.step(2);
    await page.getByLabel('Nama seperti di KTP').fill(person.name);
    if (person.born) await page.getByLabel('Tanggal lahir').fill(person.born);
    if (person.insisted) await page.getByLabel('Laki-laki').check();
    await look(2);
    await this.next();
    await this.step(3);
    await page.getByLabel('Desa atau kelurahan tempat tinggal').fill('cilongok');
    await page.getByRole('button', { name: /^Cilongok/ }).first().click();
    await look(3);
    await this.next();
    await this.step(4);
    await page.getByLabel('Pekerjaan').fill('petani padi');
    await page.getByRole('button', { name: /^Petani padi/ }).click();
    await page.getByLabel('Penghasilan sebulan').fill(person.income ?? '900000');
    if (person.months) await page.getByLabel(`${person.months} bulan`, { exact: true }).check();
    await expect(page.getByTestId('price')).toHaveText(/Rp/);
    await look(4);
    await this.next();
    await this.step(5);
    await page.getByLabel('Nama saksi').fill('Ketua Kelompok Contoh');
    await page.getByLabel('Sebagai').selectOption('group_leader');
    await page.getByLabel('Apa yang dilihat').fill('menggarap sawah setiap pagi');
    await look(5);
    await this.next();
    await this.step(6);
    await page.getByLabel('Sudah dibacakan, dan ia setuju').check();
    await page.getByLabel('Setuju secara lisan, disaksikan').check();
    if (person.cash) await page.getByLabel(/Saya terima tunai/).check();
    await look(6);
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
      const names = (await indexedDB.databases()).map((it) => it.name ?? '').filter((name) => name.startsWith('lindung-field-')).sort();
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

  /** Everything on the disk of this phone as text: what is locked cannot be read in it. */
  disk() {
    return this.page.evaluate(async () => {
      const [name = ''] = (await indexedDB.databases()).map((it) => it.name ?? '').filter((it) => it.startsWith('lindung-field-'));
      const asked = indexedDB.open(name);
      await new Promise((done) => (asked.onsuccess = done));
      const db = asked.result;
      const stores = [...db.objectStoreNames].map((store) => new Promise<unknown>((done) => {
        const rows = db.transaction(store).objectStore(store).getAll();
        rows.onsuccess = () => done(rows.result);
      }));
      const text = JSON.stringify(await Promise.all(stores), (_, it: unknown) => (it instanceof Uint8Array ? new TextDecoder().decode(it) : it));
      db.close();
      return text;
    });
  }

  /** Changes rows of a table behind the app's back: all of them, or the value of one key. */
  private async rewrite(table: string, key: string | null, change: object) {
    await this.page.evaluate(async ([table, key, change]) => {
      const [name = ''] = (await indexedDB.databases()).map((it) => it.name ?? '').filter((it) => it.startsWith('lindung-field-')).sort();
      const asked = indexedDB.open(name);
      await new Promise((done) => (asked.onsuccess = done));
      const write = asked.result.transaction(table, 'readwrite');
      const rows = write.objectStore(table).openCursor(key);
      rows.onsuccess = () => {
        const row = rows.result?.value as { value?: object };
        rows.result?.update(key === null ? { ...row, ...change } : { ...row, value: { ...row.value, ...change } });
        rows.result?.continue();
      };
      await new Promise((done) => (write.oncomplete = done));
      asked.result.close();
    }, [table, key, change] as const);
  }

  /** The office's token is not good any more, as after years in a drawer. */
  async loseToken() {
    await this.rewrite('meta', 'registration', { token: 'x' });
  }

  /** Puts everything back into the outbox, as if no answer had ever come, and starts again. */
  async forgetAnswers() {
    await this.rewrite('outbox', null, { state: 'queued' });
    await this.page.reload();
    await this.unlock();
  }

  /** The sealed file, as the phone gives it away. */
  async sealedFile(): Promise<SealedFile> {
    await this.to('/pengaturan');
    const given = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: /^Buat berkas/ }).click();
    const file = await given;
    expect(file.suggestedFilename()).toMatch(/^lindung-[0-9a-f]{8}-\d{4}-\d\d-\d\d\.json$/);
    return JSON.parse(readFileSync(await file.path(), 'utf8')) as SealedFile;
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
