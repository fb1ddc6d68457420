// What of a record can be corrected, and what of a form differs from the record it began with.

import type { Schemas } from '../../../api/client';

type Person = Schemas['PersonView'];

export interface Draft {
  nik: string;
  name: string;
  birth_date: string;
  birth_place: string;
  village: string;
  address: string;
  rt: string;
  rw: string;
  phone: string;
  phone_is_shared: boolean;
}

export const correctable = (person: Person | null): Draft => ({
  nik: '',
  name: person?.name ?? '',
  birth_date: person?.birth_date ?? '',
  birth_place: person?.birth_place ?? '',
  village: person?.village ?? '',
  address: person?.address ?? '',
  rt: person?.rt ?? '',
  rw: person?.rw ?? '',
  phone: person?.phone ?? '',
  phone_is_shared: person?.phone_is_shared ?? false,
});

/** An absent field stays, an empty text clears. */
export function changedFields(base: Person, draft: Draft): Partial<Draft> {
  const before = correctable(base);
  const changed = Object.entries(draft).filter(([field, value]) => before[field as keyof Draft] !== value);
  return Object.fromEntries(changed);
}
