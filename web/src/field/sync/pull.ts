// What changed at the office since the last time, page by page; the cursor moves with the rows.

import { Later, SignedOut, type Change, type Identity, type Ports } from './ports';

interface PullAnswer {
  items: Change[];
  cursor: string;
  has_more: boolean;
}

export async function pullChanges(ports: Ports, identity: Identity): Promise<void> {
  for (;;) {
    const cursor = await ports.outbox.cursor();
    const path = `/api/v1/sync/pull?cursor=${encodeURIComponent(cursor ?? '')}`;
    const heard = await ports.wire({ method: 'GET', path, token: identity.token });
    if (heard.status === 401) throw new SignedOut();
    // A suspended or revoked phone may send and not ask.
    if (heard.status === 403) return;
    if (heard.status !== 200) throw new Later(heard.retry_after_ms);
    const answer = heard.json as PullAnswer;
    ports.say?.({ doing: 'changes', sent: answer.items.length, of: answer.items.length });
    await ports.outbox.apply(answer.items, String(answer.cursor), ports.now());
    if (!answer.has_more || String(answer.cursor) === cursor) return;
  }
}
