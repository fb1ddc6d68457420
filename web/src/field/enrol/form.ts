// The enrolment form: six short screens of answers, what is wrong with each, and nothing lost between.

import { readNik, agrees, type Sex } from '../law/nik';
import { age, isDate } from '../law/months';
import type { Programme } from '../law/price';
import type { WorkPackage } from '../data/records';

export interface Form {
  nik: string;
  nik_insisted: boolean;
  name: string;
  birth_date: string;
  birth_from_nik: boolean;
  sex: Sex | '';
  sex_from_nik: boolean;
  village: string;
  village_name: string;
  address: string;
  rt: string;
  rw: string;
  occupation: string;
  occupation_name: string;
  sector: string;
  place: string;
  income: string;
  months: number;
  programmes: Programme[];
  groups: string[];
  phone: string;
  phone_is_shared: boolean;
  heir_name: string;
  heir_relation: string;
  heir_phone: string;
  attested_by: string;
  attester_role: string;
  statement: string;
  promise_read: boolean;
  consent: 'signature' | 'thumbprint' | 'read_aloud' | '';
  pays: 'code' | 'cash';
  dup_ack: string;
}

export const blank: Form = {
  nik: '', nik_insisted: false, name: '', birth_date: '', birth_from_nik: false, sex: '', sex_from_nik: false,
  village: '', village_name: '', address: '', rt: '', rw: '',
  occupation: '', occupation_name: '', sector: 'other', place: '', income: '', months: 1, programmes: ['jkk', 'jkm'], groups: [],
  phone: '', phone_is_shared: false, heir_name: '', heir_relation: '', heir_phone: '',
  attested_by: '', attester_role: '', statement: '',
  promise_read: false, consent: '', pays: 'code', dup_ack: '',
};

export const stepsN = 6;
export type Faults = Partial<Record<keyof Form, string>>;

export const relations = ['spouse', 'child', 'parent', 'sibling', 'grandchild', 'grandparent', 'parent_in_law', 'contact'] as const;
export const attesters = ['rt_head', 'group_leader', 'neighbour', 'village_official', 'agent'] as const;

/** Digits of what was typed as an amount. */
export const amountOf = (text: string): number => Number(text.replace(/\D/g, '') || '0');

const phoneOf = (text: string) => text.replace(/[^\d+]/g, '');
export const isPhone = (text: string) => /^(\+62|62|0)\d{7,13}$/.test(phoneOf(text));

/** The texts of what is wrong on a screen; keys of the dictionary. */
export function faultsOf(form: Form, step: number, pack: WorkPackage | null, today: string): Faults {
  const faults: Faults = {};
  const need = (field: keyof Form, text: string) => {
    if (String(form[field]).trim() === '') faults[field] = text;
  };
  switch (step) {
    case 1: {
      const { fault } = readNik(form.nik);
      if (!fault) break;
      // A card that says so is believed, and a person at the office looks at it.
      const isCardLike = fault.code === 'NIK_DATE';
      if (!isCardLike || !form.nik_insisted) faults.nik = `nik.${fault.code}`;
      break;
    }
    case 2:
      need('name', 'need.name');
      if (/\d/.test(form.name)) faults.name = 'need.letters';
      if (!isDate(form.birth_date) || form.birth_date > today) faults.birth_date = 'need.birth_date';
      else Object.assign(faults, ageFault(form.birth_date, pack, today));
      need('sex', 'need.sex');
      break;
    case 3:
      need('village', 'need.village');
      for (const unit of ['rt', 'rw'] as const) if (form[unit] && !/^\d{1,3}$/.test(form[unit])) faults[unit] = 'need.unit';
      break;
    case 4:
      need('occupation', 'need.occupation');
      if (amountOf(form.income) <= 0) faults.income = 'need.income';
      break;
    case 5:
      if (form.phone && !isPhone(form.phone)) faults.phone = 'need.phone';
      if (form.heir_phone && !isPhone(form.heir_phone)) faults.heir_phone = 'need.phone';
      if (form.heir_name && !form.heir_relation) faults.heir_relation = 'need.relation';
      need('attested_by', 'need.attested_by');
      need('attester_role', 'need.attester_role');
      need('statement', 'need.statement');
      break;
    default:
      if (!form.promise_read) faults.promise_read = 'need.promise';
      need('consent', 'need.consent');
  }
  return faults;
}

/** Told before any money is taken: too old, or too young. */
function ageFault(born: string, pack: WorkPackage | null, today: string): Faults {
  const years = age(born, today);
  const { min = null, max = null } = pack?.entry_age ?? {};
  if (max !== null && years >= max) return { birth_date: 'need.younger' };
  if (min !== null && years < min) return { birth_date: 'need.older' };
  return {};
}

/** The first screen that still lacks something; beyond the last when none does. */
export function firstFaulty(form: Form, pack: WorkPackage | null, today: string): number {
  for (let step = 1; step <= stepsN; step += 1) {
    if (Object.keys(faultsOf(form, step, pack, today)).length > 0) return step;
  }
  return stepsN + 1;
}

/** The number says another birth date or sex than the card: told, and never a reason to stop. */
export function disagrees(form: Form): boolean {
  const { nik } = readNik(form.nik);
  if (!nik || !isDate(form.birth_date)) return false;
  return !agrees(nik, form.birth_date) || (form.sex !== '' && form.sex !== nik.sex);
}
