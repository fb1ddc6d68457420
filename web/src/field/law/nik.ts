// The identity number: what it says, what is odd about it, and what may be suggested from it. It has
// no check digit, never follows a move, and its century is never guessed: with two possible, we ask.

import { age } from './months';

export type Sex = 'female' | 'male';

export interface Nik {
  digits: string;
  /** Sub-district where the number was first given: never where somebody lives now. */
  area: string;
  day: number;
  month: number;
  year2: number;
  sex: Sex;
}

export interface NikFault {
  code: 'NIK_SPREADSHEET' | 'NIK_LENGTH' | 'NIK_NOT_DIGITS' | 'NIK_DATE';
  /** What the sentence speaks of. */
  found: string;
}

const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function readNik(text: string): { nik: Nik; fault: null } | { nik: null; fault: NikFault } {
  const no = (code: NikFault['code'], found: string) => ({ nik: null, fault: { code, found } });
  const trimmed = text.trim().replace(/^['’`]+/, '').trim();
  if (/^[\d.,+]+E[\d.,+]+$/i.test(trimmed)) return no('NIK_SPREADSHEET', '');
  const digits = trimmed.replace(/[ .\-\u00a0]/g, '');
  const odd = [...digits].find((sign) => !/[0-9]/.test(sign));
  if (odd) return no('NIK_NOT_DIGITS', odd);
  if (digits.length !== 16) return no('NIK_LENGTH', String(digits.length));
  const rawDay = Number(digits.slice(6, 8));
  const month = Number(digits.slice(8, 10));
  const day = rawDay > 40 ? rawDay - 40 : rawDay;
  const isDay = (rawDay >= 1 && rawDay <= 31) || (rawDay >= 41 && rawDay <= 71);
  if (!isDay || month < 1 || month > 12 || day > (longest[month - 1] ?? 0)) return no('NIK_DATE', digits.slice(6, 12));
  const area = `${digits.slice(0, 2)}.${digits.slice(2, 4)}.${digits.slice(4, 6)}`;
  const sex: Sex = rawDay > 40 ? 'female' : 'male';
  return { nik: { digits, area, day, month, year2: Number(digits.slice(10, 12)), sex }, fault: null };
}

export const isAbroad = (nik: Nik): boolean => nik.digits.startsWith('99');

export function nikWarnings(nik: Nik, areaKnown: boolean): string[] {
  const warnings: string[] = [];
  if (!areaKnown && !isAbroad(nik)) warnings.push('NIK_UNKNOWN_AREA');
  if (nik.digits.endsWith('0000')) warnings.push('NIK_SERIAL_ZERO');
  if (['00', '70'].includes(nik.digits.slice(2, 4)) && !isAbroad(nik)) warnings.push('NIK_ODD_REGENCY');
  return warnings;
}

/** Birth dates the number allows for somebody of 15 to 100 years: none, one, or two to choose from. */
export function birthDates(nik: Nik, today: string): string[] {
  const pad = (n: number) => String(n).padStart(2, '0');
  return [1900, 2000]
    .map((century) => `${century + nik.year2}-${pad(nik.month)}-${pad(nik.day)}`)
    .filter((born) => !born.endsWith('-02-29') || isLeap(Number(born.slice(0, 4))))
    .filter((born) => born <= today && age(born, today) >= 15 && age(born, today) <= 100);
}

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Whether a birth date from the card agrees with the number. */
export const agrees = (nik: Nik, born: string): boolean =>
  Number(born.slice(8)) === nik.day && Number(born.slice(5, 7)) === nik.month && Number(born.slice(2, 4)) === nik.year2;
