// From answers to commands: the enrolment as the office reads it, and the cash that was taken with it.

import { newId } from '../data/bytes';
import { today } from '../data/clock';
import type { Plan, PlainPhoto } from '../data/finalise';
import { firstDay, run } from '../law/months';
import { readNik } from '../law/nik';
import { priceMonths, type PriceInput } from '../law/price';
import type { Tariff } from '../law/tariff';
import { amountOf, type Form } from './form';

/** The version of the words of consent on the last screen. */
export const consentVersion = '2026-11';

export const priceInput = (form: Form, joined: string): Omit<PriceInput, 'month'> => ({
  income: amountOf(form.income), sector: form.sector, payer: 'self', programmes: form.programmes, joined,
});

/** The price that is shown and told: months from this one on. */
export function shownPrice(tariff: Tariff, form: Form, now: number) {
  const first = today(now).slice(0, 7);
  return { first, ...priceMonths(tariff, run(first, form.months), priceInput(form, first)) };
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

function person(form: Form, on: string, photo: string | null) {
  const { nik } = readNik(form.nik);
  return {
    nik: nik?.digits ?? form.nik.replace(/\D/g, ''),
    name: form.name.trim(),
    birth_date: form.birth_date,
    sex: form.sex,
    village: form.village,
    address: orNull(form.address),
    rt: orNull(form.rt),
    rw: orNull(form.rw),
    phone: orNull(form.phone),
    phone_is_shared: form.phone_is_shared,
    occupations: [{ occupation: form.occupation, place: orNull(form.place) }],
    heirs: form.heir_name.trim() ? [{ name: form.heir_name.trim(), relation: form.heir_relation, phone: orNull(form.heir_phone) }] : [],
    consents: [{ purpose: 'enrolment', text_version: consentVersion, given_how: form.consent }],
    attestation: {
      attested_by: form.attested_by.trim(), attester_role: form.attester_role, attested_on: on,
      statement: form.statement.trim(), photo_sha256: photo,
    },
    groups: form.groups.map((group) => ({ group, source: 'field' })),
    origin: 'field',
  };
}

/** What doubles are found by: the number; the name with the birth date. */
export const marksOf = (form: Form): string[] => {
  const { nik } = readNik(form.nik);
  const name = form.name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return [
    ...(nik ? [`nik:${nik.digits}`] : []),
    ...(name && form.birth_date ? [`twin:${name}|${form.birth_date}`] : []),
  ];
};

export interface Enrolment {
  draft: string;
  event: string | null;
  form: Form;
  supersedes: string | null;
  /** The code the worker was given with what this corrects. */
  code: string | null;
  /** The lead it was. */
  lead: string | null;
  photos: PlainPhoto[];
  marks: string[];
  tariff: Tariff;
  now: number;
}

export function plansOf(it: Enrolment): Plan[] {
  const { form, draft, event, now } = it;
  const price = shownPrice(it.tariff, form, now);
  const on = today(now);
  const enrolment: Plan = {
    id: draft,
    kind: 'worker.enrol',
    event,
    marks: it.marks,
    depends_on: it.lead ? [it.lead] : [],
    supersedes: it.supersedes,
    photos: it.photos,
    takes: { code: it.code === null },
    draft,
    body: (taken, slots) => ({
      event,
      lead: it.lead,
      enrol: {
        person: person(form, on, slots.find((slot) => slot.role === 'work')?.sha256 ?? null),
        income: amountOf(form.income), programmes: form.programmes, payer: 'self', promise_read: form.promise_read,
      },
      months: form.months,
      first_month: price.first,
      shown_total: price.total,
      code: it.code ?? taken.code,
      nik_prefill: { birth_date: form.birth_from_nik, sex: form.sex_from_nik },
      dup_ack: orNull(form.dup_ack),
      nik_warned: form.nik_insisted,
      att: slots,
    }),
    copy: (taken) => ({ label: form.name.trim(), on: firstDay(price.first), form, total: price.total, code: it.code ?? taken.code, serial: taken.serial, lead: it.lead }),
  };
  return form.pays === 'cash' ? [enrolment, cash(it, price.total, newId(now))] : [enrolment];
}

function cash({ draft, event, form, code }: Enrolment, amount: number, id: string): Plan {
  return {
    id,
    kind: 'cash.receive',
    event,
    marks: [],
    depends_on: [draft],
    supersedes: null,
    photos: [],
    takes: { serial: true },
    draft: null,
    body: (taken) => ({ event, enrolment: draft, code: code ?? taken.code, amount, serial: taken.serial, att: [] }),
    copy: (taken) => ({ label: form.name.trim(), amount, serial: taken.serial, code: code ?? taken.code, enrolment: draft }),
  };
}
