// The form of an enrolment and its draft, which lives in this tab only (`sessionStorage`): a reload
// loses nothing, and nothing of it stays on a shared computer.

import { newKey, type Schemas } from '../../api/client';
import { consentVersion } from '../people/record/words';
import { today } from '../today';

/** `village`: where this desk enrols, when it is one village. */
export const blank = (village = '') => ({
  /** The key of this enrolment: sending the same form twice enrols once, even after a reload. */
  key: newKey(),
  nik: '',
  name: '',
  birth_date: '',
  birth_place: '',
  village,
  address: '',
  rt: '',
  rw: '',
  phone: '',
  phone_is_shared: false,
  family_card: '',
  occupation: '',
  occupationText: '',
  sector: '',
  place: '',
  hours: '',
  income: null as number | null,
  jht: false,
  payer: 'self',
  months: 1,
  heirs: [] as { name: string; relation: string; birth_date: string; phone: string }[],
  seen: { attested_by: '', attester_role: '', attested_on: today(), statement: '' },
  consented: false,
  consentHow: 'read_aloud',
  promiseRead: false,
});
export type EnrolDraft = ReturnType<typeof blank>;

const kept = 'lindung.draft.enrol';

export function restore(): EnrolDraft | null {
  try {
    const text = sessionStorage.getItem(kept);
    return text ? { ...blank(), ...(JSON.parse(text) as Partial<EnrolDraft>) } : null;
  } catch {
    return null;
  }
}

export function keep(draft: EnrolDraft) {
  try {
    sessionStorage.setItem(kept, JSON.stringify(draft));
  } catch {
    // A full or forbidden store: the form itself still has everything.
  }
}

export const forget = () => sessionStorage.removeItem(kept);

const filled = (text: string) => text.trim() || null;
export const digits = (text: string) => text.replace(/\D/g, '');
export const programmes = (draft: EnrolDraft) => (draft.jht ? ['jkk', 'jkm', 'jht'] : ['jkk', 'jkm']);

/** The form as the office wants it. */
export function body(draft: EnrolDraft): Schemas['EnrolForm'] {
  const attested = draft.seen.attested_by.trim() || draft.seen.statement.trim();
  return {
    income: draft.income ?? 0,
    payer: draft.payer,
    programmes: programmes(draft),
    promise_read: draft.promiseRead,
    person: {
      nik: digits(draft.nik),
      name: draft.name,
      birth_date: filled(draft.birth_date),
      birth_place: filled(draft.birth_place),
      village: draft.village,
      address: filled(draft.address),
      rt: filled(draft.rt),
      rw: filled(draft.rw),
      phone: filled(draft.phone),
      phone_is_shared: draft.phone_is_shared,
      family_card: filled(digits(draft.family_card)),
      occupations: draft.occupation
        ? [{ occupation: draft.occupation, place: filled(draft.place), hours: filled(draft.hours) }]
        : [],
      heirs: draft.heirs
        .filter((heir) => heir.name.trim())
        .map((heir) => ({ ...heir, birth_date: filled(heir.birth_date), phone: filled(heir.phone) })),
      consents: draft.consented
        ? [{ purpose: 'enrolment', text_version: consentVersion, given_how: draft.consentHow }]
        : [],
      attestation: attested ? draft.seen : null,
    },
  };
}
