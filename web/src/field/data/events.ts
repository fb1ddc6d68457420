// Events this phone knows: those the office sent along, and those opened here.

import { ofKind } from './copies';
import type { Opened } from './finalise';
import type { WorkPackage } from './records';

export interface FieldEvent {
  id: string;
  name: string;
  area: string;
  on: string;
  isClosed: boolean;
}

export async function events(phone: Opened, pack: WorkPackage | null): Promise<FieldEvent[]> {
  const [opened, closed] = await Promise.all([ofKind(phone, 'event.open'), ofKind(phone, 'event.close')]);
  const over = new Set(closed.map((it) => it.command.event));
  const ours = opened.filter((it) => !it.command.superseded_by).map(({ command, copy }) => ({
    id: command.event ?? command.id, name: copy.label, area: copy.area ?? '', on: copy.on ?? '', isClosed: over.has(command.event),
  }));
  const known = new Set(ours.map((it) => it.id));
  const theirs = (pack?.events ?? []).filter((it) => !known.has(it.id)).map(({ id, name, area, on, status }) => ({
    id, name, area, on, isClosed: status === 'closed' || over.has(id),
  }));
  return [...ours, ...theirs].sort((a, b) => b.on.localeCompare(a.on));
}

/** People enrolled at an event with this phone; a correction counts once. */
export const enrolledAt = (phone: Opened, event: string): Promise<number> =>
  phone.store.outbox.where('event').equals(event).and((it) => it.kind === 'worker.enrol' && it.superseded_by === null).count();
