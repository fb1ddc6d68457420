// Whose money it is: the agent's name from the board, the member's from the payment code; asked once.

import { answer, type Schemas } from '../../api/client';
import { api } from '../session.svelte';

export type Standing = Schemas['CustodyView'];
export type Receipt = Schemas['ReceiptView'];
type Bill = Schemas['BillView'];

/** A page of the board. */
export const board = async (after?: string, limit = 100) =>
  (await answer(api.GET('/api/v1/custody', { params: { query: { after, limit } } }))) as { items: Standing[]; next?: string | null };

/** Where one agent stands; nothing when all their cash is settled. */
export async function standingOf(agent: string): Promise<Standing | null> {
  for (let after: string | undefined; ; ) {
    const page = await board(after, 500);
    const found = page.items.find((it) => it.agent === agent);
    if (found || !page.next) return found ?? null;
    after = page.next;
  }
}

const agents = new Map<string, Promise<string | null>>();
/** The name of an agent whose cash is not settled: the board is all that tells it. */
export function agentName(agent: string): Promise<string | null> {
  const name = agents.get(agent) ?? standingOf(agent).then((it) => it?.name ?? null, () => null);
  agents.set(agent, name);
  void name.then((found) => found ?? agents.delete(agent));
  return name;
}

const bills = new Map<string, Promise<Bill | null>>();
/** What a code asks of whom; nothing while no membership has it. */
export function bill(code: string): Promise<Bill | null> {
  const asked = bills.get(code) ?? answer(api.GET('/api/v1/codes/{code}', { params: { path: { code } } })).catch(() => null);
  bills.set(code, asked);
  void asked.then((found) => found ?? bills.delete(code));
  return asked;
}
