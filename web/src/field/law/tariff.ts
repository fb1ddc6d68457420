// The law's own parameter files, as the office sends them: unchanged, as JSON. What a date finds in
// them is the entry that speaks on it, or a refusal; nothing is filled from memory.

export interface Source {
  instrument: string;
  article?: string;
  article_status?: string;
}

export interface Tier {
  band: number;
  from: number;
  base: number;
  amount: number;
  status?: string;
}

export interface Entry {
  name?: string;
  from: string;
  until?: string;
  value?: unknown;
  tiers?: Tier[];
  status: string;
  source: Source;
  note?: string;
  segment?: string;
  programmes?: string[];
  sectors?: string[];
  payers?: string[];
  excluded_payers?: string[];
  joined_until?: string;
  joined_from?: string;
  full_months_first?: number;
  settled_through?: string;
  pays?: string;
}

export interface Parameter {
  key: string;
  title_id: string;
  title_en: string;
  unit: string;
  read_through: string;
  entry: Entry[];
}

export interface Tariff {
  version: string;
  parameters: Record<string, Parameter>;
  /** Titles of instruments, where the office sends them. */
  instruments?: Record<string, string>;
}

/** The law does not say, or says no. `code` is the server's; both sentences are for people. */
export class LawRefusal extends Error {
  constructor(
    readonly code: string,
    readonly id: string,
    readonly en: string,
  ) {
    super(id);
  }
}

import { firstDay, lastDay, plus } from './months';

const dayFrom = (text: string): string => (text.length === 7 ? firstDay(text) : text);
const dayUntil = (text: string): string => (text.length === 7 ? lastDay(text) : text);

function aheadUntil(tariff: Tariff, parameter: Parameter): string {
  const known = tariff.parameters['contribution.ahead_months']?.entry.filter((it) => it.status !== 'unknown');
  const months = Number(known?.at(-1)?.value ?? 0);
  return lastDay(plus(parameter.read_through, months));
}

/** The entry of a parameter that speaks on a date. */
export function entryAt(tariff: Tariff, key: string, date: string): { parameter: Parameter; entry: Entry } {
  const parameter = tariff.parameters[key];
  if (!parameter) {
    throw new LawRefusal('LAW_NO_SUCH_PARAMETER', `Tidak ada parameter “${key}” di HP ini; perbarui data rujukan`, `there is no parameter “${key}” on this phone; update the reference files`);
  }
  const last = parameter.entry.filter((it) => it.from !== 'unknown' && dayFrom(it.from) <= date).at(-1);
  const speaks = last && date <= aheadUntil(tariff, parameter) && (!last.until || date <= dayUntil(last.until));
  if (!speaks) {
    const { title_id, title_en, read_through } = parameter;
    throw new LawRefusal(
      'LAW_NOT_READ',
      `${title_id}: hukum untuk tanggal ${date} belum dibaca (terakhir dibaca ${read_through}); tanyakan tanggal lain`,
      `${title_en}: no law has been read for ${date} (last read on ${read_through}); ask for another date`,
    );
  }
  return { parameter, entry: last };
}

export const unknown = (parameter: Parameter) =>
  new LawRefusal(
    'LAW_UNKNOWN',
    `${parameter.title_id}: belum diketahui; harus dibaca dulu dalam naskah resmi`,
    `${parameter.title_en}: not known; it must first be read in the official text`,
  );

/** Every relief rule, parameter by parameter in the order of their keys. */
export function reliefs(tariff: Tariff): { parameter: Parameter; entry: Entry }[] {
  return Object.keys(tariff.parameters)
    .sort()
    .map((key) => tariff.parameters[key] as Parameter)
    .filter((parameter) => parameter.unit === 'relief')
    .flatMap((parameter) => parameter.entry.map((entry) => ({ parameter, entry })));
}

/** `PP 50/2025` of `pp-50-2025`, where the office sent no title. */
export function titleOf(tariff: Tariff, instrument: string): string {
  const sent = tariff.instruments?.[instrument];
  if (sent) return sent;
  const found = /^([a-z]+)-(\d+)-(\d{4})$/.exec(instrument);
  if (!found) return instrument;
  const kind = found[1] ?? '';
  const name = kind.length <= 3 ? kind.toUpperCase() : kind.charAt(0).toUpperCase() + kind.slice(1);
  return `${name} ${found[2]}/${found[3]}`;
}
