// From counts to commands: the office is told the last number, all that changed at once, and what it was
// told is written down in the same breath. Told after a quiet moment, and before a page, the phone or the
// event is closed; what a dead battery left is told at the next start.

import { newId } from './bytes';
import { added, change, countsOf, prefix, toldOf, untoldAnswers, untoldTally, type Counts } from './counts';
import { item, ofKind, type Item } from './copies';
import { finalise, plain, Wiped, type Opened, type Plan } from './finalise';
import { isFull } from './store';

const tally = (event: string, label: string, n: number, now: number): Plan => ({
  ...plain, id: newId(now), kind: 'event.tally', event,
  body: () => ({ event, n }), copy: () => ({ label, n }),
  also: (store) => change(store, event, (was) => toldOf(was, n, [])),
});

function plansOf(event: string, label: string, counts: Counts, now: number): Plan[] {
  const n = untoldTally(counts);
  const answers = untoldAnswers(counts);
  const poll: Plan = {
    ...plain, id: newId(now), kind: 'event.poll', event,
    body: () => ({ event, answers }), copy: () => ({ label, answers }),
    also: (store) => change(store, event, (was) => toldOf(was, null, answers)),
  };
  return [...(n === null ? [] : [tally(event, label, n, now)]), ...(answers.length === 0 ? [] : [poll])];
}

/** What an event is called here, whoever opened it. */
async function nameOf(phone: Opened, event: string): Promise<string> {
  const pack = await phone.store.get('package');
  const known = [...(pack?.events ?? []), ...(pack?.planned?.events ?? [])].find((it) => it.id === event);
  if (known) return known.name;
  const opened = (await ofKind(phone, 'event.open')).find((it) => it.command.event === event);
  return opened?.copy.label ?? '';
}

async function tellAll(phone: Opened): Promise<number> {
  const rows = await phone.store.meta.where('key').startsWith(prefix).toArray();
  const untold = rows
    .map(({ key, value }) => ({ event: key.slice(prefix.length), counts: value as Counts }))
    .filter(({ counts }) => untoldTally(counts) !== null || untoldAnswers(counts).length > 0);
  let told = 0;
  for (const { event, counts } of untold) {
    const plans = plansOf(event, await nameOf(phone, event), counts, phone.now());
    await finalise(phone, plans);
    told += plans.length;
  }
  return told;
}

let before: Promise<unknown> = Promise.resolve();

/** Tells what was not told; how many commands that made. A full phone keeps the numbers and tells later. */
export function tell(phone: Opened): Promise<number> {
  const mine = before.then(() => tellAll(phone)).catch((error: unknown) => {
    if (isFull(error) || error instanceof Wiped) return 0;
    throw error;
  });
  before = mine.catch(() => undefined);
  return mine;
}

/** Whom the office did not know by the card is counted by hand: one more, told, and off the list of what needs fixing. */
export async function countInstead(phone: Opened, refused: Item): Promise<string | null> {
  const { id, event } = refused.command;
  const again = await item(phone, id);
  if (!event || !again || again.command.superseded_by) return again?.command.superseded_by ?? null;
  const label = await nameOf(phone, event);
  const n = ((await countsOf(phone.store, event)).n ?? 0) + 1;
  const plan = tally(event, label, n, phone.now());
  await finalise(phone, [{
    ...plan,
    // Somebody may have tapped meanwhile: then this number is not the last, and is told again.
    also: async (store) => {
      await change(store, event, (was) => ({ ...added(was, 1), told: n }));
      await store.outbox.update(id, { superseded_by: plan.id });
    },
  }]);
  return plan.id;
}
