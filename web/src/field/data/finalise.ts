// From draft to command, in one transaction: a number is taken, the command and its photos are kept,
// the draft goes. Sealing and signing need the number and cannot run inside a transaction, so they run
// before it and are thrown away if another tab took the number meanwhile.

import { clockOf, localTime } from './clock';
import { sha256, type Bytes } from './bytes';
import { attachmentLine, seal, sealCommand, type Sealed } from './seal';
import { photoKey, type Kept, type Kind, type Meta, type Photo, type Registration } from './records';
import { isFull, type Store } from './store';
import { lockJson, type DataKey } from './vault';
import { codeOf, takeCode, takeSerial } from './numbers';

/** The database is not the one this page was opened with: it was emptied under us. */
export class Wiped extends Error {}
/** Somebody finalised it already, in another tab. */
export class AlreadyFinal extends Error {}
class NumberTaken extends Error {}

export interface PlainPhoto {
  role: string;
  mime: string;
  bytes: Bytes;
}

export interface Slot {
  role: string;
  sha256: string;
  size: number;
  mime: string;
}

/** Numbers taken from the ranges the office gave this phone. */
export interface Taken {
  code: string | null;
  serial: string | null;
}

export interface Plan {
  id: string;
  kind: Kind;
  /** The body without what every body has. */
  body: (taken: Taken, slots: Slot[]) => object;
  /** What the holder reads later. */
  copy: (taken: Taken) => object;
  event: string | null;
  marks: string[];
  depends_on: string[];
  supersedes: string | null;
  photos: PlainPhoto[];
  takes: { code?: boolean; serial?: boolean };
  /** The draft it was, if it was one. */
  draft: string | null;
  /** What is written down in the same breath. */
  also?: (store: Store) => Promise<unknown>;
}

/** What most commands have none of. */
export const plain = { marks: [], depends_on: [], supersedes: null, photos: [], takes: {}, draft: null } satisfies Partial<Plan>;

export interface Opened {
  store: Store;
  key: DataKey;
  registration: Registration;
  store_epoch: string;
  now: () => number;
}

export interface Final {
  commands: Kept[];
  taken: Taken;
  /** The phone was full: the records are safe, the photos were not kept. */
  without_photos: boolean;
}

/** Finalises plans that belong together (an enrolment and its cash) all or not at all. */
export async function finalise(phone: Opened, plans: Plan[]): Promise<Final> {
  try {
    return { ...(await attempt(phone, plans)), without_photos: false };
  } catch (error) {
    if (!isFull(error) || plans.every((plan) => plan.photos.length === 0)) throw error;
    const bare = plans.map((plan) => (plan.photos.length === 0 ? plan : withoutPhotos(plan)));
    return { ...(await attempt(phone, bare)), without_photos: true };
  }
}

const withoutPhotos = (plan: Plan): Plan => ({
  ...plan,
  photos: [],
  // Its page says so, and offers to take them again.
  copy: (taken) => ({ ...plan.copy(taken), without_photos: true }),
});

async function attempt(phone: Opened, plans: Plan[]) {
  const photos = await Promise.all(
    plans.map((plan) => Promise.all(plan.photos.map((photo) => sealed(phone, plan.id, photo)))),
  );
  for (let tries = 0; ; tries += 1) {
    try {
      return await once(phone, plans, photos);
    } catch (error) {
      if (!(error instanceof NumberTaken) || tries > 20) throw error;
    }
  }
}

async function sealed(phone: Opened, command: string, photo: PlainPhoto): Promise<Photo> {
  const { role, mime } = photo;
  const key = photoKey(command, role);
  const bytes = await seal(phone.registration.server_key.public_key, attachmentLine(command, role), photo.bytes);
  return {
    key, command, role, mime, bytes, sha256: await sha256(bytes), size: bytes.length,
    state: 'waiting', offset: 0, restarts: 0, stored_at: null,
  };
}

async function take(store: Store, plans: Plan[]): Promise<{ taken: Taken; changes: Partial<Meta> }> {
  const changes: Partial<Meta> = {};
  const taken: Taken = { code: null, serial: null };
  const codes = await store.get('codes');
  const custody = (await store.get('package'))?.custody;
  if (plans.some((plan) => plan.takes.code) && codes && codes.next <= codes.to) {
    taken.code = codeOf(codes.next);
    changes.codes = takeCode(codes);
  }
  if (plans.some((plan) => plan.takes.serial) && custody) {
    const serial = takeSerial(custody, await store.get('next_serial'));
    taken.serial = serial.text;
    changes.next_serial = serial.next;
  }
  return { taken, changes };
}

async function once(phone: Opened, plans: Plan[], photos: Photo[][]) {
  const { store } = phone;
  const seq = await store.nextSeq();
  const { taken, changes } = await take(store, plans);
  const commands = await Promise.all(plans.map((plan, at) => commandOf(phone, plan, seq + at, taken, photos[at] ?? [])));
  await store.transaction('rw', [store.meta, store.outbox, store.att, store.drafts], async () => {
    if ((await store.get('store_epoch')) !== phone.store_epoch) throw new Wiped();
    if ((await store.outbox.bulkGet(plans.map((plan) => plan.id))).some(Boolean)) throw new AlreadyFinal();
    if ((await store.nextSeq()) !== seq) throw new NumberTaken();
    await store.set({ ...changes, next_seq: seq + plans.length });
    await store.outbox.bulkAdd(commands);
    const drafts = plans.map((plan) => plan.draft).filter((id) => id !== null);
    await store.att.where('command').anyOf(drafts).delete();
    await store.att.bulkPut(photos.flat());
    await store.drafts.bulkDelete(drafts);
    for (const { supersedes, id } of plans) {
      if (supersedes) await store.outbox.update(supersedes, { superseded_by: id });
    }
    for (const { also } of plans) await also?.(store);
  });
  return { commands, taken };
}

async function commandOf(phone: Opened, plan: Plan, seq: number, taken: Taken, photos: Photo[]): Promise<Kept> {
  const { store, registration } = phone;
  const now = phone.now();
  const slots = photos.map(({ role, sha256: digest, size, mime }) => ({ role, sha256: digest, size, mime }));
  const versions = (await store.ref.toArray()).map((it) => [it.name, it.version]);
  const body = {
    made_at: localTime(now),
    clock: clockOf(await store.get('clock'), (await store.get('clock_jump')) ?? false),
    ref: Object.fromEntries(versions) as Record<string, string>,
    ...plan.body(taken, slots),
  };
  const header = {
    id: plan.id, device: registration.device, store_epoch: phone.store_epoch, seq, kind: plan.kind, v: 1,
    actor: registration.holder.id, depends_on: plan.depends_on, supersedes: plan.supersedes,
  };
  const keys = { device: registration.keys.privateKey, office: registration.server_key.public_key };
  const closed: Sealed = await sealCommand(header, body, keys);
  return {
    ...closed,
    state: 'queued',
    made_at: new Date(now).toISOString(),
    captured_at: null,
    event: plan.event,
    superseded_by: null,
    marks: plan.marks,
    copy: await lockJson(phone.key, plan.id, { ...plan.copy(taken), body }),
  };
}
