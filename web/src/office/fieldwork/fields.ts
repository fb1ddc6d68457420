// The office's names for the fields of what phones send: `enrol.person.village` is the village.

import { words } from '../../i18n/office';

const names: Record<string, Parameters<typeof words.t>[0]> = {
  nik: 'person.nik', name: 'person.name', birth_date: 'person.birthDate', birth_place: 'person.birthPlace', sex: 'person.sex',
  village: 'person.village', address: 'person.address', rt: 'person.rt', rw: 'person.rw', phone: 'person.phone',
  occupations: 'work.title', occupation: 'work.title', place: 'work.place', heirs: 'review.heir', attestation: 'review.attested',
  attested_by: 'review.attested', statement: 'review.attested', consents: 'review.consent', income: 'review.income',
  programmes: 'review.programmes', months: 'review.months', first_month: 'review.months', shown_total: 'review.shownTotal',
  code: 'review.code', promise_read: 'review.promise', groups: 'groups.title', amount: 'review.amount', serial: 'review.serial',
  serials: 'review.serials', reference: 'review.reference', area: 'device.area', on: 'review.on', venue: 'review.venue', made_at: 'review.made',
};

/** The last part of it that has a name; what has none is shown as it is. */
export function fieldName(field: string): string {
  const known = field.split('.').reverse().map((part) => names[part]).find((key) => key !== undefined);
  return known ? words.t(known) : field;
}
