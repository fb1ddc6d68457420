// A real office for a test: the program on a database of its own, its people, its calendar.
import { test as base, expect, type Page } from '@playwright/test';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const program = process.env.LINDUNG ?? join(import.meta.dirname, '../../../target/debug/lindung');
/** What everybody's password becomes after the one-time one. */
export const password = 'Pagi pertama di kantor 2026';

export interface Answer<T = Record<string, unknown>> {
  status: number;
  json: T;
}
interface Opening {
  /** The app from this folder; without it, what the program carries or LINDUNG_WEB_DIR. */
  web?: string;
  /** Other arguments of `serve`. */
  more?: string[];
  /** The day it is in the office, from eight in the morning in Jakarta: `2026-11-10`. */
  day?: string;
}

/** One running program with its own database. */
export class Office {
  private process: ChildProcess | null = null;
  readonly folder = mkdtempSync(join(tmpdir(), 'lindung-browser-'));
  readonly logins = new Map<string, string>();
  private readonly tokens = new Map<string, string>();
  url = '';
  private said = '';
  private ahead = 0;
  private opened: Opening = {};

  async open(port = 0, opening: Opening = {}) {
    if (!existsSync(program)) throw new Error(`${program} is missing: cargo build -p lindung`);
    const { web = '', more = [], day } = (this.opened = opening);
    const db = join(this.folder, 'office.db');
    const folder = web === '' ? [] : ['--web-dir', web];
    this.ahead = day ? Math.round((Date.parse(`${day}T08:00:00+07:00`) - Date.now()) / 1000) : 0;
    const env = day ? { ...process.env, LD_PRELOAD: calendar(), CLOCK_AHEAD: String(this.ahead) } : process.env;
    const child = spawn(program, ['serve', '--db', db, '--port', String(port), '--lang', 'en', ...folder, ...more], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
    });
    this.process = child;
    this.said = '';
    const listen = (bytes: Buffer) => (this.said += bytes.toString());
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    const until = Date.now() + 30_000;
    for (;;) {
      const found = /http:\/\/[\w.]+:\d+/.exec(this.said);
      if (found && (await fetch(found[0] + '/ready').catch(() => null))?.ok) {
        this.url = found[0].replace('127.0.0.1', 'localhost');
        break;
      }
      if (Date.now() > until || child.exitCode !== null) throw new Error(`no office: ${this.said}`);
      await new Promise((done) => setTimeout(done, 50));
    }
    const first = /One-time password: (\S+)/.exec(this.said);
    if (first?.[1]) this.logins.set('admin', first[1]);
  }

  /** What the program has printed since it was opened. */
  get output() {
    return this.said;
  }

  /** The instant it is in the office. */
  get now() {
    return new Date(Date.now() + this.ahead * 1000);
  }

  /** The same office on another day, at the same address; everybody has to sign in again. */
  async on(day: string) {
    await this.close();
    this.tokens.clear();
    await this.open(Number(new URL(this.url).port), { ...this.opened, day });
  }

  async close(signal: NodeJS.Signals = 'SIGTERM') {
    const child = this.process;
    this.process = null;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await ended;
  }

  async remove() {
    await this.close('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Asks the API as somebody, or as nobody. */
  async ask<T = Record<string, unknown>>(who: string | null, method: string, path: string, body?: object): Promise<Answer<T>> {
    const token: Record<string, string> = who === null ? {} : { authorization: `Bearer ${await this.token(who)}` };
    return this.send<T>(method, path, token, body);
  }

  private async send<T>(method: string, path: string, headers: Record<string, string>, body?: object): Promise<Answer<T>> {
    const response = await fetch(this.url + path, {
      method,
      headers: { 'content-type': 'application/json', 'accept-language': 'id', 'idempotency-key': crypto.randomUUID(), ...headers },
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
    return { status: response.status, json: (isJson ? JSON.parse(text) : { text }) as T };
  }

  /** The answer of a call that has to go well. */
  async did<T = Record<string, string>>(who: string | null, method: string, path: string, body?: object): Promise<T> {
    const { status, json } = await this.ask<T>(who, method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`);
    return json;
  }

  private async signedIn(login: string, secret: string): Promise<string> {
    const { status, json } = await this.send<{ token: string }>('POST', '/api/v1/sessions', {}, { login, password: secret });
    if (status >= 300) throw new Error(`${login} cannot sign in: ${status} ${JSON.stringify(json)}`);
    return json.token;
  }

  /** A token of a user, whose one-time password is changed the first time. */
  async token(login: string): Promise<string> {
    const held = this.tokens.get(login);
    if (held) return held;
    const oneTime = this.logins.get(login);
    if (oneTime) {
      const authorization = `Bearer ${await this.signedIn(login, oneTime)}`;
      const body = { old_password: oneTime, new_password: password };
      const changed = await this.send('POST', '/api/v1/users/me/change-password', { authorization }, body);
      if (changed.status >= 300) throw new Error(JSON.stringify(changed));
      this.logins.delete(login);
    }
    const token = await this.signedIn(login, password);
    this.tokens.set(login, token);
    return token;
  }

  /** A user with a role in an area (none: everywhere), who has a password of their own. */
  async hire(login: string, role: string, area: string | null = null, display_name = login): Promise<string> {
    const made = await this.did('admin', 'POST', '/api/v1/users', { login, display_name });
    await this.did('admin', 'POST', `/api/v1/users/${made.user}/grant`, { role, area });
    this.logins.set(login, made.one_time_password!);
    await this.token(login);
    return made.user!;
  }

  /** Every session of a user ends, as when somebody ends them from another computer. */
  async endSessions(login: string) {
    const page = await this.did<{ items: { id: string; is_current: boolean }[] }>(login, 'GET', '/api/v1/sessions');
    for (const one of page.items.sort((a, b) => Number(a.is_current) - Number(b.is_current))) await this.ask(login, 'POST', `/api/v1/sessions/${one.id}/end`);
    this.tokens.delete(login);
  }

  /** Enrols somebody; `who` is the clerk. */
  enrol = (who: string, form: object) =>
    this.did<{ person: string; membership: string; number: string }>(who, 'POST', '/api/v1/enrolments', form);

  code = (who: string, membership: string, months = 1) =>
    this.did<{ code: string; amount: number }>(who, 'POST', `/api/v1/memberships/${membership}/codes`, { months });

  /** Hands a list in and waits until its last row is judged; the list. */
  async handIn(who: string, name: string, text: string, area = village): Promise<string> {
    const response = await fetch(`${this.url}/api/v1/lists?area=${area}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await this.token(who)}`, 'content-type': 'text/csv',
        'content-disposition': `attachment; filename="${name}"`,
      },
      body: text,
    });
    const said = (await response.json()) as { id: string };
    if (!response.ok) throw new Error(JSON.stringify(said));
    const settled = async () => (await this.did(who, 'GET', `/api/v1/lists/${said.id}`)).state;
    await expect.poll(settled, { timeout: 60_000 }).toBe('done');
    return said.id;
  }

  /** Pays a code over the counter. */
  pay = (who: string, { code, amount }: { code: string; amount: number }) =>
    this.did<{ payment: string; receipt: string; journal: string }>(who, 'POST', '/api/v1/payments', {
      code, amount, channel: 'counter', reference: crypto.randomUUID(), paid_at: this.now.toISOString(),
    });
}

let made = '';
/** The calendar to preload, compiled once a run: whoever built the program has a C compiler. */
function calendar(): string {
  if (made) return made;
  const folder = mkdtempSync(join(tmpdir(), 'lindung-calendar-'));
  const built = join(folder, 'calendar.so');
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', built, join(import.meta.dirname, 'office-clock.c'), '-ldl']);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return (made = built);
}

/** A port nobody listens on: for an office that has to know its own address. */
export const freePort = () =>
  new Promise<number>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });

/** The village of the tests, and its clerk's colleagues next door. */
export const village = '33.02.15.2006';

/** A possible number of a man born on this day; `serial` tells people apart. */
export const nikOf = (born: string, serial: number, region = '330215') =>
  `${region}${born.slice(8)}${born.slice(5, 7)}${born.slice(2, 4)}${String(serial).padStart(4, '0')}`;

/** Somebody to enrol, as a clerk writes them down. */
export const somebody = (name: string, serial: number, more: object = {}, born = '1979-03-12') => ({
  person: {
    nik: nikOf(born, serial), name, birth_date: born, village, rt: '003', rw: '001', address: 'Dukuh Karanganyar 12',
    phone: '081234567890', phone_is_shared: true,
    occupations: [{ occupation: 'petani-padi', place: 'sawah blok lor', hours: '05.00–11.00' }],
    heirs: [{ name: 'Anak Peserta', relation: 'child', birth_date: '2010-02-03' }],
    consents: [{ purpose: 'enrolment', text_version: '2026-01', given_how: 'read_aloud' }],
    ...more,
  },
  income: 900_000, programmes: ['jkk', 'jkm'], payer: 'self', promise_read: true,
});

/** Signs in at the door, whoever was in before, and waits for the office behind it. */
export async function signIn(page: Page, office: Office, login: string, to = '') {
  await office.token(login);
  await page.context().clearCookies();
  await page.goto(`${office.url}/kantor${to}`);
  await page.getByLabel(/^(Nama masuk|Login)$/).fill(login);
  await page.getByLabel(/^(Kata sandi|Password)$/).fill(password);
  await page.getByRole('button', { name: /^(Masuk|Sign in)$/ }).click();
  await expect(page.locator('main#page h1')).toBeVisible();
}

/** Comes in without walking through the door: for tests about what lies behind it. */
export async function enter(page: Page, office: Office, login: string, to = '') {
  await office.token(login);
  await page.context().clearCookies();
  const entered = await page.request.post(`${office.url}/api/v1/sessions`, { data: { login, password } });
  expect(entered.status()).toBe(201);
  await page.goto(`${office.url}/kantor${to}`);
  await expect(page.locator('main#page h1')).toBeVisible();
}

export const test = base.extend<object, { house: string; day: string; office: Office }>({
  /** Files that name the same house share an office: each file has one of its own. */
  house: ['', { option: true, scope: 'worker' }],
  /** The day it is: of the real calendar unless a file says `test.use({ day })`. */
  day: ['', { option: true, scope: 'worker' }],
  office: [
    async ({ house: _, day }, use) => {
      const office = new Office();
      await office.open(0, { day: day || undefined });
      await use(office);
      await office.remove();
    },
    { scope: 'worker' },
  ],
  page: async ({ page, office, day }, use) => {
    if (day) await page.clock.setSystemTime(office.now);
    await use(page);
  },
});
export { expect };
