// What somebody wishes of a plan, sent until it is carried out or refused, and what undoes it.

import { answer, type Schemas } from '../../api/client';
import { api } from '../session.svelte';
import { followed, named, type Pin, type Plan, type View } from './plan';

export type Wish =
  | { wish: 'pin'; village: string; on: string; team: string | null }
  | { wish: 'unpin'; village: string; on: string }
  | { wish: 'drop'; village: string; on: string | null }
  | { wish: 'move'; village: string; on: string; to: string; team: string | null }
  | { wish: 'replan' };
/** What a page offers to do with a plan; whether it was done. */
export type Act = (wish: Wish) => Promise<boolean>;

function sent(id: string, version: number, it: Wish, key: string): Promise<View> {
  const params = { path: { id }, header: { 'Idempotency-Key': key } };
  switch (it.wish) {
    case 'pin': return answer(api.POST('/api/v1/plans/{id}/pin', { params, body: { version, village: it.village, on: it.on, team: it.team } })) as Promise<View>;
    case 'unpin': return answer(api.POST('/api/v1/plans/{id}/unpin', { params, body: { version, village: it.village, on: it.on } })) as Promise<View>;
    case 'drop': return answer(api.POST('/api/v1/plans/{id}/drop', { params, body: { version, village: it.village, on: it.on } })) as Promise<View>;
    case 'move': return answer(api.POST('/api/v1/plans/{id}/move', { params, body: { version, village: it.village, on: it.on, to: it.to, team: it.team } })) as Promise<View>;
    case 'replan': return answer(api.POST('/api/v1/plans/{id}/replan', { params, body: { version } })) as Promise<View>;
  }
}

/** Asked again with the same key while it is computed: the answer, or the refusal, comes to who asked. */
async function untilDone(ask: () => Promise<View>, id: string, tell: (percent: number) => void): Promise<Plan> {
  const stop = followed(id, tell);
  try {
    for (;;) {
      const view = await ask();
      if (view.plan) return view.plan;
      tell(view.percent);
    }
  } finally {
    stop();
  }
}

export const carriedOut = (plan: Plan, wish: Wish, key: string, tell: (percent: number) => void) =>
  untilDone(() => sent(plan.id, plan.version, wish, key), plan.id, tell);

/** A plan is called by the key it was asked for with. */
export function made(body: Schemas['PlanForm'], key: string, tell: (percent: number) => void): Promise<Plan> {
  const ask = () => answer(api.POST('/api/v1/plans', { params: { header: { 'Idempotency-Key': key } }, body })) as Promise<View>;
  return untilDone(ask, key, tell);
}

/** What undoes the last change; `letGo` is the promise that was let go on this page. */
export function opposite(plan: Plan, letGo: Pin | null): Wish | null {
  const pin = plan.pins.at(-1);
  const left = (village?: string) => plan.price?.left.map(named).find((it) => it.village === village);
  switch (plan.changes[0]?.kind) {
    case 'pinned': return pin ? { wish: 'unpin', village: pin.village, on: pin.on } : null;
    case 'unpinned': return letGo ? { wish: 'pin', village: letGo.village, on: letGo.on, team: letGo.team ?? null } : null;
    case 'dropped': {
      const was = left(plan.bans.at(-1)?.village);
      return was ? { wish: 'pin', ...was } : null;
    }
    case 'moved': {
      const was = left(pin?.village);
      return pin && was ? { wish: 'move', village: pin.village, on: pin.on, to: was.on, team: was.team } : null;
    }
    default: return null;
  }
}
