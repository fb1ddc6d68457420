// One turn of sending: commands, then photos, then what changed at the office. It may stop anywhere,
// and whatever was not confirmed is simply still there at the next turn.

import type { Result } from '../data/records';
import { BatchPace, ChunkPace } from './pace';
import { sendPhotos } from './photos';
import { pullChanges } from './pull';
import { Later, Silence, SignedOut, type DeviceState, type Heard, type Identity, type Ports, type Why } from './ports';

export const sixtyDays = 60 * 24 * 3600_000;

export type End =
  | { end: 'done'; wipe: boolean }
  | { end: 'silence'; why: Why; retry_after_ms: number | null }
  | { end: 'signed-out' }
  | { end: 'not-registered' };

export interface Pace {
  batch: BatchPace;
  chunk: ChunkPace;
}

export const newPace = (): Pace => ({ batch: new BatchPace(), chunk: new ChunkPace() });

interface PushAnswer {
  server_now: string;
  dataset_epoch: string;
  device: Partial<DeviceState> | null;
  results: (Omit<Result, 'at'> & { captured: boolean; attachments?: { sha256: string; received: number; size: number }[] })[];
}

/** A turn; `all` also tries what was set aside (somebody tapped). */
export async function turn(ports: Ports, pace: Pace, all: boolean, carrier?: Identity): Promise<End> {
  const own = await ports.outbox.identity();
  const identity = own && carrier ? { ...own, token: carrier.token, carrier: { device: carrier.device, store_epoch: carrier.store_epoch } } : own;
  if (!identity) return { end: 'not-registered' };
  try {
    let device = await pushAll(ports, pace, identity, all);
    if (device.restored) {
      await offerWhatIsMissing(ports, identity, device.server_now);
      device = await pushAll(ports, pace, identity, all);
    }
    await sendPhotos(ports, pace.chunk, identity);
    if (device.status !== 'revoked' && !identity.carrier) await pullChanges(ports, identity);
    const left = await ports.outbox.counts();
    const empty = left.pending === 0 && left.attachments_pending === 0;
    // What the office counted before the photos went may be out of date: ask once more.
    if (device.status === 'revoked' && empty && !device.wipe) device = await pushAll(ports, pace, identity, false);
    return { end: 'done', wipe: device.wipe && empty };
  } catch (error) {
    if (error instanceof SignedOut) return { end: 'signed-out' };
    if (error instanceof Later) return { end: 'silence', why: 'busy', retry_after_ms: error.retry_after_ms };
    if (error instanceof Silence) return { end: 'silence', why: error.why, retry_after_ms: null };
    throw error;
  }
}

interface Told extends DeviceState {
  restored: boolean;
  server_now: number;
}

/** Pushes until nothing waits; one push at least, by which the office sees that we live. */
async function pushAll(ports: Ports, pace: Pace, identity: Identity, all: boolean): Promise<Told> {
  const { outbox } = ports;
  const tried = new Set<string>();
  let told: Told = { status: 'active', min_app: '', wipe: false, restored: false, server_now: 0 };
  let sent = 0;
  const of = (await outbox.counts()).pending;
  for (;;) {
    const waiting = (await outbox.oldest(pace.batch.size.commands + tried.size, all)).filter((it) => !tried.has(it.id));
    const batch = pace.batch.fit(waiting);
    if (batch.length === 0 && sent > 0) return told;
    ports.say?.({ doing: 'commands', sent, of });
    const answer = await pushOnce(ports, pace, identity, batch);
    if (answer === 'smaller') continue;
    if (answer === 'aside') {
      batch.forEach((it) => tried.add(it.id));
      sent += 1;
      continue;
    }
    batch.forEach((it) => tried.add(it.id));
    told = { ...answer.told, restored: told.restored || answer.told.restored };
    sent += Math.max(1, batch.length);
    if (batch.length === 0) return told;
  }
}

async function pushOnce(
  ports: Ports,
  pace: Pace,
  identity: Identity,
  batch: Awaited<ReturnType<Ports['outbox']['oldest']>>,
): Promise<{ told: Told } | 'smaller' | 'aside'> {
  const { outbox } = ports;
  const ids = batch.map((it) => it.id);
  const [counts, about] = [await outbox.counts(), await ports.about()];
  await outbox.sending(ids);
  const own = { device: identity.device, store_epoch: identity.store_epoch };
  const json = {
    proto: 1, ...(identity.carrier ? { ...identity.carrier, carried_for: own } : own),
    client_now: ports.clientTime(ports.now()), app: about.app, queue: counts, storage: about.storage, commands: batch,
  };
  let heard: Heard;
  try {
    heard = await ports.wire({ method: 'POST', path: '/api/v1/sync/push', token: identity.token, json });
  } catch (error) {
    await outbox.backToQueue(ids);
    if (error instanceof Silence && isTooMuch(error) && batch.length > 0) {
      pace.batch.worse(batch.length);
      // A line that times out is not asked again at once; a size that is refused is.
      if (error.status === 413 && batch.length > 1) return 'smaller';
      if (error.status === 413) return aside(ports, ids);
    }
    throw error;
  }
  if (heard.status === 200) {
    const told = await taken(ports, heard.json as PushAnswer, ids);
    if (batch.length > 0) pace.batch.better();
    return { told };
  }
  await outbox.backToQueue(ids);
  if (heard.status === 401) throw new SignedOut();
  if (heard.status === 429 || heard.status >= 500) {
    if (heard.status === 504) pace.batch.worse(batch.length);
    throw new Later(heard.retry_after_ms);
  }
  if (heard.status === 408) {
    pace.batch.worse(batch.length);
    throw new Later(heard.retry_after_ms);
  }
  // The office says no to this request: find the one it means, and let the others pass.
  pace.batch.worse(batch.length);
  if (batch.length > 1) return 'smaller';
  if (batch.length === 0) throw new Later(null);
  return aside(ports, ids);
}

const isTooMuch = (error: Silence) => error.why === 'timeout' || [408, 413, 504].includes(error.status);

async function aside(ports: Ports, ids: string[]): Promise<'aside'> {
  for (const id of ids) await ports.outbox.setAside(id);
  return 'aside';
}

async function taken(ports: Ports, answer: PushAnswer, ids: string[]): Promise<Told> {
  const { outbox } = ports;
  const now = ports.now();
  // The office's time, not ours: a clock that was wrong today must not hide anything from `have`.
  const serverNow = Date.parse(answer.server_now);
  const sent = new Set(ids);
  const at = answer.server_now;
  const captured = answer.results.filter((it) => it.captured && sent.has(it.id));
  const results = captured.map(({ id, outcome, code, fields, args, entities, case: matter }): Result => ({
    id, outcome, code, fields: fields ?? [], args: args ?? {}, entities: entities ?? {}, case: matter ?? null, at,
  }));
  await outbox.captured(results, serverNow);
  const confirmed = new Set(results.map((it) => it.id));
  await outbox.backToQueue(ids.filter((id) => !confirmed.has(id)));
  const device: DeviceState = {
    status: answer.device?.status ?? 'active',
    min_app: answer.device?.min_app ?? '',
    wipe: answer.device?.wipe ?? false,
  };
  await outbox.heard({ device: now, server: serverNow }, device);
  const known = await outbox.datasetEpoch();
  if (known === null) await outbox.setDatasetEpoch(answer.dataset_epoch);
  return { ...device, restored: known !== null && known !== answer.dataset_epoch, server_now: serverNow };
}

/** The office was restored from a backup: offer what it lacks of the last sixty days. */
async function offerWhatIsMissing(ports: Ports, identity: Identity, serverNow: number): Promise<void> {
  const ids = await ports.outbox.capturedSince(serverNow - sixtyDays);
  const missing: string[] = [];
  let epoch = '';
  for (let at = 0; at === 0 || at < ids.length; at += 1000) {
    const json = { store_epoch: identity.store_epoch, ids: ids.slice(at, at + 1000) };
    const heard = await ports.wire({ method: 'POST', path: '/api/v1/sync/have', token: identity.token, json });
    if (heard.status === 401) throw new SignedOut();
    if (heard.status !== 200) throw new Later(heard.retry_after_ms);
    const answer = heard.json as { dataset_epoch: string; missing: string[] };
    missing.push(...answer.missing);
    epoch = answer.dataset_epoch;
  }
  await ports.outbox.offerAgain(missing);
  // Last: if anything above was cut, the whole is done again.
  await ports.outbox.setDatasetEpoch(epoch);
}
