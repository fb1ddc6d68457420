// A field office for a test: a real program, an agent with a village's regency, a line that can fail.

import { expect, test as base } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Phone } from './field-handset';
import { Line } from './line';
import { Office } from './office';

export * from './field-handset';

export const dist = process.env.LINDUNG_WEB_DIR ?? join(import.meta.dirname, '../../dist');
const program = process.env.LINDUNG ?? join(import.meta.dirname, '../../../target/debug/lindung');

export interface Imported {
  results: { id: string; outcome: string; code: string }[];
  known: number;
  photos: number;
  photos_refused: number;
}

interface Answer {
  status: number;
  json: Record<string, unknown>;
}

/** The day it is at the office, or so many days from it. */
export const isoDay = (days = 0) => new Date(Date.now() + days * 86_400_000 + 7 * 3_600_000).toISOString().slice(0, 10);

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

  async ask(method: string, path: string, body?: object, token = this.token, url = this.office.url): Promise<Answer> {
    const response = await fetch(url + path, {
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

  /** A user with a role in an area, or everywhere; answers the id. Their password stays in `passwords`. */
  readonly passwords = new Map<string, string>();
  async user(login: string, display_name: string, role: string, area: string | null): Promise<string> {
    const made = await this.ask('POST', '/api/v1/users', { login, display_name });
    const granted = await this.ask('POST', `/api/v1/users/${made.json.user ?? made.json.id}/grant`, { role, area });
    if (granted.status >= 300) throw new Error(JSON.stringify([made, granted]));
    this.passwords.set(login, String(made.json.password ?? made.json.one_time_password));
    return String(made.json.user ?? made.json.id);
  }

  tokenOf = (login: string) => this.signIn(login, this.passwords.get(login) ?? '');

  private centre = '';
  /** Head office, which plans everywhere; its token. */
  async centreToken(): Promise<string> {
    if (this.centre) return this.centre;
    await this.user('pusat', 'Petugas Pusat', 'branch_staff', null);
    return (this.centre = await this.tokenOf('pusat'));
  }

  /** The answer of a call of head office that has to go well. */
  async did<T = { id: string }>(path: string, body: object): Promise<T> {
    const { status, json } = await this.ask('POST', path, body, await this.centreToken());
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(json)}`);
    return json as T;
  }

  private season = '';
  /** An event of a campaign's season in Banyumas, as it is planned; its id. */
  async plans(form: Record<string, unknown>): Promise<string> {
    if (!this.season) {
      await this.did('/api/v1/campaigns', { code: 'KKBC', name: 'Kerja Keras Bebas Cemas', national: true, goal: 'desa', launched_on: '2023-07-06' });
      const span = { from: isoDay(-30), to: isoDay(60) };
      this.season = (await this.did('/api/v1/seasons', { campaign_said: 'KKBC', name: 'Banyumas', area: '33.02', goal: 'desa', ...span })).id;
    }
    return (await this.did(`/api/v1/seasons/${this.season}/events`, form)).id;
  }

  /** A target of the agent's own, of this year. */
  sets = (heads: number) => this.did('/api/v1/targets', {
    agent: this.agent, area: 'Banyumas', heads, counts: 'new', owner: 'Kantor cabang Purwokerto', document: 'Rencana kerja agen', year: Number(isoDay().slice(0, 4)),
  });

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

  /** A copy of the office as it is now, put back on a second server: `lindung backup` and `restore`. */
  async restored(): Promise<Office> {
    const second = new Office();
    const [db, copy, again] = [join(this.office.folder, 'office.db'), join(second.folder, 'copy.db'), join(second.folder, 'office.db')];
    execFileSync(program, ['backup', '--db', db, '--to', copy]);
    execFileSync(program, ['restore', '--from', copy, '--db', again]);
    cpSync(`${db}.keys`, `${again}.keys`);
    await second.open(0, { web: this.web });
    return second;
  }

  /** How the office judged every command that phones sent, by id. */
  async outcomes(url = this.office.url): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const token = await this.branchToken();
    for (let after = ''; ; ) {
      const { json } = await this.ask('GET', `/api/v1/captures?limit=500${after && `&after=${after}`}`, undefined, token, url);
      for (const it of json.items as { id: string; outcome: string; code: string }[]) found.set(it.id, `${it.outcome} ${it.code}`);
      if (!json.next) return found;
      after = String(json.next);
    }
  }

  /** The money in the agents' hands as the office counts it. */
  async custody(url = this.office.url): Promise<{ held: number; n: number }> {
    const { json } = await this.ask('GET', '/api/v1/custody', undefined, await this.branchToken(), url);
    const agents = json.items as { held: number; n_held: number }[];
    return agents.reduce((all, it) => ({ held: all.held + it.held, n: all.n + it.n_held }), { held: 0, n: 0 });
  }

  /** A sealed file, handed in at the counter. */
  async handIn(file: object, url = this.office.url): Promise<Imported> {
    const answer = await this.ask('POST', '/api/v1/sync/import', file, await this.branchToken(), url);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer));
    return answer.json as unknown as Imported;
  }

  async remove() {
    await this.line.close();
    await this.office.remove();
    rmSync(this.web, { recursive: true, force: true });
  }
}

export const test = base.extend<{ phone: Phone }, { house: string; field: FieldOffice }>({
  /** Files that name the same house share an office; a file that counts has one of its own. */
  house: ['', { option: true, scope: 'worker' }],
  field: [
    async ({ house: _ }, use) => {
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
