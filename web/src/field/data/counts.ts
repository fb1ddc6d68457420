// Who came and what they knew, as this phone counts it. Every tap is on the disk before it is shown; the
// office is told the last number (`tell.ts`). Numbers of people, and nothing about anybody.

import type { Store } from './store';

export const phases = ['before', 'after'] as const;
export type Phase = (typeof phases)[number];

/** One question in one phase. What was marked as not recorded keeps its numbers, and does not tell them. */
export interface Asked {
  yes: number;
  no: number;
  isRecorded: boolean;
  /** What the office was told last: `[yes, no]`. */
  told: [number, number] | null;
}

export interface Counts {
  /** Counted without being scanned; `null`: nobody counted. */
  n: number | null;
  told: number | null;
  /** By `phase/question`. */
  poll: Record<string, Asked>;
}

export interface Answered {
  phase: Phase;
  question: string;
  yes: number;
  no: number;
}

export const prefix = 'count/';
const nothing: Counts = { n: null, told: null, poll: {} };
export const notAsked: Asked = { yes: 0, no: 0, isRecorded: false, told: null };
export const most = 999_999;
const within = (n: number) => Math.min(most, Math.max(0, Math.trunc(n) || 0));

export const keyOf = (phase: Phase, question: string) => `${phase}/${question}`;

export async function countsOf(store: Store, event: string): Promise<Counts> {
  return ((await store.meta.get(prefix + event))?.value as Counts | undefined) ?? nothing;
}

/** Reads, changes and writes in one breath: two tabs add up, and a dead battery loses nothing. */
export const change = (store: Store, event: string, how: (was: Counts) => Counts): Promise<unknown> =>
  store.transaction('rw', store.meta, async () => {
    await store.meta.put({ key: prefix + event, value: how(await countsOf(store, event)) });
  });

export const added = (was: Counts, by: number): Counts => ({ ...was, n: within((was.n ?? 0) + by) });
export const set = (was: Counts, n: number): Counts => ({ ...was, n: within(n) });

export function answered(was: Counts, key: string, how: (asked: Asked) => Partial<Asked>): Counts {
  const asked = was.poll[key] ?? notAsked;
  const next = { ...asked, isRecorded: true, ...how(asked) };
  return { ...was, poll: { ...was.poll, [key]: { ...next, yes: within(next.yes), no: within(next.no) } } };
}

/** What the office has to be told: the number that changed. */
export const untoldTally = ({ n, told }: Counts): number | null => (n !== null && n !== told ? n : null);

/** The answers that changed; those told and then marked as not recorded become nobody's answers. */
export function untoldAnswers({ poll }: Counts): Answered[] {
  return Object.entries(poll).flatMap(([key, { yes, no, isRecorded, told }]) => {
    const now = isRecorded ? { yes, no } : { yes: 0, no: 0 };
    const [toldYes, toldNo] = told ?? [0, 0];
    if (now.yes === toldYes && now.no === toldNo) return [];
    const [phase, question] = key.split('/') as [Phase, string];
    return [{ phase, question, ...now }];
  });
}

/** The same counts, once the office's command holds them. */
export function toldOf(was: Counts, tally: number | null, answers: Answered[]): Counts {
  const poll = { ...was.poll };
  for (const { phase, question, yes, no } of answers) {
    const key = keyOf(phase, question);
    poll[key] = { ...(poll[key] ?? notAsked), told: [yes, no] };
  }
  return { ...was, told: tally ?? was.told, poll };
}

export interface Presence {
  /** Scanned with this phone; who was scanned on another before is that one's. */
  scanned: number;
  elsewhere: number;
  n: number | null;
}

/** Who is here, as far as this phone knows. */
export async function presenceAt(store: Store, event: string): Promise<Presence> {
  const rows = await store.outbox.where('event').equals(event).and((it) => it.kind === 'event.checkin').toArray();
  const results = await store.results.bulkGet(rows.map((it) => it.id));
  const outcomes = rows.map((_, at) => results[at]?.outcome);
  const elsewhere = outcomes.filter((it) => it === 'already').length;
  const refused = outcomes.filter((it) => it === 'rejected').length;
  return { scanned: rows.length - elsewhere - refused, elsewhere, n: (await countsOf(store, event)).n };
}

/** Nobody counted is not nobody came. */
export const total = ({ scanned, n }: Presence): number | null => (scanned === 0 && n === null ? null : scanned + (n ?? 0));
