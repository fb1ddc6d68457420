// The form of a new plan and its draft, which lives in this tab only: leaving the page loses nothing.

import { newKey, type Schemas } from '../../api/client';

export interface Crew { name: string; start: string; from: string; till: string; staff: number | null }
export interface Known {
  village: string;
  only_on: string[];
  not_on: string[];
  from: string;
  till: string;
  uncovered: number | null;
  invited: boolean;
  weight: number | null;
  because: string;
}
export interface Boat { from: string; to: string; minutes: number | null }

export const crew = (n: number): Crew => ({ name: `Tim ${n}`, start: '', from: '08:00', till: '16:00', staff: 4 });
export const known = (): Known => ({ village: '', only_on: [], not_on: [], from: '', till: '', uncovered: null, invited: false, weight: null, because: '' });

export const blank = () => ({
  /** The key of this plan, and its id once it is asked for. */
  key: newKey(),
  /** It was asked for: it may be computing. */
  sent: false,
  name: '',
  areas: [] as string[],
  from: '',
  to: '',
  weekdays: [1, 2, 3, 4, 5],
  daysOff: [] as string[],
  teams: [crew(1), crew(2)],
  session: null as number | null,
  visitsMax: null as number | null,
  gapDays: null as number | null,
  floorDistrict: null as number | null,
  floorLowest: null as number | null,
  notes: [] as Known[],
  crossings: [] as Boat[],
  /** In the units people read: per cent, minutes. */
  assumed: {} as Record<string, number | null>,
});
export type Draft = ReturnType<typeof blank>;

const kept = 'lindung.draft.plan';
export function restore(): Draft | null {
  try {
    const text = sessionStorage.getItem(kept);
    return text ? { ...blank(), ...(JSON.parse(text) as Partial<Draft>) } : null;
  } catch {
    return null;
  }
}
export function keep(draft: Draft) {
  try {
    sessionStorage.setItem(kept, JSON.stringify(draft));
  } catch {
    // A full or forbidden store: the form itself still has everything.
  }
}
export const forget = () => sessionStorage.removeItem(kept);

/** A value a plan rests on when nobody says otherwise: the planner's own, which a browser test holds equal. */
interface Usual { key: string; value: number; origin: 'derived' | 'judgement' }
const usual = (key: string, value: number, origin: Usual['origin'] = 'judgement'): Usual => ({ key, value, origin });
/** The share of informal workers is another in Jawa Tengah. */
export const assumptions = (area: string): Usual[] => [
  usual('informal_per_resident_ppm', area.startsWith('33') ? 323_700 : 303_800, 'derived'),
  usual('eligible_ppm', 1_000_000),
  usual('reach_ppm', 200_000),
  usual('conversion_ppm', 150_000),
  usual('conversion_weight', 20),
  usual('type_exposure_min', 30),
  usual('half_life_months', 12),
  usual('optimism_milli', 1_000),
  usual('fatigue_ppm', 600_000),
  usual('recent_days', 90),
  usual('minutes_per_enrolment', 8),
  usual('months_kept_ppm', 850_000),
  usual('months_kept_weight', 20),
  usual('speed_km_per_hour', 30),
];
/** How many of the planner's units are one of the unit people read. */
export const unitOf = (key: string) => (key.endsWith('_ppm') ? 10_000 : key.endsWith('_milli') ? 1_000 : 1);

const filled = (text: string) => text.trim() || null;

export function body(draft: Draft): Schemas['PlanForm'] {
  const set = Object.entries(draft.assumed).filter((it): it is [string, number] => typeof it[1] === 'number');
  return {
    name: filled(draft.name),
    areas: draft.areas,
    from: draft.from,
    to: draft.to,
    weekdays: draft.weekdays,
    days_off: draft.daysOff,
    teams: draft.teams.map((it) => ({ name: it.name.trim(), start: filled(it.start), from: filled(it.from), till: filled(it.till), staff: it.staff })),
    session_minutes: draft.session,
    visits_max: draft.visitsMax,
    gap_days: draft.gapDays,
    floor_district: draft.floorDistrict ?? 0,
    floor_lowest_fifth_percent: draft.floorLowest ?? 0,
    notes: draft.notes.filter((it) => it.village).map((it) => ({
      village: it.village, only_on: it.only_on, not_on: it.not_on, from: filled(it.from), till: filled(it.till),
      uncovered: it.uncovered, invited: it.invited, weight_percent: it.weight, because: it.because.trim(),
    })),
    crossings: draft.crossings.filter((it) => it.from && it.to).map((it) => ({ from: it.from, to: it.to, minutes: it.minutes ?? 0 })),
    // The document has no type for a table of names and numbers.
    assumptions: Object.fromEntries(set.map(([key, value]) => [key, Math.round(value * unitOf(key))])) as unknown as Record<string, never>,
  };
}
