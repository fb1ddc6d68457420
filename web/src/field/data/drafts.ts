// What was begun and not finished: enrolments and leads.

import type { Opened } from './finalise';
import type { Draft } from './records';
import { unlockJson } from './vault';

export interface Begun {
  id: string;
  /** Empty while nobody wrote one. */
  name: string;
  step: number;
  at: string;
  isLead: boolean;
  path: string;
}

export async function begun(phone: Opened, { id, kind, step, updated_at, form: locked }: Draft): Promise<Begun> {
  const { form } = await unlockJson<{ form: { name: string; nik?: string } }>(phone.key, id, locked);
  const isLead = kind === 'lead';
  return { id, name: form.name || form.nik || '', step, at: updated_at, isLead, path: `${isLead ? '/calon' : '/data'}/${id}` };
}
