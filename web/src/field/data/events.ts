// Events this phone knows: those the office planned or sent along, and those opened here.

import { ofKind } from './copies';
import type { Opened } from './finalise';
import type { Planned, WorkPackage } from './records';
import type { Village } from './references';

export interface FieldEvent {
  id: string;
  name: string;
  area: string;
  on: string;
  isClosed: boolean;
  /** Opened with this phone. */
  isOurs: boolean;
}

export async function events(phone: Opened, pack: WorkPackage | null): Promise<FieldEvent[]> {
  const [opened, closed] = await Promise.all([ofKind(phone, 'event.open'), ofKind(phone, 'event.close')]);
  const over = new Set(closed.map((it) => it.command.event));
  const ours = opened.filter((it) => !it.command.superseded_by).map(({ command, copy }) => ({
    id: command.event ?? command.id, name: copy.label, area: copy.area ?? '', on: copy.on ?? '',
    isClosed: over.has(command.event), isOurs: true,
  }));
  // A planned one may have been opened in two tabs at once.
  const known = new Map(ours.map((it) => [it.id, it]));
  const theirs = (pack?.events ?? []).filter((it) => !known.has(it.id)).map(({ id, name, area, on, status }) => ({
    id, name, area, on, isClosed: status === 'closed' || over.has(id), isOurs: false,
  }));
  return [...known.values(), ...theirs].sort((a, b) => b.on.localeCompare(a.on));
}

/** What the office planned and this phone has not opened; today's first, then what is near. */
export function planned(pack: WorkPackage | null, known: FieldEvent[], today: string): Planned[] {
  const here = new Set(known.filter((it) => it.isOurs).map((it) => it.id));
  const days = ({ on }: Planned) => (on ? Math.abs(Date.parse(on) - Date.parse(today)) : Infinity);
  const all = (pack?.planned?.events ?? []).filter((it) => !here.has(it.id));
  return all.sort((a, b) => days(a) - days(b) || (a.on ?? '').localeCompare(b.on ?? '') || a.name.localeCompare(b.name));
}

export const plannedAs = (pack: WorkPackage | null, id: string | null): Planned | null =>
  pack?.planned?.events.find((it) => it.id === id) ?? null;

/** A village's code has four parts; a district, of which one village is opened, three. */
export const isVillage = (area: string) => area.split('.').length === 4;

/** The villages an event of an area may be held in. */
export const villagesIn = (villages: Village[], area: string): Village[] =>
  villages.filter(({ code }) => code === area || code.startsWith(`${area}.`));

/** `Cilongok, Cilongok` or the district alone; the code where the phone has no name. */
export function placeName(villages: Village[], area: string): string {
  const there = villagesIn(villages, area)[0];
  if (!there) return area;
  return isVillage(area) ? `${there.name}, ${there.district}` : there.district;
}

/** People enrolled at an event with this phone; a correction counts once. */
export const enrolledAt = (phone: Opened, event: string): Promise<number> =>
  phone.store.outbox.where('event').equals(event).and((it) => it.kind === 'worker.enrol' && it.superseded_by === null).count();
