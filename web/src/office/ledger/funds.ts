import { words } from '../../i18n/office';

/** What a fund is for, beside its code. */
export function fundName(fund: string): string {
  const key = `ledger.fund.${fund}`;
  return words.has(key) ? words.t(key) : '';
}
