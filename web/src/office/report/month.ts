// The report of a month as the pages read it.

import type { Schemas } from '../../api/client';
import { words } from '../../i18n/office';
import { count } from '../../ui/words';

export type Report = Schemas['MonthReportView'];
export type Line = Schemas['MonthLineView'];

/** A number, or that it was not recorded; never 0 for it. */
export const counted = (n: number | null | undefined) => (n == null ? words.t('report.notRecorded') : count(n, words.language));

/** What a figure means, without its own name before it. */
export function meaning(report: Report, figure: string): string {
  const found = report.definitions.find((one) => one.figure === figure);
  const text = ((words.language === 'id' ? found?.id : found?.en) ?? '').replace(/^[\p{L} ]{3,14}: /u, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `+3`, `−2`, `0`. */
export const change = (n: number) => `${n > 0 ? '+' : n < 0 ? '−' : ''}${count(Math.abs(n), words.language)}`;
