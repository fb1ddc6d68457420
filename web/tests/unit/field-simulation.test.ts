// Fifty phones for thirty days, with the real sending code: cut lines, lost and late answers, resends,
// crashes, clocks set wrong, wiped phones, an app update, sealed files, a restored office. Whatever the
// seed, three things hold. LINDUNG_SEEDS says how many seeds, LINDUNG_SEED names one.

import { expect, it } from 'vitest';
import type { Sealed } from '../../src/field/data/seal';
import { OfficeModel, type Body } from './field-office-model';
import { PhoneModel } from './field-phone-model';

const phonesN = 50;
const days = 30;
const day = 24 * 3600_000;

function chanceOf(seed: number): () => number {
  let state = (seed * 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// Not `expect`: this is asked millions of times.
function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}

class Month {
  readonly chance: () => number;
  readonly office = new OfficeModel();
  readonly astray: (() => void)[] = [];
  readonly phones: PhoneModel[] = [];
  /** Every command that reached an office, and its receipt's amount. */
  readonly reached = new Map<string, number>();
  /** Reached an office that was then restored, from a phone that was then emptied: nobody has it. */
  readonly gone = new Set<string>();
  restores = 0;
  version = 1;
  private made = 0;

  constructor(readonly seed: number) {
    this.chance = chanceOf(seed);
    this.office.now = Date.UTC(2026, 10, 1);
    for (let n = 0; n < phonesN; n += 1) {
      const phone = new PhoneModel(`d${n}`, this.office, this.chance, this.astray);
      this.phones.push(phone);
      this.watch(phone);
    }
  }

  /** Invariant (b), at the moment it could break: a phone believes only what the office has. */
  private watch(phone: PhoneModel) {
    phone.outbox.onCaptured = (ids) => {
      for (const id of ids) {
        if (!this.office.state.captures.has(id)) throw new Error(`seed ${this.seed}: ${id} shown as received, and is not`);
      }
    };
  }

  private pick(n: number) {
    return Math.floor(this.chance() * n);
  }

  private command(phone: PhoneModel, kind: string, body: Body, depends_on: string[] = []): Sealed {
    this.made += 1;
    phone.seq += 1;
    const id = `c${this.made}`;
    const sealed = JSON.stringify(body);
    return { id, seq: phone.seq, kind, v: this.version, actor: phone.name, depends_on, supersedes: null, sha256: id, sealed, sig: `${id}:${sealed}` };
  }

  /** One person enrolled: sometimes known already, mistyped, without photo; sometimes cash is taken. */
  private enrol(phone: PhoneModel) {
    const person = this.chance() < 0.1 ? this.pick(this.made + 1) : this.made;
    const nik = this.chance() < 0.03 ? '' : `n${person}`;
    const enrolment = this.command(phone, 'worker.enrol', { nik, name: this.chance() < 0.05 ? 'X' : `p${person}` });
    phone.add(enrolment, this.chance() < 0.3 ? 60_000 : 0);
    if (this.chance() < 0.25) {
      const receipt = { serial: `${phone.name}-${this.made}`, amount: 8_400 * (1 + this.pick(3)) };
      phone.add(this.command(phone, 'cash.receive', receipt, [enrolment.id]), 0);
    }
  }

  private reach() {
    for (const [id, { command }] of this.office.state.captures) {
      if (!this.reached.has(id)) this.reached.set(id, command.kind === 'cash.receive' ? ((JSON.parse(command.sealed) as Body).amount ?? 0) : 0);
    }
  }

  private wipe(phone: PhoneModel) {
    this.reach();
    const { captures } = this.office.state;
    // Lost at the office by a restore, and here before it could be offered again.
    for (const id of phone.outbox.kept.keys()) if (this.reached.has(id) && !captures.has(id)) this.gone.add(id);
    phone.wipe();
    this.watch(phone);
  }

  private exportFile(phone: PhoneModel) {
    const commands = [...phone.outbox.kept.values()].map((it) => it.command);
    // A file is carried to an office, which may read it twice.
    for (let times = 1 + this.pick(2); times > 0; times -= 1) {
      if (commands.length > 0) this.office.push(phone.name, commands);
    }
  }

  private restore(backup: ReturnType<OfficeModel['backup']>) {
    this.reach();
    this.office.restore(backup);
    this.restores += 1;
    const kept = new Set(this.phones.flatMap((phone) => [...phone.outbox.kept.keys()]));
    for (const id of this.reached.keys()) if (!this.office.state.captures.has(id) && !kept.has(id)) this.gone.add(id);
  }

  async live() {
    const restoreOn = this.seed % 4 === 0 ? 5 + this.pick(20) : -1;
    const updateOn = 5 + this.pick(20);
    let backup = this.office.backup();
    for (let at = 0; at < days; at += 1) {
      this.office.bytesMax = this.chance() < 0.1 ? 3_000 : 1024 * 1024;
      if (at === updateOn) this.update();
      for (const phone of this.phones) await this.dayOf(phone);
      while (this.astray.length > 0 && this.chance() < 0.8) this.astray.splice(this.pick(this.astray.length), 1)[0]?.();
      if (at === restoreOn) this.restore(backup);
      else if (restoreOn > at) backup = this.office.backup();
      this.office.now += day;
      this.office.everyDay();
    }
    await this.settle();
  }

  private async dayOf(phone: PhoneModel) {
    const n = this.pick(3);
    for (let person = 0; person < n; person += 1) this.enrol(phone);
    if (this.chance() < 0.02) phone.clockOffset = (this.chance() - 0.7) * 3650 * day;
    if (this.chance() < 0.004) this.wipe(phone);
    if (this.chance() < 0.01) this.exportFile(phone);
    if (this.chance() < 0.6) await phone.turn(this.chance() < 0.2);
    this.office.now += 60_000;
  }

  /** A new version of the app: nothing in the store changes, what was in memory is gone. */
  private update() {
    this.version = 2;
    for (const phone of this.phones) phone.pace = new PhoneModel('', this.office, this.chance, []).pace;
  }

  /** Signal everywhere, until everything that is still somewhere has arrived. */
  private async settle() {
    this.office.bytesMax = 1024 * 1024;
    for (const late of this.astray.splice(0)) late();
    this.office.now += 6 * day;
    this.office.everyDay();
    for (const phone of this.phones) {
      phone.calm = true;
      const end = await phone.turn(true);
      must(end !== 'crashed' && end.end === 'done', 'a turn with signal did not finish');
    }
    this.office.now += 6 * day;
    this.office.everyDay();
    for (const phone of this.phones) await phone.turn(true);
    this.reach();
  }

  check() {
    const { captures, moneyIn, suspense, clashes } = this.office.state;
    // (a) what reached an office is there, once; and what a phone finalised and still has has arrived.
    for (const id of this.reached.keys()) if (!this.gone.has(id)) must(captures.has(id), `${id} was lost`);
    must(clashes === 0, 'an id came with other bytes');
    for (const phone of this.phones) {
      for (const [id, { state }] of phone.outbox.kept) {
        must(state === 'captured', `${id} is ${state} after days of signal`);
        // (b) what the phone shows is what the office decided, to the last word.
        must(phone.outbox.results.get(id)?.outcome === captures.get(id)?.decided.outcome, `${id} is shown otherwise`);
      }
      for (const photo of phone.outbox.photos.values()) must(photo.state === 'stored', `${photo.key} is ${photo.state}`);
    }
    // (c) every rupiah of every receipt that arrived is in the books or in suspense, once.
    const sum = (amounts: Iterable<number>) => [...amounts].reduce((total, amount) => total + amount, 0);
    let receipts = 0;
    for (const [id, amount] of this.reached) if (captures.has(id)) receipts += amount;
    must(sum(moneyIn.values()) + sum(suspense.values()) === receipts, 'money and receipts differ');
    for (const serial of moneyIn.keys()) must(!suspense.has(serial), `${serial} counts twice`);
  }
}

const one = process.env.LINDUNG_SEED;
const seeds = one ? [Number(one)] : Array.from({ length: Number(process.env.LINDUNG_SEEDS ?? 200) }, (_, at) => at + 1);

it(`holds for ${seeds.length} months of ${phonesN} phones`, { timeout: 300_000 }, async () => {
  let commands = 0;
  let restores = 0;
  for (const seed of seeds) {
    const month = new Month(seed);
    try {
      await month.live();
      month.check();
    } catch (error) {
      throw new Error(`LINDUNG_SEED=${seed}: ${(error as Error).message}`, { cause: error });
    }
    commands += month.reached.size;
    restores += month.restores;
  }
  console.log(`${seeds.length} seeds, ${commands} commands arrived, ${restores} restores`);
  expect(commands).toBeGreaterThan(1000 * seeds.length);
});
