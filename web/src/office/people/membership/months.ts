// The month ledger as a calendar: every year of a membership as twelve months, each in one state.

import type { Schemas } from '../../../api/client';
import { monthsOn } from '../../today';

type Entry = Schemas['MemberMonthView'];
export type MonthState = 'paid' | 'withdrawn' | 'missed' | 'outside' | 'ahead' | 'before';

export interface MonthCell {
  month: string;
  state: MonthState;
  entry: Entry | null;
}

export interface Standing {
  joined: string;
  /** Last day of cover, grace included. */
  protectedUntil: string | null;
  /** The month of today. */
  now: string;
}

/** Years newest first; from the month of joining to the later of now and the last paid month. */
export function calendar(entries: readonly Entry[], { joined, protectedUntil, now }: Standing): { year: string; cells: MonthCell[] }[] {
  const byMonth = new Map<string, Entry>();
  for (const entry of entries) {
    const known = byMonth.get(entry.month);
    if (!known || known.withdrawn_on) byMonth.set(entry.month, entry);
  }
  const last = [now, ...byMonth.keys()].reduce((a, b) => (a > b ? a : b));
  const years: { year: string; cells: MonthCell[] }[] = [];
  for (let year = Number(last.slice(0, 4)); year >= Number(joined.slice(0, 4)); year--) {
    const first = `${year}-01`;
    const cells = Array.from({ length: 12 }, (_, n): MonthCell => {
      const month = monthsOn(first, n);
      const entry = byMonth.get(month) ?? null;
      if (entry) return { month, entry, state: entry.withdrawn_on ? 'withdrawn' : 'paid' };
      if (month < joined.slice(0, 7)) return { month, entry, state: 'before' };
      if (month > now) return { month, entry, state: 'ahead' };
      const isCovered = protectedUntil !== null && month <= protectedUntil.slice(0, 7);
      return { month, entry, state: isCovered ? 'missed' : 'outside' };
    });
    years.push({ year: String(year), cells });
  }
  return years;
}
