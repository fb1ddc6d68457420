// Reference files: fetched once, checked by their digest, kept whole as text and read when needed. A
// file of eighty thousand rows is never put into the database row by row.

import { sha256, utf8 } from './bytes';
import type { ManifestFile, WorkPackage } from './records';
import type { Store } from './store';
import type { Wire } from '../sync/ports';
import type { Tariff } from '../law/tariff';

export interface Village {
  code: string;
  name: string;
  district: string;
}

export interface Occupation {
  code: string;
  id: string;
  en: string;
  sector: string;
  aliases: string[];
}

/** The files this holder needs: the small ones, and the villages of their regencies. */
export function needed(pack: WorkPackage): ManifestFile[] {
  const places = pack.areas.map((area) => area.code.slice(0, 5));
  const isMine = (name: string) => places.some((code) => name.startsWith(`villages-${code}`));
  return pack.ref.filter(({ name }) => !name.startsWith('villages-') || isMine(name));
}

export async function fetchPackage(store: Store, wire: Wire, token: string, now: number): Promise<WorkPackage> {
  const heard = await wire({ method: 'GET', path: '/api/v1/sync/package', token });
  if (heard.status !== 200) throw new Error(`package ${heard.status}`);
  const pack = heard.json as WorkPackage;
  const had = await store.get('codes');
  // Our own count is ahead of the office's until everything has been sent.
  const codes = pack.codes && had && had.from === pack.codes.from ? { ...pack.codes, next: Math.max(had.next, pack.codes.next) } : (pack.codes ?? had);
  await store.set({ package: pack, package_at: new Date(now).toISOString(), ...(codes ? { codes } : {}) });
  return pack;
}

/** Fetches what is new; `say` after each file. What is here already is not asked for again. */
export async function fetchReferences(store: Store, files: ManifestFile[], say: (done: number) => void): Promise<void> {
  for (const [at, file] of files.entries()) {
    const here = await store.ref.get(file.name);
    if (here?.sha256 !== file.sha256) await fetchReference(store, file);
    say(at + 1);
  }
}

async function fetchReference(store: Store, { name, version, sha256: digest, address }: ManifestFile): Promise<void> {
  const response = await fetch(address, { signal: AbortSignal.timeout(60_000) });
  const text = await response.text();
  if (!response.ok || (await sha256(utf8(text))) !== digest) throw new Error(`reference ${name}`);
  await store.ref.put({ name, version, sha256: digest, text });
}

const rows = (text: string): string[][] =>
  text.split('\n').filter((line) => line.trim() !== '').map((line) => line.split('\t').map((cell) => cell.trim()));

export async function tariffOf(store: Store): Promise<Tariff | null> {
  const file = await store.ref.get('tariff');
  return file ? (JSON.parse(file.text) as Tariff) : null;
}

export async function villagesOf(store: Store): Promise<Village[]> {
  const files = (await store.ref.toArray()).filter(({ name }) => name.startsWith('villages-'));
  return files.flatMap(({ text }) => rows(text))
    .filter(([code]) => /^\d/.test(code ?? ''))
    .map(([code = '', name = '', district = '']) => ({ code, name, district }));
}

export async function occupationsOf(store: Store): Promise<Occupation[]> {
  const file = await store.ref.get('occupations');
  return rows(file?.text ?? '')
    .filter(([code]) => code !== 'code')
    .map(([code = '', id = '', en = '', sector = 'other', aliases = '']) => ({
      code, id, en: en || id, sector, aliases: aliases.split(/[;,]/).map((it) => it.trim()).filter(Boolean),
    }));
}

/** `33.02` to `Kabupaten Banyumas, Jawa Tengah`. */
export async function regenciesOf(store: Store): Promise<Map<string, string>> {
  const file = await store.ref.get('regencies');
  const found = rows(file?.text ?? '').map(([code = '', name = '', province = '']) => [code, `${name}, ${province}`] as const);
  return new Map(found);
}

/** The rows whose words begin with every word that was typed; best matches first. */
export function matching<T>(all: T[], typed: string, textOf: (row: T) => string, most = 20): T[] {
  const wanted = plain(typed).split(' ').filter(Boolean);
  if (wanted.length === 0) return [];
  const found = all.flatMap((row) => {
    const text = ` ${plain(textOf(row))} `;
    const places = wanted.map((word) => text.indexOf(` ${word}`));
    // A whole word before the beginning of one: the village Kalisari before Kalisarimulya.
    const part = text.includes(` ${wanted.join(' ')} `) ? 0 : 0.5;
    return places.some((place) => place < 0) ? [] : [{ row, at: Math.min(...places) + part }];
  });
  return found.sort((a, b) => a.at - b.at).slice(0, most).map(({ row }) => row);
}

const plain = (text: string) => text.toLowerCase().normalize('NFD').replace(/[^a-z0-9]+/g, ' ').trim();
