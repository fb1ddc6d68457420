// One question to the office: its answer, whether it is on the way, what was wrong. A later question
// makes the answer of an earlier one stale: it is dropped.

import { Refusal } from '../api/client';

export class Asking<T> {
  value = $state.raw<T | undefined>(undefined);
  busy = $state(false);
  wrong = $state.raw<Refusal | null>(null);
  private turn = 0;

  async ask(question: () => Promise<T>): Promise<T | undefined> {
    const mine = ++this.turn;
    this.busy = true;
    this.wrong = null;
    try {
      const value = await question();
      if (mine !== this.turn) return undefined;
      this.value = value;
      return value;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (mine === this.turn) this.wrong = error;
      return undefined;
    } finally {
      if (mine === this.turn) this.busy = false;
    }
  }

  /** Forgets what was asked: an answer on its way is dropped. */
  drop() {
    this.turn++;
    this.busy = false;
    this.value = undefined;
    this.wrong = null;
  }
}

/** A list that comes page by page. */
export class Paging<T> extends Asking<{ items: T[]; next?: string | null }> {
  rows = $state.raw<T[]>([]);
  next = $state<string | null>(null);

  /** The list from its beginning; the rows before stay in sight until the new ones are here. */
  async first(page: Page<T>) {
    const got = await this.ask(() => page());
    if (got) this.show(got.items, got.next);
  }

  async more(page: Page<T>) {
    const after = this.next ?? undefined;
    const got = await this.ask(() => page(after));
    if (got) this.show([...this.rows, ...got.items], got.next);
  }

  private show(rows: T[], next: string | null | undefined) {
    this.rows = rows;
    this.next = next ?? null;
  }
}

type Page<T> = (after?: string) => Promise<{ items: T[]; next?: string | null }>;
