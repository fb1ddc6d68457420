// A planned event in words: when, where, what happens, who stands beside us.

import { day } from '../../ui/words';
import { words } from '../../i18n/field';
import type { Planned, WorkPackage } from './records';

/** A code of a closed list by its word; as it is when a later office has a longer list. */
const word = (list: 'activity' | 'partner' | 'channel', code: string): string => {
  const key = `${list}.${code}`;
  return words.has(key) ? words.t(key) : code;
};

/** `20 Juli 2023, 19.00–21.30`. */
export function when({ on, starts, ends }: Pick<Planned, 'on' | 'starts' | 'ends'>): string {
  const hours = [starts, ends].filter((it) => it !== null).map((it) => (words.language === 'id' ? it.replace(':', '.') : it));
  return [on ? day(on, words.language) : words.t('plan.no_day'), hours.join('–')].filter(Boolean).join(', ');
}

const listed = (all: string[]) => {
  const text = all.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** Label and value of everything that is known. */
export function details(plan: Planned, place: string, pack: WorkPackage | null): [string, string][] {
  const group = (code: string) => {
    const found = pack?.groups.find((it) => it.code === code);
    return (words.language === 'id' ? found?.name_id : found?.name_en) ?? found?.name ?? code;
  };
  const unit = [plan.rt && `RT ${plan.rt}`, plan.rw && `RW ${plan.rw}`].filter(Boolean).join(' ');
  const rows: [string, string][] = [
    [words.t('plan.when'), when(plan)],
    [words.t('event.area'), [place, unit].filter(Boolean).join(', ')],
    [words.t('plan.venue'), plan.venue ?? ''],
    [words.t('plan.channel'), listed([word('channel', plan.channel)])],
    [words.t('plan.activities'), listed(plan.activities.map((code) => word('activity', code)))],
    [words.t('plan.groups'), listed(plan.groups.map(group))],
    [words.t('plan.partners'), listed(plan.partners.map((code) => word('partner', code)))],
  ];
  return rows.filter(([, value]) => value !== '');
}
