// A card or an invitation at the door. The phone cannot check the signature; it knows whether this is one
// of ours by its shape, whether it was scanned here before, and to which event it invites.

import { words } from '../../i18n/field';
import { newId } from './bytes';
import { finalise, plain, type Opened } from './finalise';
import { mark } from './vault';

export type Scanned = { is: 'card'; number: string } | { is: 'invitation'; event: string; number: number };

const simple = (id: string) => id.replace(/-/g, '').toLowerCase();

/** What a QR says; nothing when it is none of the office's. A card's may be the address of a page. */
export function readScan(text: string): Scanned | null {
  const parts = (text.trim().split('c=').at(-1) ?? '').split('.');
  if (parts[0] === 'LDG1' && parts.length >= 4 && parts[1]) return { is: 'card', number: parts[1] };
  const [kind, event = '', n = ''] = parts;
  const isInvitation = kind === 'LDI1' && parts.length === 4 && /^[0-9a-f]{32}$/i.test(event) && /^[1-9]\d{0,8}$/.test(n);
  return isInvitation ? { is: 'invitation', event: simple(event), number: Number(n) } : null;
}

/** How a scanned thing is called. */
export const nameOf = (it: Scanned): string => (it.is === 'card' ? it.number : words.t('here.invitation', { n: it.number }));

export type Met =
  | { met: 'new' | 'before'; name: string }
  | { met: 'other-event' | 'not-ours' };

/** Writes down who was scanned. Where the office planned the event, an invitation has to be to that one. */
export async function checkIn(phone: Opened, event: string, text: string, isPlanned: boolean): Promise<Met> {
  const said = readScan(text);
  if (!said) return { met: 'not-ours' };
  if (said.is === 'invitation' && isPlanned && said.event !== simple(event)) return { met: 'other-event' };
  const { store, key } = phone;
  const subject = await mark(key, `scan:${event}|${said.is === 'card' ? said.number : `${said.event}#${said.number}`}`);
  const name = nameOf(said);
  if (await store.outbox.where('marks').equals(subject).count()) return { met: 'before', name };
  const scanned = text.trim();
  await finalise(phone, [{
    ...plain, id: newId(phone.now()), kind: 'event.checkin', event, marks: [subject],
    body: () => ({ event, scanned }), copy: () => ({ label: name }),
  }]);
  return { met: 'new', name };
}
