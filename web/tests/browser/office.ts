// A real office for a test: the program on a database of its own, users made through the API.
import { test as base } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = process.env.LINDUNG ?? join(import.meta.dirname, '../../../target/debug/lindung');

/** One running program with its own database. */
export class Office {
  private process: ChildProcess | null = null;
  readonly folder = mkdtempSync(join(tmpdir(), 'lindung-browser-'));
  readonly logins = new Map<string, string>();
  url = '';
  private said = '';

  /** `web`: the app from this folder; `more`: other arguments of `serve`. */
  async open(port = 0, { web = '', more = [] as string[] } = {}) {
    if (!existsSync(program)) throw new Error(`${program} is missing: cargo build -p lindung`);
    const db = join(this.folder, 'office.db');
    const folder = web === '' ? [] : ['--web-dir', web];
    const child = spawn(program, ['serve', '--db', db, '--port', String(port), '--lang', 'en', ...folder, ...more], {
      stdio: ['ignore', 'pipe', 'pipe'],
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
}

export const test = base.extend<object, { office: Office }>({
  office: [
    async ({}, use) => {
      const office = new Office();
      await office.open();
      await use(office);
      await office.remove();
    },
    { scope: 'worker' },
  ],
});
export { expect } from '@playwright/test';
