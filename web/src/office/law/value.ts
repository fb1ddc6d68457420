// How a value of the law is written for a person. Values arrive as the files have them: numbers,
// words, percentages as text, lists, and tables of these; `unknown` stays unknown.

import { rupiah } from '../../ui/words';

export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

interface Words {
  unknown: string;
  yes: string;
  no: string;
}

/** One value in one line; `unit` is the parameter's own. */
export function inWords(value: Value, unit: string, words: Words, language: 'id' | 'en'): string {
  if (value === null || value === 'unknown') return words.unknown;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') return unit === 'rupiah' ? rupiah(value) : value.toLocaleString(language === 'id' ? 'id-ID' : 'en-GB');
  if (typeof value === 'string') return language === 'id' && value.endsWith('%') ? value.replace('.', ',') : value.replaceAll('_', ' ');
  if (Array.isArray(value)) return value.map((part) => inWords(part, unit, words, language)).join(', ');
  return Object.entries(value)
    .map(([name, part]) => `${name.replaceAll('_', ' ')}: ${inWords(part, unit, words, language)}`)
    .join(' · ');
}

/** Bands of a table of contributions: `tiers` parameters. */
export interface Band {
  band: number;
  from: number;
  base: number;
  amount: number;
  status: string;
}

export const isBands = (value: unknown, unit: string): value is Band[] => unit === 'tiers' && Array.isArray(value);
