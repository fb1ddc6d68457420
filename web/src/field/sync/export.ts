// The sealed file: everything the office has not confirmed, for a phone that finds no signal. Any
// office can read it in, twice if it likes; nobody else can read it at all.

import { base64 } from '../data/bytes';
import type { Store } from '../data/store';

export interface SealedFile {
  name: string;
  text: string;
  commands: number;
  photos: number;
}

export async function sealedFile(store: Store, now: number): Promise<SealedFile | null> {
  const [registration, store_epoch] = await Promise.all([store.get('registration'), store.get('store_epoch')]);
  if (!registration || !store_epoch) return null;
  const unsent = await store.outbox.where('state').anyOf('queued', 'sending', 'aside').sortBy('seq');
  const commands = unsent.map(({ id, seq, kind, v, actor, depends_on, supersedes, sha256, sealed, sig }) => ({
    id, seq, kind, v, actor, depends_on, supersedes, sha256, sealed, sig,
  }));
  const waiting = await store.att.where('state').anyOf('waiting', 'failed').toArray();
  const attachments = waiting.flatMap(({ sha256, size, bytes }) => (bytes ? [{ sha256, size, data: base64(bytes) }] : []));
  const made_at = new Date(now).toISOString();
  const device = registration.device;
  const text = JSON.stringify({ format: 'lindung-sealed-1', device, store_epoch, made_at, commands, attachments });
  const name = `lindung-${device.slice(-8)}-${made_at.slice(0, 10)}.json`;
  return { name, text, commands: commands.length, photos: attachments.length };
}
