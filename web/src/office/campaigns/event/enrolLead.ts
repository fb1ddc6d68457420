// A lead becomes a member at the enrolment form: what is known of them stands in it already.

import { answer, type Schemas } from '../../../api/client';
import { blank, keep, restore } from '../../enrol/draft';
import { place } from '../../place';
import { api } from '../../session.svelte';

type Lead = Schemas['LeadView'];

/** Somebody else's form was begun and not sent. */
export const isBegun = () => {
  const draft = restore();
  return Boolean(draft && (draft.nik || draft.name));
};

export async function enrolLead(lead: Lead) {
  const draft = { ...blank(lead.village), name: lead.name, phone: lead.phone ?? '' };
  if (lead.occupation) {
    const query = { q: lead.occupation.replaceAll('-', ' ') };
    const page = await answer(api.GET('/api/v1/occupations', { params: { query } }));
    const found = (page.items as unknown as { id: string; label: string; sector: string }[]).find((it) => it.id === lead.occupation);
    if (found) Object.assign(draft, { occupation: found.id, occupationText: found.label, sector: found.sector });
  }
  keep(draft);
  place.go('/daftarkan');
}
