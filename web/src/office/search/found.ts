// Where something found leads, and what was last looked for: kept while the page is open, so that
// coming back shows it again, and nowhere else.

import type { Schemas } from '../../api/client';

export const last = { text: '' };

export function addressOf(hit: Schemas['HitView']): string | null {
  if (hit.elsewhere) return null;
  if (hit.kind === 'person') return `/orang/${hit.id}`;
  if (hit.kind === 'member') return hit.person ? `/orang/${hit.person}` : null;
  if (hit.kind === 'code') return `/kode/${hit.id}`;
  return `/cakupan?area=${hit.id}`;
}
