// The groups the office knows, asked once; their names in the language of the page.

import { answer, type Schemas } from '../../api/client';
import { inLanguage } from '../said';
import { api } from '../session.svelte';

export type Group = Schemas['GroupView'];
let asked: Promise<Group[]> | null = null;

export function groups(): Promise<Group[]> {
  asked ??= answer(api.GET('/api/v1/groups')).then((it) => it.items as Group[]);
  asked.catch(() => (asked = null));
  return asked;
}

export async function groupName(code: string): Promise<string> {
  const found = (await groups().catch(() => [])).find((it) => it.code === code);
  return found ? inLanguage(found.name_id, found.name_en) : code;
}
