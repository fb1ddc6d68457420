// The leads on this phone, and how far each has come: written down, being enrolled, enrolled.

import { ofKind, type Item } from '../data/copies';
import type { Opened } from '../data/finalise';
import { mark } from '../data/vault';

export interface Lead {
  item: Item;
  /** The enrolment that names it. */
  enrolment: string | null;
  /** One that was begun. */
  draft: string | null;
}

/** What an enrolment of a lead is found by. */
export const leadMark = (lead: string) => `lead:${lead}`;

/** The enrolment of a lead, or of the one that it corrects. */
export async function followed(phone: Opened, ids: string[]): Promise<Pick<Lead, 'enrolment' | 'draft'>> {
  const { store, key } = phone;
  const marks = await Promise.all(ids.map((id) => mark(key, leadMark(id))));
  const [enrolment, draft] = await Promise.all([
    store.outbox.where('marks').anyOf(marks).and((it) => it.superseded_by === null).first(),
    store.drafts.where('marks').anyOf(marks).first(),
  ]);
  return { enrolment: enrolment?.id ?? null, draft: draft?.id ?? null };
}

/** The latest first; what was corrected is there once. */
export async function leads(phone: Opened): Promise<Lead[]> {
  const items = (await ofKind(phone, 'lead.note')).filter((it) => !it.command.superseded_by).reverse();
  return Promise.all(
    items.map(async (item) => {
      const { id, supersedes } = item.command;
      return { item, ...(await followed(phone, supersedes ? [id, supersedes] : [id])) };
    }),
  );
}
