// A small office after docs/sync.md, for the simulation: capture first, judge second, in memory. What
// is "sealed" here is the body's text; sealing itself is proved elsewhere.

import type { Change, Heard } from '../../src/field/sync/ports';
import type { Sealed } from '../../src/field/data/seal';

export interface Body {
  nik?: string;
  name?: string;
  enrolment?: string;
  serial?: string;
  amount?: number;
}

interface Decision {
  outcome: 'accepted' | 'already' | 'needs_review' | 'rejected' | 'held';
  code: string;
}

interface Captured {
  command: Sealed;
  device: string;
  received: number;
  decided: Decision;
}

interface State {
  captures: Map<string, Captured>;
  clashes: number;
  /** NIK to the name of the record it made. */
  people: Map<string, string>;
  /** Serial to amount: what came into the books, and what is parked for a person to look at. */
  moneyIn: Map<string, number>;
  suspense: Map<string, number>;
  waiting: Map<string, string[]>;
  photos: Map<string, { size: number; received: number }>;
  log: { device: string; change: Change }[];
}

const empty = (): State => ({
  captures: new Map(), clashes: 0, people: new Map(), moneyIn: new Map(), suspense: new Map(),
  waiting: new Map(), photos: new Map(), log: [],
});

const day = 24 * 3600_000;
const heard = (status: number, json: unknown = null, offset: number | null = null): Heard => ({ status, json, offset, retry_after_ms: null });

export class OfficeModel {
  state = empty();
  epoch = 'e1';
  now = 0;
  /** Largest request it takes; smaller on a bad day. */
  bytesMax = 1024 * 1024;

  push(device: string, commands: Sealed[]): Heard {
    const bytes = commands.reduce((sum, it) => sum + it.sealed.length + 600, 0);
    if (bytes > this.bytesMax) return heard(413);
    const results = commands.map((command) => {
      const known = this.state.captures.get(command.id);
      if (known && known.command.sig !== command.sig) this.state.clashes += 1;
      if (!known) this.capture(device, command);
      const { outcome, code } = this.state.captures.get(command.id)!.decided;
      return { id: command.id, captured: true, replayed: !!known, outcome, code, fields: [], args: {}, entities: {}, case: null };
    });
    const told = { status: 'active', min_app: '0', wipe: false };
    return heard(200, { server_now: new Date(this.now).toISOString(), dataset_epoch: this.epoch, device: told, results });
  }

  have(ids: string[]): Heard {
    const missing = ids.filter((id) => !this.state.captures.has(id));
    return heard(200, { dataset_epoch: this.epoch, missing });
  }

  pull(device: string, cursor: string): Heard {
    const [epoch, pos] = cursor.split('.');
    let at = epoch === this.epoch ? Number(pos) : 0;
    const items: Change[] = [];
    for (; at < this.state.log.length && items.length < 100; at += 1) {
      const entry = this.state.log[at]!;
      if (entry.device === device) items.push(entry.change);
    }
    return heard(200, { items, cursor: `${this.epoch}.${at}`, has_more: at < this.state.log.length });
  }

  photoOffset(sha256: string): Heard {
    const photo = this.state.photos.get(sha256);
    return photo ? heard(200, null, photo.received) : heard(404);
  }

  photoPart(sha256: string, offset: number, size: number, length: number): Heard {
    const photo = this.state.photos.get(sha256) ?? { size, received: 0 };
    if (offset !== photo.received) return heard(409, null, photo.received);
    photo.received += length;
    this.state.photos.set(sha256, photo);
    return heard(204, null, photo.received);
  }

  private capture(device: string, command: Sealed) {
    const fresh: Captured = { command, device, received: this.now, decided: { outcome: 'held', code: 'waits_for' } };
    this.state.captures.set(command.id, fresh);
    this.judge(fresh);
    for (const id of this.state.waiting.get(command.id) ?? []) this.judge(this.state.captures.get(id)!);
    this.state.waiting.delete(command.id);
  }

  private judge(capture: Captured) {
    const { command } = capture;
    const body = JSON.parse(command.sealed) as Body;
    const missing = command.depends_on.filter((id) => !this.state.captures.has(id));
    if (missing.length > 0 && this.now - capture.received < 5 * day) {
      for (const id of missing) this.state.waiting.set(id, [...(this.state.waiting.get(id) ?? []), command.id]);
      return this.decide(capture, { outcome: 'held', code: 'waits_for' });
    }
    return this.decide(capture, command.kind === 'worker.enrol' ? this.enrol(body) : this.receive(command, body, missing.length > 0));
  }

  private enrol({ nik = '', name = '' }: Body): Decision {
    if (nik === '') return { outcome: 'rejected', code: 'invalid_field' };
    const known = this.state.people.get(nik);
    if (known === undefined) {
      this.state.people.set(nik, name);
      return { outcome: 'accepted', code: 'enrolled' };
    }
    return known === name ? { outcome: 'already', code: 'same_person' } : { outcome: 'needs_review', code: 'nik_name_mismatch' };
  }

  private receive(command: Sealed, { serial = '', amount = 0 }: Body, isLate: boolean): Decision {
    const enrolment = this.state.captures.get(command.depends_on[0] ?? '');
    const isGood = enrolment && ['accepted', 'already'].includes(enrolment.decided.outcome);
    if (isGood) {
      this.state.moneyIn.set(serial, (this.state.moneyIn.get(serial) ?? 0) + amount);
      return { outcome: 'accepted', code: 'cash_received' };
    }
    this.state.suspense.set(serial, (this.state.suspense.get(serial) ?? 0) + amount);
    return { outcome: 'needs_review', code: isLate ? 'waited_too_long' : 'unknown_code' };
  }

  private decide(capture: Captured, decided: Decision) {
    capture.decided = decided;
    // Every decision is told, the first too: a restored office may have decided anew.
    const payload = { ...decided, fields: [], args: {}, entities: {}, case: null };
    this.state.log.push({ device: capture.device, change: { kind: 'outcome', key: capture.command.id, op: 'put', payload } });
  }

  /** What waited too long goes to a person. */
  everyDay() {
    for (const capture of this.state.captures.values()) {
      if (capture.decided.outcome === 'held' && this.now - capture.received >= 5 * day) this.judge(capture);
    }
  }

  backup(): State {
    const { captures, people, moneyIn, suspense, waiting, photos, log, clashes } = this.state;
    const copied = new Map([...captures].map(([id, it]) => [id, { ...it }]));
    const parts = new Map([...photos].map(([id, it]) => [id, { ...it }]));
    return {
      captures: copied, people: new Map(people), moneyIn: new Map(moneyIn), suspense: new Map(suspense),
      waiting: new Map(waiting), photos: parts, log: [...log], clashes,
    };
  }

  restore(backup: State) {
    this.state = backup;
    this.epoch = `${this.epoch}x`;
  }
}
