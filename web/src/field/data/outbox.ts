// The outbox of one phone, as sending sees it: sealed bytes and how far they have come. Nothing here
// needs the PIN.

import type { ClockPair, Kept, Photo, Result } from './records';
import type { Sealed } from './seal';
import { unlessFull, type Store } from './store';
import type { Change, Counts, DeviceState, Identity, Outbox, Waiting } from '../sync/ports';

const unsent = ['queued', 'sending', 'aside'];

export function outboxOf(store: Store): Outbox {
  const states = (ids: string[], from: Kept['state'][], state: Kept['state']) =>
    store.outbox.where('id').anyOf(ids).and((it) => from.includes(it.state)).modify({ state });

  return {
    identity: () => identityOf(store),
    oldest: (n, all) => oldest(store, n, all),
    counts: () => countsOf(store),
    // A full phone still sends: that is how it gets room again.
    sending: async (ids) => void (await states(ids, ['queued', 'aside'], 'sending').catch(unlessFull)),
    backToQueue: async (ids) => void (await states(ids, ['sending'], 'queued')),
    setAside: async (id) => void (await store.outbox.update(id, { state: 'aside' })),
    captured: (results, now) => captured(store, results, now),
    capturedSince: async (time) => {
      const from = new Date(time).toISOString();
      const rows = store.outbox.where('state').equals('captured').and((it) => (it.captured_at ?? '') >= from);
      return rows.primaryKeys();
    },
    offerAgain: (ids) => offerAgain(store, ids),
    nextPhoto: () => nextPhoto(store),
    photoPart: async (key, from, to) => (await store.att.get(key))?.bytes?.subarray(from, to) ?? null,
    photoAt: async (key, offset) => void (await store.att.update(key, { offset })),
    photoStored: async (key, now) => {
      const stored_at = new Date(now).toISOString();
      await store.att.update(key, (photo: Photo) => {
        Object.assign(photo, { state: 'stored', offset: photo.size, stored_at });
      });
    },
    photoRestart: async (key) => {
      await store.att.update(key, (photo: Photo) => {
        Object.assign(photo, { offset: 0, restarts: photo.restarts + 1 });
      });
    },
    photoFailed: async (key) => void (await store.att.update(key, { state: 'failed' })),
    cursor: async () => (await store.get('cursor')) ?? null,
    datasetEpoch: async () => (await store.get('dataset_epoch')) ?? null,
    setDatasetEpoch: (epoch) => store.set({ dataset_epoch: epoch }),
    apply: (changes, cursor, now) => apply(store, changes, cursor, now),
    heard: (clock, device) => heard(store, clock, device),
  };
}

async function identityOf(store: Store): Promise<Identity | null> {
  const [registration, store_epoch] = await Promise.all([store.get('registration'), store.get('store_epoch')]);
  return registration && store_epoch ? { device: registration.device, token: registration.token, store_epoch } : null;
}

async function oldest(store: Store, n: number, all: boolean): Promise<Sealed[]> {
  const states = all ? unsent : ['queued', 'sending'];
  const rows = (await store.outbox.where('state').anyOf(states).sortBy('seq')).slice(0, n);
  return rows.map(({ id, seq, kind, v, actor, depends_on, supersedes, sha256, sealed, sig }) => ({
    id, seq, kind, v, actor, depends_on, supersedes, sha256, sealed, sig,
  }));
}

export async function countsOf(store: Store): Promise<Counts> {
  const rows = await store.outbox.where('state').anyOf(unsent).toArray();
  const oldest_made_at = rows.reduce<string | null>((least, { made_at }) => (least && least < made_at ? least : made_at), null);
  return { pending: rows.length, oldest_made_at, attachments_pending: await store.att.where('state').equals('waiting').count() };
}

async function captured(store: Store, results: Result[], now: number): Promise<void> {
  const captured_at = new Date(now).toISOString();
  await store.transaction('rw', store.outbox, store.results, async () => {
    for (const result of results) {
      const changed = await store.outbox.update(result.id, { state: 'captured', captured_at });
      if (changed || (await store.outbox.get(result.id))) await store.results.put(result);
    }
  });
}

async function offerAgain(store: Store, ids: string[]): Promise<void> {
  await store.transaction('rw', store.outbox, store.att, store.results, async () => {
    await store.outbox.where('id').anyOf(ids).modify({ state: 'queued', captured_at: null });
    await store.results.bulkDelete(ids);
    const photos = store.att.where('command').anyOf(ids).and((it) => it.state === 'stored' && it.bytes !== null);
    await photos.modify({ state: 'waiting', offset: 0, restarts: 0, stored_at: null });
  });
}

/** The oldest photo whose command the office has: text before photos, always. */
async function nextPhoto(store: Store): Promise<Waiting | null> {
  const waiting = await store.att.where('state').equals('waiting').toArray();
  const commands = await store.outbox.bulkGet(waiting.map((it) => it.command));
  const at = commands.findIndex((it) => it?.state === 'captured');
  const photo = waiting[at];
  if (!photo) return null;
  const { key, command, sha256, size, offset, restarts } = photo;
  return { key, command, sha256, size, offset, restarts };
}

const instants = (payload: unknown): Partial<Result> & { decided_at?: string } => (payload ?? {}) as Result;

async function apply(store: Store, changes: Change[], cursor: string, now: number): Promise<void> {
  const at = new Date(now).toISOString();
  await store.transaction('rw', store.results, store.mine, store.meta, async () => {
    for (const { kind, key, op, payload } of changes) {
      if (kind === 'outcome' && op === 'put') {
        const { outcome, code, fields, args, entities, case: matter, decided_at } = instants(payload);
        if (!outcome || !code) continue;
        await store.results.put({
          id: key, outcome, code, fields: fields ?? [], args: args ?? {}, entities: entities ?? {},
          case: matter ?? null, at: decided_at ?? at,
        });
      } else if (op === 'put') {
        await store.mine.put({ key: `${kind}/${key}`, kind, payload });
      } else {
        await store.mine.delete(`${kind}/${key}`);
      }
    }
    await store.set({ cursor });
  });
}

async function heard(store: Store, clock: ClockPair, device: DeviceState | null): Promise<void> {
  const { status, min_app } = device ?? { status: 'active' as const, min_app: '' };
  await store.set({ clock, device: { status, min_app }, synced_at: new Date(clock.device).toISOString(), clock_jump: false });
}
