// Cash in the agent's hands: which receipts, how much, how old; and what still fits under the limit.

import type { WorkPackage } from './records';
import type { Opened } from './finalise';
import { ofKind } from './copies';

export interface Receipt {
  id: string;
  serial: string;
  label: string;
  amount: number;
  made_at: string;
  captured: boolean;
}

const isRefused = (outcome: string | undefined) => outcome === 'rejected';

/** Receipts not handed in yet, oldest first. */
export async function inHand(phone: Opened): Promise<Receipt[]> {
  const [received, deposited] = await Promise.all([ofKind(phone, 'cash.receive'), ofKind(phone, 'cash.deposit')]);
  const live = deposited.filter((it) => !isRefused(it.result?.outcome) && !it.command.superseded_by);
  const handedIn = new Set(live.flatMap((it) => it.copy.serials ?? []));
  return received
    .filter((it) => !it.command.superseded_by && !handedIn.has(it.copy.serial ?? ''))
    .map(({ command, copy }) => ({
      id: command.id, serial: copy.serial ?? '', label: copy.label, amount: copy.amount ?? 0,
      made_at: command.made_at, captured: command.state === 'captured',
    }));
}

export const sum = (receipts: Receipt[]): number => receipts.reduce((total, it) => total + it.amount, 0);

export type CashRule = { may: true } | { may: false; why: 'no-book' | 'over' | 'late'; limit?: number };

/** Whether so much more may be taken: under the limit, and nothing older than the hours allow. */
export function mayTake(pack: WorkPackage | null, held: Receipt[], amount: number, now: number): CashRule {
  const custody = pack?.custody;
  if (!custody?.serial_prefix) return { may: false, why: 'no-book' };
  const oldest = held[0];
  if (oldest && custody.hours && now - Date.parse(oldest.made_at) > custody.hours * 3600_000) return { may: false, why: 'late' };
  // The office may know of money taken with another phone; ours may be ahead of what it knows.
  const unknownThere = sum(held.filter((it) => !it.captured));
  const all = Math.max(sum(held), (custody.held ?? 0) + unknownThere);
  if (typeof custody.limit === 'number' && all + amount > custody.limit) return { may: false, why: 'over', limit: custody.limit };
  return { may: true };
}
