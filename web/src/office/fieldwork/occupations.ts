// The names of occupations, asked for once.

import { answer, type Schemas } from '../../api/client';
import { api } from '../session.svelte';

let asked: Promise<Map<string, string>> | undefined;

export function occupationNames(): Promise<Map<string, string>> {
  asked ??= answer(api.GET('/api/v1/occupations', { params: { query: {} } })).then(
    (page) => new Map((page.items as Schemas['OccupationView'][]).map((one) => [one.id, one.label])),
    (error: unknown) => {
      asked = undefined;
      throw error;
    },
  );
  return asked;
}
