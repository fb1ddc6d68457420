// Targets as the pages read them, and how a number is said with its hedge.

import { answer, type Schemas } from '../../api/client';
import { words } from '../../i18n/office';
import { count, day, percent } from '../../ui/words';
import { said } from '../said';
import { api } from '../session.svelte';

export type Goal = Schemas['GoalView'];
export type Progress = Schemas['ProgressView'];
export type Amount = Schemas['AmountWhyView'];
export type Share = Schemas['ShareWhyView'];
export type Base = Schemas['DenominatorView'];

export const states = ['draft', 'set', 'replaced', 'withdrawn'] as const;
export const hedges = ['=', '<', '<=', '~', '>=', '>'] as const;
export const segments = ['bpu', 'pu', 'jakon', 'pmi'] as const;
export const payers = ['self', 'apbdes', 'apbd', 'apbn', 'csr', 'employer'] as const;
export const counted = ['active', 'registered', 'new'] as const;
export const bases = ['work_force', 'employed', 'eligible', 'potential', 'head_count', 'not_stated'] as const;

/** `kurang dari 210.000`: the server's own words. */
export const amount = (it: Amount) => (words.language === 'id' ? it.said_id : it.said_en);

/** `kurang dari ` before a number; nothing where it is exact. */
export const hedge = (sign: string | null | undefined) => (!sign || sign === '=' ? '' : `${said('hedge', sign)} `);

export const share = (it: Share) => `${hedge(it.qualifier)}${percent(it.text, words.language)}`;
/** `1,333` or `12`: nothing that could be read as thousands. */
export function times(it: Share): string {
  const text = it.text.includes('.') ? it.text.replace(/\.?0+$/, '') : it.text;
  return `${hedge(it.qualifier)}${words.language === 'id' ? text.replace('.', ',') : text}`;
}

/** `26,25 % di atas target sebelumnya`. */
export const growth = (it: Share) =>
  words.t(it.text.startsWith('-') ? 'target.growthDown' : 'target.growthUp', { p: share({ ...it, text: it.text.replace('-', '') }) });

/** `40` of parts per million, at most four decimals. */
export const ofMillion = (ppm: number) => String(Number((ppm / 10_000).toFixed(4)));

/** `40 % dari 700.000`, or heads; nothing in a draft without a number. */
export function wanted(goal: Goal): string {
  const n = (value: number) => count(value, words.language);
  if (goal.heads != null) return hedge(goal.qualifier) + n(goal.heads);
  if (goal.percent_ppm == null) return '';
  const part = hedge(goal.qualifier) + percent(ofMillion(goal.percent_ppm), words.language);
  return goal.base ? words.t('target.shareOf', { share: part, base: hedge(goal.base.qualifier) + n(goal.base.value) }) : part;
}

/** `1 Januari 2024 – 31 Desember 2024`; what is missing is said. */
export function days(it: { from_on?: string | null; until_on?: string | null }): string {
  const one = (text?: string | null) => (text ? day(text, words.language) : words.t('target.noDay'));
  return it.from_on || it.until_on ? `${one(it.from_on)} – ${one(it.until_on)}` : words.t('target.noDays');
}

/** A page of targets. */
export const page = async (query: { area?: string; year?: number; state?: string; agent?: string; after?: string; limit?: number }) =>
  (await answer(api.GET('/api/v1/targets', { params: { query } }))) as { items: Goal[]; next?: string | null };

export const progressOf = (target: string, as_of?: string): Promise<Progress> =>
  answer(api.GET('/api/v1/targets/{target}', { params: { path: { target }, query: { as_of } } }));
