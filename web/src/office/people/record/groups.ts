// The groups of people the office knows, asked for once. A group that others are part of has no
// roster of its own.

import { answer, type Schemas } from '../../../api/client';
import { api } from '../../session.svelte';

export type Group = Schemas['GroupView'] & { hasRoster: boolean };
let asked: Promise<Group[]> | null = null;

export function groups(): Promise<Group[]> {
  asked ??= answer(api.GET('/api/v1/groups')).then((page) => {
    const all = page.items as Schemas['GroupView'][];
    const parents = new Set(all.map((it) => it.parent));
    return all.map((it) => ({ ...it, hasRoster: !parents.has(it.code) }));
  });
  asked.catch(() => (asked = null));
  return asked;
}
