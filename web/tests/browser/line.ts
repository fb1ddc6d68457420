// The line between a phone and the office, with what lines in villages do: cut, sign-in pages, half
// answers, answers lost after the office has already written. A real HTTP proxy, so that the browser's
// own resending is part of the test.

import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Fault = 'cut' | 'portal' | 'error' | 'answer-lost' | 'truncated';

interface Rule {
  path: RegExp;
  fault: Fault;
  times: number;
}

export interface Seen {
  method: string;
  path: string;
  /** The bytes of the body. */
  size: number;
  /** How it was answered: a status, or the fault. */
  end: number | Fault;
}

export class Line {
  private server: Server | null = null;
  private rules: Rule[] = [];
  seen: Seen[] = [];
  url = '';

  constructor(private target: string) {}

  /** Another office answers from now on. */
  to(target: string) {
    this.target = target;
  }

  async open(): Promise<this> {
    this.server = createServer((asked, answer) => void this.pass(asked, answer));
    await new Promise<void>((done) => this.server?.listen(0, '127.0.0.1', done));
    this.url = `http://localhost:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  async close() {
    this.server?.closeAllConnections();
    await new Promise((done) => this.server?.close(done));
  }

  /** From now on: this fault, so many times. */
  fail(path: RegExp, fault: Fault, times = Infinity) {
    this.rules.push({ path, fault, times });
  }

  /** No signal at all. A browser told to be offline still asks for a newer service worker by itself. */
  noSignal(): number {
    this.fail(/./, 'cut');
    return this.seen.length;
  }

  /** What got through since, and what the app itself tried. */
  since(from: number): Seen[] {
    return this.seen.slice(from).filter((it) => it.end !== 'cut' || it.path.startsWith('/api/'));
  }

  heal() {
    this.rules = [];
  }

  calls(path: RegExp): Seen[] {
    return this.seen.filter((it) => path.test(it.path));
  }

  private faultOf(path: string): Fault | null {
    const rule = this.rules.find((it) => it.path.test(path) && it.times > 0);
    if (!rule) return null;
    rule.times -= 1;
    return rule.fault;
  }

  private async pass(asked: IncomingMessage, answer: ServerResponse) {
    const parts: Buffer[] = [];
    for await (const part of asked) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const path = asked.url ?? '/';
    const fault = this.faultOf(path);
    const note = (end: Seen['end']) => this.seen.push({ method: asked.method ?? '', path, size: body.length, end });
    if (fault === 'cut') {
      note(fault);
      asked.socket.destroy();
      return;
    }
    if (fault === 'portal') {
      note(fault);
      answer.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Selamat datang di Wi-Fi Balai Desa</h1>');
      return;
    }
    if (fault === 'error') {
      note(fault);
      answer.writeHead(500, { 'content-type': 'application/json', 'x-api': '1' }).end('{}');
      return;
    }
    const heard = await this.ask(asked, body);
    note(fault ?? heard.status);
    if (fault === 'answer-lost') {
      asked.socket.destroy();
      return;
    }
    const headers = { ...heard.headers };
    delete headers['transfer-encoding'];
    if (fault === 'truncated') {
      headers['content-length'] = String(heard.body.length);
      answer.writeHead(heard.status, headers);
      answer.write(heard.body.subarray(0, Math.floor(heard.body.length / 2)));
      setTimeout(() => asked.socket.destroy(), 50);
      return;
    }
    answer.writeHead(heard.status, headers).end(heard.body);
  }

  private ask(asked: IncomingMessage, body: Buffer) {
    const { hostname, port } = new URL(this.target);
    const { connection: _, ...headers } = asked.headers;
    return new Promise<{ status: number; headers: Record<string, string | string[] | undefined>; body: Buffer }>((done, failed) => {
      const on = { host: hostname === 'localhost' ? '127.0.0.1' : hostname, port, method: asked.method, path: asked.url, headers };
      const call = request({ ...on, agent: false }, (heard) => {
        const parts: Buffer[] = [];
        heard.on('data', (part: Buffer) => parts.push(part));
        heard.on('end', () => done({ status: heard.statusCode ?? 502, headers: heard.headers, body: Buffer.concat(parts) }));
      });
      call.on('error', failed);
      call.end(body);
    }).catch(() => ({ status: 502, headers: {}, body: Buffer.from('') }));
  }
}
