// Plans of visits as the pages read them: what is stored, in the words of the page.

import { answer, type Schemas } from '../../api/client';
import { words } from '../../i18n/office';
import { count, percent } from '../../ui/words';
import { inLanguage } from '../said';
import { api } from '../session.svelte';

export type View = Schemas['PlanView'];
export type Plan = Schemas['PlanContentView'];
export type Summary = Schemas['PlanSummaryView'];
export type Visit = Schemas['VisitView'];
export type Outing = Schemas['OutingView'];
export type Pin = Schemas['PinView'];
type Range = Schemas['RangeView'];

export const planOf = (id: string): Promise<View> => answer(api.GET('/api/v1/plans/{id}', { params: { path: { id } } }));
export const plansPage = async (query: { area?: string; after?: string; limit?: number }) =>
  (await answer(api.GET('/api/v1/plans', { params: { query } }))) as { items: Summary[]; next?: string | null };

/** How far a plan is, asked again and again until somebody stops it. */
export function followed(id: string, tell: (percent: number) => void): () => void {
  const look = async () => {
    const view = await planOf(id).catch(() => null);
    if (view?.state === 'computing') tell(view.percent);
  };
  const timer = setInterval(() => void look(), 700);
  return () => clearInterval(timer);
}

export const said = (it: Schemas['SaidView']) => inLanguage(it.id, it.en);
export const number = (n: number) => count(n, words.language);
export const months = (n: number) => words.t('plan.nMonths', { n: number(n) });
export const minutes = (n: number) => words.t('plan.nMinutes', { n: number(n) });
export const range = (it: Range) => `${number(it.low)}–${number(it.high)}`;
/** Parts per million as a share. */
export const share = (ppm: number) => percent(String(Math.round(ppm / 1000) / 10), words.language);

const locale = () => (words.language === 'id' ? 'id-ID' : 'en-GB');
const at = (iso: string) => new Date(`${iso}T00:00:00`);
const written = (date: Date) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
/** `Rabu, 25 November 2026`. */
export const longDay = (iso: string) => at(iso).toLocaleDateString(locale(), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
/** `Rabu 25/11`. */
export const boardDay = (iso: string) => at(iso).toLocaleDateString(locale(), { weekday: 'long', day: 'numeric', month: 'short' });
/** Monday is 1. */
export const weekday = (n: number) => at(`2024-01-0${n}`).toLocaleDateString(locale(), { weekday: 'long' });
const weekdayOf = (iso: string) => at(iso).getDay() || 7;
export function daysOn(iso: string, n: number): string {
  const day = at(iso);
  day.setDate(day.getDate() + n);
  return written(day);
}
const monday = (iso: string) => daysOn(iso, 1 - weekdayOf(iso));

/** The days teams may go out, as far as the plan shows them: those of a weekday on which some team goes. */
export function workingDays(plan: Plan): string[] {
  const used = new Set(plan.outings.map((it) => weekdayOf(it.on)));
  const all: string[] = [];
  for (let on = plan.from; on <= plan.to; on = daysOn(on, 1)) if (used.size === 0 || used.has(weekdayOf(on))) all.push(on);
  return all;
}

/** The working days week by week. */
export function weeks(plan: Plan): string[][] {
  const all = new Map<string, string[]>();
  for (const on of workingDays(plan)) all.set(monday(on), [...(all.get(monday(on)) ?? []), on]);
  return [...all.values()];
}

/** The number of a visit: its place in the whole plan, the same on the board, on the map and on paper. */
export const numbered = (plan: Plan) => new Map(plan.visits.map((it, n) => [keyOf(it), n + 1]));
export const keyOf = (it: { village: string; on: string; team: string }) => `${it.village} ${it.on} ${it.team}`;
/** `village day team`, as a price names visits. */
export function named(text: string) {
  const [village = '', on = '', ...team] = text.split(' ');
  return { village, on, team: team.join(' ') };
}
export const pinOf = (plan: Plan, visit: Visit): Pin | undefined =>
  plan.pins.find((it) => it.village === visit.village && it.on === visit.on && (!it.team || it.team === visit.team));

/** A type of village in words: `desa/sparse/invited`. */
export const kindOf = (text: string) => text.split('/').map((part) => {
  const key = `plan.kind.${part}`;
  return words.has(key) ? words.t(key) : part;
}).join(', ');
