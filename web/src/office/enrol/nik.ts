// The birth dates a NIK can mean: the century is not in the number, so a working age decides, and
// where two years fit both are offered.

interface NikSays {
  day: number;
  month: number;
  year2: number;
}

export function birthDates(says: NikSays, thisYear = new Date().getFullYear()): string[] {
  const two = (n: number) => String(n).padStart(2, '0');
  const years = [1900 + says.year2, 2000 + says.year2];
  return years
    .filter((year) => thisYear - year >= 15 && thisYear - year <= 100)
    .map((year) => `${year}-${two(says.month)}-${two(says.day)}`);
}

/** Whole years on a day. */
export const ageOn = (born: string, on: string): number =>
  Number(on.slice(0, 4)) - Number(born.slice(0, 4)) - (on.slice(5) < born.slice(5) ? 1 : 0);
