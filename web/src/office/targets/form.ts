// What is typed into a target, what is sent of it, and what is asked to reckon with.

import type { Schemas } from '../../api/client';
import { session } from '../session.svelte';
import { monthsOn, today } from '../today';
import { ofMillion, page, progressOf, type Base, type Goal } from './target';

type Body = Schemas['TargetBody'];
type Segment = NonNullable<Body['segment']>;
type Payer = NonNullable<Body['payer']>;

export interface Draft {
  areas: string[];
  group: string;
  segment: string;
  payer: string;
  agent: string;
  counts: string;
  by: 'percent' | 'heads';
  percent: string;
  of: string;
  heads: number | null;
  qualifier: string;
  year: string;
  ownDays: boolean;
  from_on: string;
  until_on: string;
  owner: string;
  document: string;
  /** How many there are now, as somebody said it. */
  now: { hedge: string; by: 'percent' | 'heads'; percent: string; heads: number | null; as_of: string; source: string };
  /** The first month that is left; empty follows the calendar. */
  first: string;
}

export function blank(): Draft {
  return {
    areas: session.areas.length === 1 ? [session.areas[0]!] : [],
    group: '', segment: '', payer: '', agent: '', counts: 'active',
    by: 'percent', percent: '', of: '', heads: null, qualifier: '=',
    year: today().slice(0, 4), ownDays: false, from_on: '', until_on: '', owner: '', document: '',
    now: { hedge: '=', by: 'percent', percent: '', heads: null, as_of: '', source: '' }, first: '',
  };
}

/** A target that is to be corrected. */
export function of(goal: Goal): Draft {
  const year = goal.from_on?.slice(0, 4) ?? '';
  const isYear = goal.from_on === `${year}-01-01` && goal.until_on === `${year}-12-31`;
  const percent = goal.percent_ppm == null ? '' : ofMillion(goal.percent_ppm).replace('.', ',');
  return {
    ...blank(),
    areas: goal.area.split('+').filter(Boolean), group: goal.group, segment: goal.segment, payer: goal.payer,
    agent: goal.agent ?? '', counts: goal.counts, by: goal.heads == null ? 'percent' : 'heads', percent,
    of: goal.of ?? '', heads: goal.heads ?? null, qualifier: goal.qualifier,
    year: isYear ? year : '', ownDays: !isYear && Boolean(goal.from_on ?? goal.until_on), from_on: goal.from_on ?? '',
    until_on: goal.until_on ?? '', owner: goal.owner, document: goal.document || goal.source,
  };
}

const filled = (text: string) => text.trim() || null;
const isYear = (text: string) => /^\d{4}$/.test(text);
/** First and last day, as far as they are known. */
export const span = (d: Draft): [string, string] =>
  d.ownDays ? [d.from_on, d.until_on] : isYear(d.year) ? [`${d.year}-01-01`, `${d.year}-12-31`] : ['', ''];

/** The months that are left: from the one of tomorrow on, or from the first of the target. */
export function monthsLeft(d: Draft): string[] {
  const [from, until] = span(d);
  if (!from || !until || until < from) return [];
  const tomorrow = new Date(`${today()}T12:00:00`);
  tomorrow.setDate(tomorrow.getDate() + 1);
  const next = `${tomorrow.getFullYear()}-${String(tomorrow.getMonth() + 1).padStart(2, '0')}`;
  const first = d.first || (next > from.slice(0, 7) ? next : from.slice(0, 7));
  return [first, until.slice(0, 7)];
}

/** Every month of the target, for a choice of the first one left. */
export function months(d: Draft): string[] {
  const [from, until] = span(d);
  const all: string[] = [];
  for (let at = from.slice(0, 7); at && at <= until.slice(0, 7) && all.length < 60; at = monthsOn(at, 1)) all.push(at);
  return all;
}

export function body(d: Draft, area: string): Body {
  const [from_on, until_on] = d.ownDays ? [filled(d.from_on), filled(d.until_on)] : [null, null];
  const isShare = d.by === 'percent';
  return {
    area, from_on, until_on,
    year: d.ownDays || !isYear(d.year) ? null : Number(d.year),
    group: filled(d.group), segment: (filled(d.segment) as Segment | null), payer: (filled(d.payer) as Payer | null),
    agent: filled(d.agent), counts: d.counts, qualifier: d.qualifier,
    percent: isShare ? filled(d.percent) : null, of: isShare && d.percent.trim() ? filled(d.of) : null,
    heads: isShare ? null : d.heads,
    owner: d.owner.trim(), document: d.document.trim(),
  };
}

export const hasNow = (d: Draft) => (d.now.by === 'percent' ? d.now.percent.trim() !== '' : d.now.heads !== null);

/** What there is now, as it is kept beside the target; nothing when nobody is named who said so. */
export function result(d: Draft): Schemas['ResultBody'] | null {
  if (!hasNow(d) || !d.now.source.trim() || !d.now.as_of) return null;
  const isShare = d.now.by === 'percent';
  return {
    percent: isShare ? d.now.percent.trim() : null, percent_of: isShare ? 'base' : null, heads: isShare ? null : d.now.heads,
    qualifier: d.now.hedge, as_of: d.now.as_of, source: d.now.source.trim(),
  };
}

/** The target of the year before of the same people, and what came of it. */
export interface Before {
  goal: Goal;
  heads: number | null;
  result: number | null;
}

export const areasAsked = (d: Draft) => (d.areas.length > 0 ? d.areas.join(',') : 'indonesia');

export async function before(d: Draft): Promise<Before | null> {
  const year = Number(span(d)[0].slice(0, 4));
  if (!year) return null;
  const last = await page({ area: areasAsked(d), year: year - 1, state: 'set', limit: 100 });
  const same = last.items.filter(
    (it) => it.group === d.group && it.segment === d.segment && it.payer === d.payer && it.counts === d.counts && (it.agent ?? '') === d.agent,
  );
  const goal = same.sort((a, b) => (a.until_on ?? '').localeCompare(b.until_on ?? '')).at(-1);
  if (!goal) return null;
  const stood = await progressOf(goal.id);
  const said = stood.stands.find((it) => it.basis === 'stated') ?? stood.stands[0];
  return { goal, heads: stood.heads?.value ?? null, result: said?.at_hand.value ?? null };
}

/** What to reckon with; nothing while there is no number yet. */
export function question(d: Draft, base: Base | undefined, last: Before | null) {
  const isShare = d.by === 'percent';
  if (isShare ? !d.percent.trim() || !base : d.heads === null) return null;
  const [first = '', until = ''] = monthsLeft(d);
  const isOpen = first !== '' && first <= until;
  const nowShare = d.now.by === 'percent' && d.now.percent.trim() !== '' && base !== undefined;
  const has = nowShare || (d.now.by === 'heads' && d.now.heads !== null);
  return {
    percent: isShare ? d.percent.trim() : undefined,
    heads: isShare ? undefined : (d.heads ?? undefined),
    base: base?.value,
    at_hand: d.now.by === 'heads' ? (d.now.heads ?? undefined) : undefined,
    at_hand_percent: nowShare ? d.now.percent.trim() : undefined,
    at_hand_qualifier: has ? d.now.hedge : undefined,
    first: isOpen ? first : undefined,
    last: isOpen ? until : undefined,
    last_target: last?.heads ?? undefined,
    last_result: last?.result ?? undefined,
  };
}
