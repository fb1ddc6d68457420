// The phone's price and its reading of identity numbers pass the law's own cases, from the law's own
// files. A new case in law/cases is a new test here without a word of program.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { birthDates, nikWarnings, readNik } from '../../src/field/law/nik';
import { ofOrdinal, ordinal } from '../../src/field/law/months';
import { price, priceMonths, type PriceInput, type Programme } from '../../src/field/law/price';
import { LawRefusal, type Parameter, type Tariff } from '../../src/field/law/tariff';

const law = join(import.meta.dirname, '../../../law');
// As the office sends them: the files as JSON, dates as texts.
const asJson = (path: string) => JSON.parse(JSON.stringify(parse(readFileSync(path, 'utf8')))) as unknown;

function tariff(): Tariff {
  const parameters: Record<string, Parameter> = {};
  for (const file of readdirSync(join(law, 'contribution'))) {
    const parameter = asJson(join(law, 'contribution', file)) as Parameter;
    parameters[parameter.key] = parameter;
  }
  const { instrument } = asJson(join(law, 'instruments.toml')) as { instrument: { id: string; title: string }[] };
  const instruments = Object.fromEntries(instrument.map((it) => [it.id, it.title]));
  return { version: 'test', parameters, instruments };
}

interface Case {
  id: string;
  title: string;
  kind: string;
  input: Record<string, unknown>;
  expect: Record<string, unknown>;
}

const cases = readdirSync(join(law, 'cases')).flatMap((file) => (asJson(join(law, 'cases', file)) as { case: Case[] }).case);

/** `2026-11`, `2026-11,2026-12` or `2026-11..2027-01`. */
function months(text: string): string[] {
  return text.split(',').flatMap((part) => {
    const [first = '', last = first] = part.split('..');
    const n = ordinal(last) - ordinal(first) + 1;
    return Array.from({ length: n }, (_, at) => ofOrdinal(ordinal(first) + at));
  });
}

const told = (input: Record<string, unknown>) => input as unknown as Omit<PriceInput, 'month'>;

describe('the price on the phone is the law’s', () => {
  const all = tariff();
  const prices = cases.filter((it) => it.kind === 'price');
  it('has cases to pass', () => expect(prices.length).toBeGreaterThan(40));

  it.each(prices.map((it) => [it.id, it.title, it] as const))('%s %s', (_id, _title, { input, expect: wanted }) => {
    const asked = () => priceMonths(all, months(String(input.months)), told(input));
    if (wanted.refused) {
      expect(asked).toThrowError(expect.objectContaining({ code: wanted.refused }) as Error);
      return;
    }
    const found = asked();
    const workers = Number(input.workers ?? 1);
    if (wanted.total !== undefined) expect(found.total * workers).toBe(wanted.total);
    for (const programme of ['jkk', 'jkm', 'jht'] as Programme[]) {
      const sum = found.months.reduce((total, month) => total + (month.programmes[programme] ?? 0), 0);
      if (wanted[programme] !== undefined) expect(sum).toBe(wanted[programme]);
    }
    if (wanted.credit !== undefined) expect(Number(input.paid) - found.total).toBe(wanted.credit);
    expect(found.because.parts).toHaveLength(found.months.length);
    const cited = JSON.stringify(found.because).match(/"instrument"/g) ?? [];
    expect(cited.length).toBeGreaterThanOrEqual(found.months.length);
  });

  it.each(cases.filter((it) => it.kind === 'funded').map((it) => [it.id, it] as const))('%s how many a sum pays for', (_, { input, expect: wanted }) => {
    const each = priceMonths(all, months(String(input.months)), told(input)).total;
    if (wanted.each !== undefined) expect(each).toBe(wanted.each);
    expect(Math.floor(Number(input.money) / each)).toBe(wanted.workers);
  });

  it('says why, as the office does', () => {
    const { because } = price(all, { month: '2026-11', income: 900_000, sector: 'other', payer: 'self', programmes: ['jkk', 'jkm'] });
    expect(because.id).toBe('Iuran November 2026: Rp8.400');
    expect(because.parts?.[0]?.parts?.map((part) => part.id)).toEqual([
      'Lapisan 1: dasar Rp1.000.000 → Rp10.000',
      'Keringanan PP 50/2025: dibayar 50 % dari Rp10.000 = Rp5.000',
    ]);
    const village = price(all, { month: '2026-11', income: 900_000, sector: 'other', payer: 'apbd', programmes: ['jkk'] });
    expect(JSON.stringify(village.because)).toContain('Tanpa keringanan PP 50/2025: iuran yang dibayar apbd dikecualikan');
  });

  it('refuses what it was not sent', () => {
    const asked = { month: '2026-11', income: 1, sector: 'other', payer: 'self', programmes: ['jkk'] as Programme[] };
    expect(() => price({ version: 'empty', parameters: {} }, asked)).toThrow(LawRefusal);
  });
});

describe('identity numbers', () => {
  it.each(cases.filter((it) => it.kind === 'nik').map((it) => [it.id, it.title, it] as const))('%s %s', (_id, _title, { input, expect: wanted }) => {
    const { nik, fault } = readNik(String(input.text));
    if (wanted.refused) {
      expect(fault?.code).toBe(wanted.refused);
      return;
    }
    for (const fact of ['area', 'day', 'month', 'year2', 'sex'] as const) {
      if (wanted[fact] !== undefined) expect(nik?.[fact]).toBe(wanted[fact]);
    }
    const known = input.area_known !== false;
    if (wanted.warnings !== undefined && nik) expect(nikWarnings(nik, known).join(',')).toBe(wanted.warnings);
  });

  it('forgives what people type and names what a spreadsheet did', () => {
    expect(readNik(" '3273 0145-0790.9999 ").nik?.digits).toBe('3273014507909999');
    expect(readNik('3,27301E15').fault?.code).toBe('NIK_SPREADSHEET');
    expect(readNik('327301450790999X').fault).toEqual({ code: 'NIK_NOT_DIGITS', found: 'X' });
    expect(readNik('').fault).toEqual({ code: 'NIK_LENGTH', found: '0' });
  });

  it('suggests a birth date only where one fits, and asks where two do', () => {
    const born = (text: string) => birthDates(readNik(text).nik!, '2026-11-21');
    expect(born('3201014107900001')).toEqual(['1990-07-01']);
    // 15 on the day: of 2011 or nobody's; of 1926 a hundred years old.
    expect(born('3201012111110001')).toEqual(['2011-11-21']);
    expect(born('3201012211110001')).toEqual([]);
    expect(born('3201012111260001')).toEqual(['1926-11-21']);
    expect(born('3201016902000001')).toEqual(['2000-02-29']);
  });
});
