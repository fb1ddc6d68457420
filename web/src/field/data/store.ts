// The phone's database. Writes are strict: when one has answered, the bytes are on the disk, so
// "saved on this phone" is never said too early. Changes of the schema only add.

import { Dexie, type EntityTable } from 'dexie';
import type { Draft, Kept, Meta, Mine, Photo, Reference, Result } from './records';

const prefix = 'lindung-field-';

export class Store extends Dexie {
  declare drafts: EntityTable<Draft, 'id'>;
  declare outbox: EntityTable<Kept, 'id'>;
  declare att: EntityTable<Photo, 'key'>;
  declare results: EntityTable<Result, 'id'>;
  declare ref: EntityTable<Reference, 'name'>;
  declare mine: EntityTable<Mine, 'key'>;
  declare meta: EntityTable<{ key: string; value: unknown }, 'key'>;

  /** One database a device: holders who share a phone never open each other's. */
  constructor(readonly device: string) {
    super(prefix + device, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({
      drafts: 'id, updated_at, *marks',
      outbox: 'id, &seq, state, kind, event, made_at, *marks',
      att: 'key, command, state',
      results: 'id, outcome',
      ref: 'name',
      mine: 'key, kind',
      meta: 'key',
    });
  }

  async get<K extends keyof Meta>(key: K): Promise<Meta[K] | undefined> {
    return (await this.meta.get(key))?.value as Meta[K] | undefined;
  }

  async set(values: Partial<Meta>): Promise<void> {
    await this.meta.bulkPut(Object.entries(values).map(([key, value]) => ({ key, value })));
  }

  /** The number after the last one used; read and written only inside a transaction that uses it. */
  async nextSeq(): Promise<number> {
    return (await this.get('next_seq')) ?? 1;
  }
}

/** The devices this browser has a database for. */
export async function storedDevices(): Promise<string[]> {
  const names = await Dexie.getDatabaseNames();
  return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
}

export const isFull = (error: unknown): boolean => {
  const names = [error, (error as { inner?: unknown })?.inner].map((it) => (it as Error)?.name ?? '');
  return names.some((name) => name.includes('Quota'));
};

/** For what may be left unwritten while the phone is full. */
export function unlessFull(error: unknown): void {
  if (!isFull(error)) throw error;
}
