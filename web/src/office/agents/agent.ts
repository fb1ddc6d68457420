// Agents as the pages read them.

import { answer, type Schemas } from '../../api/client';
import { words } from '../../i18n/office';
import { count, day, percent } from '../../ui/words';
import { api } from '../session.svelte';

export type Agent = Schemas['AgentView'];
export type Opened = Schemas['AgentOpenedView'];
export type AgentOffice = Schemas['AgentOfficeView'];
export type Orphans = Schemas['OrphansView'];

export const states = ['active', 'over', 'none'] as const;
export const reasons = ['term', 'own_wish', 'idle', 'fraud', 'gratification', 'death', 'other'] as const;
/** These end a contract at once. */
export const isAtOnce = (reason: string) => reason === 'fraud' || reason === 'gratification';

type Query = { area?: string; state?: string; idle?: boolean; month?: string; after?: string; limit?: number };
export const page = async (query: Query) =>
  (await answer(api.GET('/api/v1/agents', { params: { query } }))) as { items: Agent[]; next?: string | null };

export const opened = (id: string, month?: string): Promise<Opened> =>
  answer(api.GET('/api/v1/agents/{id}', { params: { path: { id }, query: { month } } }));

export const offices = async (area?: string) =>
  (await answer(api.GET('/api/v1/agent-offices', { params: { query: { area, limit: 500 } } }))).items as AgentOffice[];

/** `71,4 % (10 dari 14)`; nobody had the time is said. */
export const stayed = (it: Schemas['StayedView']) =>
  it.percent == null
    ? words.t('agent.stayedNobody')
    : words.t('agent.stayedOf', { p: percent(it.percent, words.language), n: count(it.stayed, words.language), of: count(it.of, words.language) });

/** `1 Januari 2026 – 31 Desember 2026`, or with no end agreed. */
export const term = (it: { from_on?: string | null; until_on?: string | null }) =>
  it.from_on ? `${day(it.from_on, words.language)} – ${it.until_on ? day(it.until_on, words.language) : words.t('agent.open')}` : '';

/** The later of the days on which something came of an agent. */
export const lastDay = (it: Agent) => [it.last_enrolled_on, it.last_paid_on].filter(Boolean).sort().at(-1) ?? null;
