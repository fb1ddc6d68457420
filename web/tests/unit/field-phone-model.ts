// A phone for the simulation: the real sending, on a store in memory, over a line that does what lines
// in villages do.

import type { ClockPair, Result } from '../../src/field/data/records';
import type { Sealed } from '../../src/field/data/seal';
import { Silence, type Call, type Change, type Heard, type Outbox, type Ports, type Waiting } from '../../src/field/sync/ports';
import { newPace, turn, type End } from '../../src/field/sync/turn';
import type { OfficeModel } from './field-office-model';

export class Crash extends Error {}

export interface Kept {
  command: Sealed;
  state: 'queued' | 'sending' | 'captured' | 'aside';
  captured_at: number;
}

interface Photo extends Waiting {
  state: 'waiting' | 'stored' | 'failed';
}

export class MemoryOutbox implements Outbox {
  kept = new Map<string, Kept>();
  photos = new Map<string, Photo>();
  results = new Map<string, Result>();
  at: string | null = null;
  epoch: string | null = null;
  clock: ClockPair | null = null;
  /** Called with what the office said it has. */
  onCaptured: (ids: string[]) => void = () => {};

  constructor(readonly me: { device: string; token: string; store_epoch: string }) {}

  identity = async () => this.me;
  async oldest(n: number, all: boolean) {
    const found: Sealed[] = [];
    for (const { command, state } of this.kept.values()) {
      if (state === 'captured' || (state === 'aside' && !all)) continue;
      if (found.push(command) === n) break;
    }
    return found;
  }
  async counts() {
    let pending = 0;
    let attachments_pending = 0;
    for (const { state } of this.kept.values()) if (state !== 'captured') pending += 1;
    for (const { state } of this.photos.values()) if (state === 'waiting') attachments_pending += 1;
    return { pending, oldest_made_at: null, attachments_pending };
  }
  private move(ids: string[], state: Kept['state']) {
    for (const id of ids) {
      const kept = this.kept.get(id);
      if (kept && kept.state !== 'captured') kept.state = state;
    }
  }
  sending = async (ids: string[]) => this.move(ids, 'sending');
  backToQueue = async (ids: string[]) => this.move(ids, 'queued');
  setAside = async (id: string) => this.move([id], 'aside');
  async captured(results: Result[], now: number) {
    this.onCaptured(results.map((it) => it.id));
    for (const result of results) {
      const kept = this.kept.get(result.id);
      if (!kept) continue;
      kept.state = 'captured';
      kept.captured_at = now;
      this.results.set(result.id, result);
    }
  }
  async capturedSince(time: number) {
    return [...this.kept].filter(([, it]) => it.state === 'captured' && it.captured_at >= time).map(([id]) => id);
  }
  async offerAgain(ids: string[]) {
    for (const id of ids) {
      const kept = this.kept.get(id);
      if (kept) kept.state = 'queued';
      this.results.delete(id);
      for (const photo of this.photos.values()) if (photo.command === id) Object.assign(photo, { state: 'waiting', offset: 0 });
    }
  }
  async nextPhoto() {
    for (const photo of this.photos.values()) {
      if (photo.state === 'waiting' && this.kept.get(photo.command)?.state === 'captured') return photo;
    }
    return null;
  }
  photoPart = async (key: string, from: number, to: number) => (this.photos.has(key) ? new Uint8Array(to - from) : null);
  photoAt = async (key: string, offset: number) => void (this.photos.get(key)!.offset = offset);
  photoStored = async (key: string) => void (this.photos.get(key)!.state = 'stored');
  photoRestart = async (key: string) => void (this.photos.get(key)!.restarts += 1);
  photoFailed = async (key: string) => void (this.photos.get(key)!.state = 'failed');
  cursor = async () => this.at;
  datasetEpoch = async () => this.epoch;
  setDatasetEpoch = async (epoch: string) => void (this.epoch = epoch);
  async apply(changes: Change[], cursor: string) {
    for (const { kind, key, payload } of changes) {
      if (kind === 'outcome' && this.kept.has(key)) this.results.set(key, { ...(payload as Result), id: key });
    }
    this.at = cursor;
  }
  heard = async (clock: ClockPair) => void (this.clock = clock);
}

/** What can happen to a call, by its chance in a hundred. */
const faults: [number, 'lost' | 'answer-lost' | 'sent-thrice' | 'late' | 'cut' | 'portal' | '500' | 'timeout' | 'crash'][] = [
  [6, 'lost'], [5, 'answer-lost'], [3, 'sent-thrice'], [3, 'late'], [3, 'cut'], [3, 'portal'], [3, '500'], [2, 'timeout'], [1, 'crash'],
];

export class PhoneModel {
  outbox: MemoryOutbox;
  pace = newPace();
  seq = 0;
  clockOffset = 0;
  /** No fault happens any more. */
  calm = false;

  constructor(
    readonly name: string,
    readonly office: OfficeModel,
    readonly chance: () => number,
    /** Requests that the network delivers again, later, to whoever. */
    readonly astray: (() => void)[],
  ) {
    this.outbox = new MemoryOutbox({ device: name, token: name, store_epoch: 's1' });
  }

  now = () => this.office.now + this.clockOffset;

  private answer(call: Call): Heard {
    const { office, name } = this;
    if (call.path.endsWith('/push')) return office.push(name, (call.json as { commands: Sealed[] }).commands);
    if (call.path.endsWith('/have')) return office.have((call.json as { ids: string[] }).ids);
    if (call.method === 'GET') return office.pull(name, decodeURIComponent(call.path.split('cursor=')[1] ?? ''));
    const sha256 = call.path.slice(call.path.lastIndexOf('/') + 1);
    if (call.method === 'HEAD') return office.photoOffset(sha256);
    const { 'upload-offset': offset, 'upload-length': size } = call.headers ?? {};
    return office.photoPart(sha256, Number(offset), Number(size), call.bytes?.length ?? 0);
  }

  private fault() {
    if (this.calm) return null;
    let at = this.chance() * 100;
    for (const [chance, fault] of faults) {
      at -= chance;
      if (at < 0) return fault;
    }
    return null;
  }

  wire = async (call: Call): Promise<Heard> => {
    const fault = this.fault();
    switch (fault) {
      case 'lost':
        throw new Silence('offline');
      case 'portal':
        throw new Silence('portal', 200);
      case '500':
        return { status: 500, json: null, offset: null, retry_after_ms: null };
      case 'answer-lost':
        this.answer(call);
        throw new Silence('offline');
      case 'cut':
        this.answer(call);
        throw new Silence('broken', 200);
      case 'timeout':
        this.answer(call);
        throw new Silence('timeout');
      case 'crash':
        this.answer(call);
        throw new Crash();
      case 'sent-thrice':
        this.answer(call);
        this.answer(call);
        return this.answer(call);
      case 'late':
        this.astray.push(() => this.answer(call));
        throw new Silence('offline');
      default:
        return this.answer(call);
    }
  };

  /** A turn; a crash in it is a phone that died and was switched on again. */
  async turn(all = false): Promise<End | 'crashed'> {
    const ports: Ports = {
      outbox: this.outbox,
      wire: this.wire,
      now: this.now,
      clientTime: String,
      about: async () => about,
    };
    try {
      return await turn(ports, this.pace, all);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.pace = newPace();
      return 'crashed';
    }
  }

  add(command: Sealed, photoBytes: number) {
    this.outbox.kept.set(command.id, { command, state: 'queued', captured_at: 0 });
    if (photoBytes === 0) return;
    const key = `${command.id}/ktp`;
    this.outbox.photos.set(key, { key, command: command.id, sha256: `p${command.id}`, size: photoBytes, offset: 0, restarts: 0, state: 'waiting' });
  }

  wipe() {
    this.seq = 0;
    this.outbox = new MemoryOutbox({ ...this.outbox.me, store_epoch: `${this.outbox.me.store_epoch}x` });
  }
}

const about = { app: { version: '1', db_schema: 1, ref: {} }, storage: { persisted: true, free_bytes: null } };
