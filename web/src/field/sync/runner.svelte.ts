// When to send: after each save, at the start, when the line or the page comes back, every five
// minutes, and whenever somebody taps. One sender a phone, however many tabs.

import { localTime } from '../data/clock';
import { outboxOf } from '../data/outbox';
import { isFull, type Store } from '../data/store';
import { waitMs } from './pace';
import type { About, Ports, Progress, Why, Wire } from './ports';
import { newPace, turn, type End, type Pace } from './turn';

const every = 5 * 60_000;

export type Line = { is: 'quiet' } | { is: 'sending'; progress: Progress | null } | { is: 'silent'; why: Why | 'signed-out'; next: number };

/** The phone's own trouble in a turn: what was not written down as sent will be sent again. */
function unfinished(error: unknown): End {
  const why = isFull(error) ? 'full' : 'broken';
  if (why === 'broken') reportError(error);
  return { end: 'silence', why, retry_after_ms: null };
}

export class Runner {
  line = $state<Line>({ is: 'quiet' });
  private stores: Store[] = [];
  private readonly paces = new Map<string, Pace>();
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private busy = false;
  /** Asked for while a turn was under way: a tap is never lost. */
  private again: 'no' | 'soon' | 'tap' = 'no';

  constructor(
    private readonly wire: Wire,
    private readonly about: (store: Store) => Promise<About>,
    /** Told after every turn; `wipe` when the office says this phone is to forget everything. */
    private readonly after: (store: Store, end: End) => Promise<void>,
  ) {}

  /** Sends for these from now on: every holder of this phone, locked or not. */
  watch(stores: Store[]) {
    this.stores = stores;
  }

  start() {
    addEventListener('online', () => this.soon());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.soon();
    });
    this.soon();
  }

  /** As soon as may be; what waits out a failure still waits, unless somebody tapped. */
  soon = () => {
    if (this.line.is === 'silent' && Date.now() < this.line.next && this.failures > 1) return;
    void this.run(false);
  };

  tap = () => this.run(true);

  private async run(tapped: boolean) {
    if (this.busy) {
      this.again = tapped || this.again === 'tap' ? 'tap' : 'soon';
      return;
    }
    this.busy = true;
    const done = await navigator.locks.request('lindung-send', { ifAvailable: true }, async (lock) => {
      if (lock) await this.turnAll(tapped);
      return lock !== null;
    }).finally(() => (this.busy = false));
    // Another tab is at it; look again soon, so that this one says the same.
    if (!done) this.plan(3_000);
    const { again } = this;
    this.again = 'no';
    if (again === 'tap') void this.run(true);
    else if (again === 'soon') this.soon();
  }

  private async turnAll(tapped: boolean) {
    this.line = { is: 'sending', progress: null };
    let worst: Exclude<End, { end: 'not-registered' }> = { end: 'done', wipe: false };
    for (const store of this.stores) {
      const end = await this.turnOf(store, tapped).catch(unfinished);
      await this.after(store, end).catch(unfinished);
      if (end.end === 'silence' || end.end === 'signed-out') worst = end;
    }
    if (worst.end === 'done') {
      this.failures = 0;
      this.line = { is: 'quiet' };
      this.plan(every);
      return;
    }
    this.failures += 1;
    const asked = worst.end === 'silence' ? worst.retry_after_ms : null;
    const wait = waitMs(this.failures, Math.random(), asked);
    this.line = { is: 'silent', why: worst.end === 'silence' ? worst.why : 'signed-out', next: Date.now() + wait };
    this.plan(wait);
  }

  private async turnOf(store: Store, tapped: boolean): Promise<End> {
    const ports: Ports = {
      outbox: outboxOf(store),
      wire: this.wire,
      now: () => Date.now(),
      clientTime: localTime,
      about: () => this.about(store),
      say: (progress) => (this.line = { is: 'sending', progress }),
    };
    const pace = this.paces.get(store.device) ?? newPace();
    this.paces.set(store.device, pace);
    const end = await turn(ports, pace, tapped);
    if (end.end !== 'signed-out') return end;
    // The office does not know this device any more. Another holder's phone may carry: sealed as it is.
    for (const other of this.stores.filter((it) => it !== store)) {
      const carrier = await outboxOf(other).identity();
      if (!carrier) continue;
      const carried = await turn(ports, pace, tapped, carrier);
      if (carried.end === 'done') return carried;
    }
    return end;
  }

  private plan(ms: number) {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(false), ms);
  }
}
