// Reasons as people read them: months and days in words, what went in by its name, the law of all
// the steps in one line, and months that come out alike told once.

import type { Schemas } from '../../api/client';
import { words } from '../../i18n/office';
import { dated, said } from '../said';

export type Reason = Schemas['BecauseView'];
export interface Told {
  reason: Reason;
  /** The last of the months that come out like this one; empty when it stands alone. */
  until: string;
}

export const parts = (reason: Reason) => (reason.parts ?? []) as Reason[];

const monthOf = (reason: Reason) => reason.inputs?.find(([name]) => name === 'month')?.[1] ?? '';

/** Everything of a month's reason except which month it is. */
const alike = (reason: Reason) => {
  const own = monthOf(reason);
  if (!own) return null;
  const given = reason.inputs?.filter(([name]) => name !== 'month');
  return JSON.stringify({ ...reason, inputs: given, id: reason.id.replace(own, ''), en: reason.en.replace(own, '') });
};

export function told(reasons: Reason[]): Told[] {
  const out: Told[] = [];
  for (const reason of reasons) {
    const last = out.at(-1);
    const shape = alike(reason);
    if (last && shape !== null && shape === alike(last.reason)) last.until = monthOf(reason);
    else out.push({ reason, until: '' });
  }
  return out;
}

export function sentence({ reason, until }: Told): string {
  const text = words.language === 'id' ? reason.id : reason.en;
  const own = monthOf(reason);
  return dated(until ? text.replace(own, `${own} – ${until}`) : text);
}

/** The articles a reason and all its steps rest on, each once. */
export function laws(reason: Reason): NonNullable<Reason['citations']> {
  const all = [...(reason.citations ?? []), ...parts(reason).flatMap(laws)];
  return [...new Map(all.map((it) => [`${it.instrument} ${it.article ?? ''}`, it])).values()];
}

const keyed = new Map([['sector', 'work.sector'], ['payer', 'member.payer']]);

/** What went in, but for the notes of whoever read the law. */
export const inputs = (reason: Reason): [string, string][] =>
  (reason.inputs ?? [])
    .filter(([name]) => name !== 'note' && name !== 'month')
    .map(([name, value]) => {
      const area = keyed.get(name!);
      const shown = area ? said(area, value!) : name === 'programmes' ? value!.toUpperCase().replaceAll(',', ', ') : dated(value!);
      return [words.has(`because.input.${name}`) ? said('because.input', name!) : name!.replaceAll('_', ' '), shown];
    });

/** Notes of whoever read the law, which are in English. */
export const note = (reason: Reason) => reason.inputs?.find(([name]) => name === 'note')?.[1] ?? '';
