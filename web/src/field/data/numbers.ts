// Numbers the office reserved for this phone: payment codes and receipt serials. A number is taken in
// the transaction that uses it, so none is used twice.

import type { Range } from './records';

/** The digit that makes the Luhn sum a multiple of ten, as tills check it. */
export function luhn(digits: string): number {
  let sum = 0;
  [...digits].reverse().forEach((digit, at) => {
    const doubled = Number(digit) * (at % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  });
  return (10 - (sum % 10)) % 10;
}

/** A payment code: fourteen reserved digits and their check digit. */
export const codeOf = (digits: number): string => `${digits}${luhn(String(digits))}`;

/** As people read it aloud: `900 000 000 000 417`. */
export const spokenCode = (code: string): string => code.replace(/(\d{3})(?=\d)/g, '$1 ');

export const takeCode = (range: Range): Range => ({ ...range, next: range.next + 1 });

export function takeSerial(custody: { serial_prefix: string; next_serial: number }, next: number | undefined) {
  const now = Math.max(next ?? 0, custody.next_serial);
  return { text: `${custody.serial_prefix}${String(now).padStart(6, '0')}`, next: now + 1 };
}
