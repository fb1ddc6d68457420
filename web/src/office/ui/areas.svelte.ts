// Names of areas, asked for once.

import { answer, type Schemas } from '../../api/client';
import { api } from '../session.svelte';

type Area = Schemas['AreaView'];
const known = new Map<string, Promise<Area | null>>();

export function area(code: string): Promise<Area | null> {
  let asked = known.get(code);
  if (!asked) {
    asked = answer(api.GET('/api/v1/areas/{code}', { params: { path: { code } } })).catch(() => {
      known.delete(code);
      return null;
    });
    known.set(code, asked);
  }
  return asked;
}
