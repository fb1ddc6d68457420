// The holder's own readable copies: what was finalised, in their words, beside what the office says.

import type { Form } from '../enrol/form';
import type { LeadForm } from '../leads/form';
import type { Answered } from './counts';
import type { Kept, Photo, Result } from './records';
import type { Opened } from './finalise';
import { unlockJson } from './vault';

/** What a copy may hold; which parts, its kind says. */
export interface Copy {
  label: string;
  area?: string;
  on?: string;
  form?: Form;
  total?: number;
  code?: string | null;
  serial?: string | null;
  amount?: number;
  serials?: string[];
  reference?: string;
  enrolment?: string;
  /** The lead somebody was. */
  lead?: string | null;
  lead_form?: LeadForm;
  n?: number;
  answers?: Answered[];
  without_photos?: boolean;
}

export interface Item {
  command: Kept;
  copy: Copy;
  result: Result | null;
  photos: Photo[];
}

export async function read(phone: Opened, command: Kept): Promise<Item> {
  const { store, key } = phone;
  const [copy, result, photos] = await Promise.all([
    unlockJson<Copy>(key, command.id, command.copy),
    store.results.get(command.id),
    store.att.where('command').equals(command.id).toArray(),
  ]);
  return { command, copy, result: result ?? null, photos };
}

export async function item(phone: Opened, id: string): Promise<Item | null> {
  const command = await phone.store.outbox.get(id);
  return command ? read(phone, command) : null;
}

export async function ofKind(phone: Opened, kind: Kept['kind']): Promise<Item[]> {
  const commands = await phone.store.outbox.where('kind').equals(kind).sortBy('seq');
  return Promise.all(commands.map((command) => read(phone, command)));
}

export type Which = 'unsent' | 'sent' | 'fix';

/** One of the three lists of what was finalised, newest first. */
export async function listed(phone: Opened, which: Which, most = 200): Promise<Item[]> {
  const { store } = phone;
  const rejected = new Set(await store.results.where('outcome').equals('rejected').primaryKeys());
  const isOf: Record<Which, (it: Kept) => boolean> = {
    unsent: (it) => it.state !== 'captured',
    sent: (it) => it.state === 'captured' && (!rejected.has(it.id) || it.superseded_by !== null),
    fix: (it) => it.state === 'captured' && rejected.has(it.id) && it.superseded_by === null,
  };
  const commands = await store.outbox.orderBy('seq').reverse().filter(isOf[which]).limit(most).toArray();
  return Promise.all(commands.map((command) => read(phone, command)));
}

/** The word for where something stands, its icon and colour: the four truths and what lies between. */
export function standing({ command, result }: Pick<Item, 'command' | 'result'>) {
  if (command.state === 'aside') return { key: 'state.aside', icon: 'warning', tone: 'warn' } as const;
  if (command.state !== 'captured') return { key: 'state.saved', icon: 'phone', tone: '' } as const;
  if (command.superseded_by) return { key: 'state.superseded', icon: 'edit', tone: '' } as const;
  switch (result?.outcome) {
    case 'accepted':
    case 'already':
      return { key: 'state.accepted', icon: 'check', tone: 'good' } as const;
    case 'rejected':
      return { key: 'state.rejected', icon: 'cross', tone: 'bad' } as const;
    case 'needs_review':
      return { key: 'state.review', icon: 'info', tone: 'warn' } as const;
    default:
      return { key: 'state.held', icon: 'clock', tone: '' } as const;
  }
}
