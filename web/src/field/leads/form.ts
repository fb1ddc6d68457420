// Somebody who may enrol: as much as fits into a minute at the door.

import { blank as blankEnrolment, isPhone, type Form } from '../enrol/form';

export interface LeadForm {
  name: string;
  phone: string;
  village: string;
  village_name: string;
  occupation: string;
  occupation_name: string;
  sector: string;
  note: string;
}

export const blankLead: LeadForm = {
  name: '', phone: '', village: '', village_name: '', occupation: '', occupation_name: '', sector: 'other', note: '',
};

export type LeadFaults = Partial<Record<keyof LeadForm, string>>;

export function leadFaults({ name, phone, village }: LeadForm): LeadFaults {
  const faults: LeadFaults = {};
  if (!name.trim()) faults.name = 'need.lead_name';
  else if (/\d/.test(name)) faults.name = 'need.letters';
  if (phone.trim() && !isPhone(phone)) faults.phone = 'need.phone';
  if (!village) faults.village = 'need.village';
  return faults;
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

/** As the office reads it. */
export const leadBody = (form: LeadForm, event: string | null) => ({
  event, name: form.name.trim(), phone: orNull(form.phone), village: form.village,
  occupation: orNull(form.occupation), note: orNull(form.note),
});

/** What an enrolment begins with when the lead decides: everything that was said already. */
export const enrolmentOf = ({ name, phone, village, village_name, occupation, occupation_name, sector }: LeadForm): Form => ({
  ...blankEnrolment, name, phone, village, village_name, occupation, occupation_name, sector,
});
