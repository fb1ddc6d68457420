// What sending needs from outside: a store, a way to the office, a clock, chance. Nothing else; so a
// month of fifty phones can be lived through in a test.

import type { ClockPair, Result } from '../data/records';
import type { Sealed } from '../data/seal';

export interface Counts {
  pending: number;
  oldest_made_at: string | null;
  attachments_pending: number;
}

/** A photo on its way, without its bytes. */
export interface Waiting {
  key: string;
  command: string;
  sha256: string;
  size: number;
  offset: number;
  restarts: number;
}

export interface Change {
  kind: string;
  key: string;
  op: 'put' | 'drop';
  payload: unknown;
}

export interface Identity {
  device: string;
  token: string;
  store_epoch: string;
  /** Another device of this phone that brings the commands of this one, with its own token. */
  carrier?: { device: string; store_epoch: string };
}

export interface Outbox {
  identity(): Promise<Identity | null>;
  /** The oldest commands not captured yet, up to `n`; those set aside only when `all`. */
  oldest(n: number, all: boolean): Promise<Sealed[]>;
  counts(): Promise<Counts>;
  sending(ids: string[]): Promise<void>;
  /** Still here: nobody said they have them. */
  backToQueue(ids: string[]): Promise<void>;
  setAside(id: string): Promise<void>;
  /** The office has these bytes, and says what became of them; in one transaction. */
  captured(results: Result[], now: number): Promise<void>;
  /** Ids of what was captured since, for a restored office. */
  capturedSince(time: number): Promise<string[]>;
  /** These must be offered again, with their photos. */
  offerAgain(ids: string[]): Promise<void>;
  nextPhoto(): Promise<Waiting | null>;
  photoPart(key: string, from: number, to: number): Promise<Uint8Array | null>;
  photoAt(key: string, offset: number): Promise<void>;
  photoStored(key: string, now: number): Promise<void>;
  photoRestart(key: string): Promise<void>;
  photoFailed(key: string): Promise<void>;
  cursor(): Promise<string | null>;
  datasetEpoch(): Promise<string | null>;
  setDatasetEpoch(epoch: string): Promise<void>;
  apply(changes: Change[], cursor: string, now: number): Promise<void>;
  heard(clock: ClockPair, device: DeviceState | null): Promise<void>;
}

export interface DeviceState {
  status: 'active' | 'suspended' | 'revoked';
  min_app: string;
  wipe: boolean;
}

export type Why = 'offline' | 'timeout' | 'portal' | 'busy' | 'broken' | 'full';

/** Not an answer of the office, whatever it was. `status` is kept to make batches smaller. */
export class Silence extends Error {
  constructor(
    readonly why: Why,
    readonly status = 0,
  ) {
    super(why);
  }
}

/** The office is busy, or refuses for now. */
export class Later extends Error {
  constructor(readonly retry_after_ms: number | null) {
    super('later');
  }
}

/** The office does not know this phone's token (any more). */
export class SignedOut extends Error {}

export interface Call {
  method: 'GET' | 'POST' | 'HEAD' | 'PATCH';
  path: string;
  token?: string;
  json?: unknown;
  bytes?: Uint8Array;
  headers?: Record<string, string>;
}

/** A whole answer that carries the office's mark. */
export interface Heard {
  status: number;
  json: unknown;
  offset: number | null;
  retry_after_ms: number | null;
}

/** Throws `Silence` for anything else. */
export type Wire = (call: Call) => Promise<Heard>;

/** What the phone tells of itself. */
export interface About {
  app: { version: string; db_schema: number; ref: Record<string, string> };
  storage: { persisted: boolean; free_bytes: number | null };
}

export interface Progress {
  doing: 'commands' | 'photos' | 'changes';
  sent: number;
  of: number;
}

export interface Ports {
  outbox: Outbox;
  wire: Wire;
  now: () => number;
  /** Local time with zone. */
  clientTime: (now: number) => string;
  about: () => Promise<About>;
  say?: (progress: Progress) => void;
}
