// Villages and the badge as the pages read them.

import { answer, type Schemas } from '../../api/client';
import { api } from '../session.svelte';

export type Village = Schemas['BadgeView'];
export type Criterion = Schemas['CriterionView'];
export const standings = ['holds', 'near', 'far', 'unknown', 'awarded', 'failing'] as const;

export const page = async (query: { area: string; standing?: string; after?: string; limit?: number }) =>
  (await answer(api.GET('/api/v1/badges', { params: { query } }))) as { items: Village[]; next?: string | null };

export const one = (village: string): Promise<Village> => answer(api.GET('/api/v1/badges/{village}', { params: { path: { village } } }));
