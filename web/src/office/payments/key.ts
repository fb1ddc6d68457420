// The key of a payment at this counter. Two tabs with the same slip, or a press after an answer got
// lost, are one payment: the key of the code and amount last worked on is kept for this browser.

import { newKey } from '../../api/client';

const kept = 'lindung.payment';

/** `fresh`: another payment of the same money for the same code is meant. */
export function keyOf(code: string, amount: number, fresh = false): string {
  const what = `${code} ${amount}`;
  try {
    const [last, key] = JSON.parse(localStorage.getItem(kept) ?? '[]') as [string?, string?];
    if (!fresh && last === what && key) return key;
    const made = newKey();
    localStorage.setItem(kept, JSON.stringify([what, made]));
    return made;
  } catch {
    return newKey();
  }
}
