// Tasks as the pages read them.

import { answer, type Schemas } from '../../api/client';
import { api } from '../session.svelte';

export interface TaskQuery {
  area?: string | undefined;
  state?: string | undefined;
  kind?: string | undefined;
  owner?: string | undefined;
  event?: string | undefined;
  after?: string | undefined;
  limit?: number | undefined;
}

export const tasksPage = async (query: TaskQuery) =>
  (await answer(api.GET('/api/v1/tasks', { params: { query } }))) as { items: Schemas['TaskView'][]; next?: string | null };

export const changeTask = (id: string, key: string, body: Schemas['TaskChangeForm']) =>
  answer(api.POST('/api/v1/tasks/{id}/change', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body }));
