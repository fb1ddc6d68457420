// The form of a planned event, as it is typed and as the office wants it.

import type { Schemas } from '../../../api/client';
import { inLanguage } from '../../said';
import type { Opened, Season } from '../campaign';

export interface Chip {
  code: string;
  text: string;
}
export interface PartnerRow {
  role: string;
  invited: boolean;
  note: string;
}

export const blank = (season: Pick<Season, 'from' | 'to'>, area = '') => ({
  name: '',
  area,
  rt: '',
  rw: '',
  /** A day, a day as a report writes it, or two days between which it is. */
  how: 'day' as 'day' | 'said' | 'between',
  on: '',
  weekday: '',
  said: '',
  published: '',
  from: season.from,
  to: season.to,
  starts: '',
  ends: '',
  venue: '',
  channel: 'HALL_EVENT',
  launch: '',
  activities: [] as string[],
  groups: [] as Chip[],
  occupations: [] as Chip[],
  partners: [] as PartnerRow[],
  agreement: '',
  material: '',
  cost: null as number | null,
  team: '',
  attestation: '',
  source: '',
});
export type Draft = ReturnType<typeof blank>;

/** Days of the week, Monday first, as the office reads them. */
export const weekdays = ['Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu', 'Minggu'] as const;

const chip = (word: { code: string; name_id: string; name_en: string }): Chip => ({ code: word.code, text: inLanguage(word.name_id, word.name_en) });

/** An event as it stands, to be changed. */
export function of(event: Opened): Draft {
  const between = event.between;
  return {
    ...blank({ from: between?.from ?? '', to: between?.to ?? '' }),
    name: event.name,
    area: event.area,
    rt: event.rt ?? '',
    rw: event.rw ?? '',
    how: event.on ? 'day' : 'between',
    on: event.on ?? '',
    weekday: between?.weekday ? weekdays[between.weekday - 1]! : '',
    starts: event.starts ?? '',
    ends: event.ends ?? '',
    venue: event.venue,
    channel: event.channel.code,
    launch: event.launch,
    activities: event.activities.map((it) => it.code),
    groups: event.groups.map(chip),
    occupations: event.occupations.map(chip),
    partners: event.partners.map((it) => ({ role: it.role.code, invited: it.invited, note: it.note })),
    agreement: event.agreement ?? '',
    material: event.material,
    cost: event.cost_planned ?? null,
    team: event.team ?? '',
    attestation: event.attestation,
    source: event.source,
  };
}

const filled = (text: string) => text.trim() || null;

export function body(draft: Draft): Schemas['PlannedForm'] {
  const on = draft.how === 'day' ? draft.on : draft.how === 'said' ? draft.said : '';
  return {
    name: draft.name.trim(),
    area: draft.area,
    rt: filled(draft.rt),
    rw: filled(draft.rw),
    on: filled(on),
    published_on: draft.how === 'said' ? filled(draft.published) : null,
    weekday: draft.how === 'day' ? filled(draft.weekday) : null,
    between: draft.how === 'between' ? { from: draft.from, to: draft.to, weekday: filled(draft.weekday) } : null,
    starts: filled(draft.starts),
    ends: filled(draft.ends),
    venue: draft.venue.trim(),
    channel: draft.channel,
    launch: filled(draft.launch),
    activities: draft.activities,
    groups: draft.groups.map((it) => it.code),
    occupations: draft.occupations.map((it) => it.code),
    partners: draft.partners.map((it) => ({ role: it.role, invited: it.invited, note: filled(it.note) })),
    agreement: filled(draft.agreement),
    material: filled(draft.material),
    cost_planned: draft.cost,
    team: filled(draft.team),
    attestation: filled(draft.attestation),
    source: filled(draft.source),
  };
}

/** Fields whose sentence stands beside them. */
export const beside = (draft: Draft) => [
  'name', 'area', 'rt', 'rw', 'on', 'published_on', 'weekday', 'between.from', 'between.to', 'between.weekday', 'starts', 'ends',
  'venue', 'channel', 'activities', 'groups', 'occupations', 'partners', 'agreement', 'material', 'cost_planned', 'team', 'attestation', 'source',
  ...draft.partners.map((_, n) => `partners[${n}].role`),
];

// What is typed is kept in this tab until it was sent; signing out forgets it.
interface Kept {
  version: number;
  draft: Draft;
}
const place = (whose: string) => `lindung.draft.event.${whose}`;

/** What was typed before for this season or event, unless somebody changed the event meanwhile. */
export function restore(whose: string, version: number): Draft | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place(whose)) ?? 'null') as Kept | null;
    return kept?.version === version ? kept.draft : null;
  } catch {
    return null;
  }
}
export function keep(whose: string, version: number, draft: Draft) {
  try {
    sessionStorage.setItem(place(whose), JSON.stringify({ version, draft } satisfies Kept));
  } catch {
    // A full or forbidden store: the form itself still has everything.
  }
}
export const forget = (whose: string) => sessionStorage.removeItem(place(whose));
