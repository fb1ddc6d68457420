// Months as the law counts them: `2026-11`. Dates stay texts; nothing here asks what day it is.

export const ordinal = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

export const ofOrdinal = (n: number): string =>
  `${String(Math.floor(n / 12)).padStart(4, '0')}-${String((n % 12) + 1).padStart(2, '0')}`;

export const plus = (month: string, n: number): string => ofOrdinal(ordinal(month) + n);
export const firstDay = (month: string): string => `${month.slice(0, 7)}-01`;

export const daysIn = (month: string): number => {
  const [year, at] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return at === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(at) ? 30 : 31;
};

export const lastDay = (month: string): string => `${month.slice(0, 7)}-${String(daysIn(month)).padStart(2, '0')}`;

/** So many months from one on. */
export const run = (first: string, n: number): string[] => Array.from({ length: n }, (_, at) => plus(first, at));

export const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  Number(text.slice(5, 7)) >= 1 &&
  Number(text.slice(5, 7)) <= 12 &&
  Number(text.slice(8)) >= 1 &&
  Number(text.slice(8)) <= daysIn(text);

/** Whole years between two dates; the birthday counts. */
export function age(born: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4));
  return on.slice(5) < born.slice(5) ? years - 1 : years;
}
