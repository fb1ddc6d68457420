// Campaigns, seasons and events as the pages read them; words and days the way they are said.

import { answer, type Schemas } from '../../api/client';
import { words } from '../../i18n/office';
import { count, day, shortDay } from '../../ui/words';
import { inLanguage } from '../said';
import { api } from '../session.svelte';

export type Campaign = Schemas['CampaignView'];
export type Season = Schemas['SeasonView'];
export type Planned = Schemas['PlannedView'];
export type Opened = Schemas['PlannedOpenedView'];
export type Word = Schemas['WordView'];
export type Line = Schemas['FunnelLineView'];
export type Lists = Schemas['WordsView'];
type Rows<T> = { items: T[]; next?: string | null };

export const wordOf = (word: { name_id: string; name_en: string }) => inLanguage(word.name_id, word.name_en);
export const number = (n: number) => count(n, words.language);

/** Asked for once; asked again when it went wrong. */
function once<T>(question: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null;
  return () => {
    asked ??= question();
    asked.catch(() => (asked = null));
    return asked;
  };
}
/** The closed lists: activities, partners, questions and the rest, with their words. */
export const lists = once(() => answer(api.GET('/api/v1/campaigns/words')));
export const groups = once(async () => (await answer(api.GET('/api/v1/groups'))).items as Schemas['GroupView'][]);
export const campaigns = async () => (await answer(api.GET('/api/v1/campaigns'))).items as Campaign[];

export const seasonOf = (id: string) => answer(api.GET('/api/v1/seasons/{id}', { params: { path: { id } } }));
export const eventOf = (id: string) => answer(api.GET('/api/v1/events/{id}', { params: { path: { id } } }));

export const seasonsPage = async (query: { campaign?: string; area?: string; q?: string; after?: string; limit?: number }) =>
  (await answer(api.GET('/api/v1/seasons', { params: { query } }))) as Rows<Season>;

/** Every event of a season: a season has at most some hundreds. */
export async function eventsOf(season: string): Promise<Planned[]> {
  const all: Planned[] = [];
  let after: string | undefined;
  do {
    const params = { query: { season, after, limit: 500 } };
    const page = (await answer(api.GET('/api/v1/events', { params }))) as Rows<Planned>;
    all.push(...page.items);
    after = page.next ?? undefined;
  } while (after);
  return all;
}

const locale = () => (words.language === 'id' ? 'id-ID' : 'en-GB');
const at = (iso: string) => new Date(`${iso}T00:00:00`);
/** `Jumat`. */
export const weekdayOf = (iso: string) => at(iso).toLocaleDateString(locale(), { weekday: 'long' });
/** `Jumat, 11 Agustus 2023`. */
export const longDay = (iso: string) => `${weekdayOf(iso)}, ${day(iso, words.language)}`;
/** Monday is 1, as the office counts. */
const nameOfWeekday = (n: number) => weekdayOf(`2024-01-0${n}`);

/** The day of an event, or the days between which it is. */
export function when(event: Pick<Planned, 'on' | 'between'>): string {
  if (event.on) return longDay(event.on);
  if (!event.between) return words.t('event.noDay');
  const { from, to, weekday } = event.between;
  const days = words.t('event.isBetween', { from: shortDay(from, words.language), to: shortDay(to, words.language) });
  return weekday ? `${nameOfWeekday(weekday)}, ${days}` : days;
}
export const hours = (event: Pick<Planned, 'starts' | 'ends'>) =>
  event.starts ? `${event.starts}${event.ends ? `–${event.ends}` : ''}` : '';
export const unit = (event: Pick<Planned, 'rt' | 'rw'>) =>
  [event.rt && `RT ${event.rt}`, event.rw && `RW ${event.rw}`].filter(Boolean).join(' / ');

/** The stages of a funnel in their order. */
export const stages = ['people', 'leads', 'enrolled', 'paid', 'paid_30', 'paid_90', 'cost'] as const;
export type Stage = (typeof stages)[number];

/** Why a stage has no number, or of how many events it has none: `people:not_recorded:3`. */
export function missing(line: Pick<Line, 'flags'>, stage: Stage): { why: string; n?: string }[] {
  return line.flags.map((flag) => flag.split(':')).filter(([of]) => of === stage).map(([, why = '', n]) => ({ why, n }));
}
