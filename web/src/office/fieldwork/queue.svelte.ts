// The review queue as one officer walks through it: the rows of the last question, and where one is.

import { answer, type Schemas } from '../../api/client';
import { Paging } from '../../ui/asking.svelte';
import { api } from '../session.svelte';

export type Queued = Schemas['QueuedView'];
export const outcomes = ['needs_review', 'held', 'rejected', 'accepted', 'already', 'all'] as const;
export type Outcome = (typeof outcomes)[number];

interface Asked {
  outcome: Outcome;
  device: string;
}
/** What was decided just now, told on the page one comes to after it. */
export interface Decided {
  row: Queued;
  outcome: string;
  person: string | null;
}

const paging = new Paging<Queued>();
let asked = $state.raw<Asked>({ outcome: 'needs_review', device: '' });
let last = $state.raw<Decided | null>(null);

const page = async (after?: string) => {
  const outcome = asked.outcome === 'all' ? undefined : asked.outcome;
  const query = { outcome, device: asked.device || undefined, after, limit: 100 };
  return (await answer(api.GET('/api/v1/captures', { params: { query } }))) as { items: Queued[]; next?: string | null };
};
const at = (id: string) => paging.rows.findIndex((row) => row.id === id);

export const queue = {
  paging,
  get asked() {
    return asked;
  },
  get last() {
    return last;
  },
  ask(question: Asked) {
    asked = question;
    return paging.first(page);
  },
  more: () => paging.more(page),
  forget: () => (last = null),
  /** The place of one in the rows, from 1; 0 when it is not among them. */
  place: (id: string) => at(id) + 1,
  /** The neighbour of one; more rows are fetched at the end. */
  async beside(id: string, step: 1 | -1): Promise<string | null> {
    if (step === 1 && at(id) === paging.rows.length - 1 && paging.next) await paging.more(page);
    const found = at(id);
    return found < 0 ? null : (paging.rows[found + step]?.id ?? null);
  },
  /** One was decided: it leaves the rows. Answers who comes next. */
  async leave(id: string, decided: Decided | null): Promise<string | null> {
    const next = (await queue.beside(id, 1)) ?? (await queue.beside(id, -1));
    if (asked.outcome !== 'all') paging.rows = paging.rows.filter((row) => row.id !== id);
    last = decided;
    return next;
  },
};
