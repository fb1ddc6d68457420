// What a month costs a non-wage worker, on the phone: the same computation as the office's, from the
// same files, proved by the same cases. Whole rupiah and exact parts per million, no fractions.

import { rupiah } from '../../ui/words';
import type { Because } from '../data/records';
import { explain } from './explain';
import { firstDay, ordinal } from './months';
import { entryAt, LawRefusal, reliefs, unknown, type Entry, type Parameter, type Tariff, type Tier } from './tariff';

export type Programme = 'jkk' | 'jkm' | 'jht' | 'jp';
export const priced: Programme[] = ['jkk', 'jkm', 'jht'];

export interface PriceInput {
  month: string;
  income: number;
  sector: string;
  payer: string;
  programmes: Programme[];
  joined?: string;
  settled_through?: string;
}

export interface Line {
  programme: Programme;
  parameter: Parameter;
  entry: Entry;
  tier: Tier | null;
  full: number;
  relief: { parameter: Parameter; entry: Entry; pays: number } | null;
  due: number;
}

export interface MonthPrice {
  month: string;
  total: number;
  programmes: Partial<Record<Programme, number>>;
}

/** Parts per million of a percentage written as a text: `0.24` is 2,400. */
export function perMillion(text: string): number | null {
  const found = /^(\d+)(?:[.,](\d{1,4}))?$/.exec(text.trim());
  return found ? Number(found[1]) * 10_000 + Number((found[2] ?? '').padEnd(4, '0')) : null;
}

/** A rate of an amount; amounts times a million stay far below 2^53. */
export function share(parts: number, amount: number, rounding: string): number {
  const exact = amount * parts;
  return rounding === 'down' ? Math.floor(exact / 1_000_000) : Math.floor((exact + 500_000) / 1_000_000);
}

export function price(tariff: Tariff, input: PriceInput): { price: MonthPrice; because: Because } {
  const lines = settle(tariff, input);
  const total = lines.reduce((sum, line) => sum + line.due, 0);
  const programmes = Object.fromEntries(lines.map((line) => [line.programme, line.due]));
  return { price: { month: input.month, total, programmes }, because: explain(tariff, input, lines, total) };
}

/** Several months: the sum of each at the law of its month. */
export function priceMonths(tariff: Tariff, months: string[], input: Omit<PriceInput, 'month'>) {
  if (months.length === 0) throw new LawRefusal('MONTH_MISSING', 'Bulan belum dipilih', 'no month was named');
  const each = months.map((month) => price(tariff, { ...input, month }));
  const total = each.reduce((sum, it) => sum + it.price.total, 0);
  const because: Because = {
    rule: 'contribution.months',
    id: `Jumlah ${each.length} bulan, masing-masing menurut hukum bulannya: ${rupiah(total)}`,
    en: `Sum of ${each.length} months, each by the law of its month: ${rupiah(total)}`,
    status: 'confirmed',
    parts: each.map((it) => it.because),
  };
  return { total, months: each.map((it) => it.price), because };
}

function settle(tariff: Tariff, input: PriceInput): Line[] {
  if (input.income <= 0) {
    throw new LawRefusal(
      'INCOME_NOT_POSITIVE',
      `Penghasilan ${rupiah(input.income)}; harus lebih dari nol, dan yang di bawah Rp1.000.000 masuk lapisan pertama`,
      `the income is ${rupiah(input.income)}; it must be above zero, and who earns less than Rp1.000.000 is placed in the first band`,
    );
  }
  if (input.programmes.length === 0) throw new LawRefusal('PROGRAMME_MISSING', 'Program belum dipilih', 'no programme was named');
  if (input.programmes.includes('jp')) {
    throw new LawRefusal('PROGRAMME_NOT_FOR_SEGMENT', 'jp tidak ada untuk segmen bpu; hapus dari pilihan', 'jp does not exist for segment bpu; leave it out');
  }
  return priced.filter((it) => input.programmes.includes(it)).map((programme) => line(tariff, input, programme));
}

const keys: Record<Programme, string> = {
  jkk: 'contribution.tiers_jkk_bpu',
  jkm: 'contribution.jkm_bpu',
  jht: 'contribution.tiers_jht_bpu',
  jp: 'contribution.tiers_jht_bpu',
};

function line(tariff: Tariff, input: PriceInput, programme: Programme): Line {
  const day = firstDay(input.month);
  const { parameter, entry } = entryAt(tariff, keys[programme], day);
  const tier = entry.tiers ? tierOf(entry.tiers, input.income) : null;
  if (!tier && typeof entry.value !== 'number') throw unknown(parameter);
  const full = tier ? tier.amount : (entry.value as number);
  const relief = reliefFor(tariff, input, programme);
  const due = relief ? share(relief.pays, full, rounding(tariff, day)) : full;
  return { programme, parameter, entry, tier, full, relief, due };
}

/** The band of an income: it reaches to below the next one. */
export const tierOf = (tiers: Tier[], income: number): Tier | null =>
  tiers.filter((tier) => tier.from <= income).at(-1) ?? null;

function rounding(tariff: Tariff, day: string): string {
  const { parameter, entry } = entryAt(tariff, 'contribution.rounding', day);
  if (entry.value === 'unknown') throw unknown(parameter);
  return entry.value === 'down' ? 'down' : 'half_up';
}

function reliefFor(tariff: Tariff, input: PriceInput, programme: Programme): Line['relief'] {
  for (const { parameter, entry } of reliefs(tariff)) {
    const verdict = judge(entry, input, programme);
    if (verdict === 'joined-needed') {
      throw new LawRefusal('JOINED_NEEDED', `Iuran ${input.month} tergantung bulan mulai menjadi peserta`, `the price of ${input.month} depends on the month the member joined`);
    }
    if (verdict !== 'applies') continue;
    const pays = perMillion(entry.pays ?? '');
    if (pays === null) throw unknown(parameter);
    return { parameter, entry, pays };
  }
  return null;
}

export type Verdict =
  | 'applies' | 'elsewhere' | 'joined-needed'
  | 'sector' | 'payer' | 'payer-excluded' | 'joined' | 'first-months' | 'not-settled';

/** What a relief says to a case; the words after `joined-needed` are why it does not help. */
export function judge(rule: Entry, input: PriceInput, programme: Programme): Verdict {
  const from = rule.from.slice(0, 7);
  const until = rule.until?.slice(0, 7) ?? from;
  const isNear = rule.segment === 'bpu' && rule.programmes?.includes(programme) && input.month >= from && input.month <= until;
  if (!isNear) return 'elsewhere';
  // The exclusion is the stronger reason: it holds in every sector.
  if (rule.excluded_payers?.includes(input.payer)) return 'payer-excluded';
  if (!rule.sectors?.includes(input.sector)) return 'sector';
  if (!rule.payers?.includes(input.payer)) return 'payer';
  const { joined_until, joined_from, full_months_first = 0, settled_through } = rule;
  if (joined_until || joined_from || full_months_first > 0) {
    if (!input.joined) return 'joined-needed';
    if ((joined_until && input.joined > joined_until) || (joined_from && input.joined < joined_from)) return 'joined';
    if (ordinal(input.month) - ordinal(input.joined) < full_months_first) return 'first-months';
  }
  if (settled_through && input.settled_through && input.settled_through < settled_through) return 'not-settled';
  return 'applies';
}
