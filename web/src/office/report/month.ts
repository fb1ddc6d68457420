// The report of a month as the pages read it.

import type { Schemas } from '../../api/client';
import { words } from '../../i18n/office';
import { count } from '../../ui/words';

export type Report = Schemas['MonthReportView'];
export type Line = Schemas['MonthLineView'];

/** A number, or that it was not recorded; never 0 for it. */
export const counted = (n: number | null | undefined) => (n == null ? words.t('report.notRecorded') : count(n, words.language));

/** `+3`, `−2`, `0`. */
export const change = (n: number) => `${n > 0 ? '+' : n < 0 ? '−' : ''}${count(Math.abs(n), words.language)}`;
