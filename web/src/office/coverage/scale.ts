// Five steps from least to most, of what a map shows: the share where there is a base, else heads.

export interface Shade {
  /** 0 to 4, or nothing where there is no figure. */
  step: number | null;
}

const shares = [10, 20, 30, 40];

/** The bounds between the five steps. */
export function bounds(values: number[], isShare: boolean): number[] {
  if (isShare) return shares;
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  if (sorted.length === 0) return [1, 2, 3, 4];
  const at = (part: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!);
  // Where few areas have anybody, parts of them begin at the same number: each is said once.
  return [...new Set([at(0.2), at(0.4), at(0.6), at(0.8)])];
}

/** Two leading digits are enough for a legend. */
function round(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / unit) * unit;
}

export const stepOf = (value: number, steps: number[]) => steps.filter((bound) => value >= bound).length;
