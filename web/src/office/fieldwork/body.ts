// Reading what a phone sent. It may be anything, also what no phone of ours would write: nothing here
// trusts its shape.

export const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((it, name) => (typeof it === 'object' && it !== null ? (it as Record<string, unknown>)[name] : undefined), value);

export function text(value: unknown, path: string): string {
  const is = at(value, path);
  return typeof is === 'string' || typeof is === 'number' ? String(is) : '';
}
export function number(value: unknown, path: string): number | null {
  const is = at(value, path);
  return typeof is === 'number' && Number.isFinite(is) ? is : null;
}
export const list = (value: unknown, path: string): unknown[] => {
  const is = at(value, path);
  return Array.isArray(is) ? is : [];
};
export const isTrue = (value: unknown, path: string): boolean => at(value, path) === true;

/** The dotted fields in which two bodies differ. */
export function differing(a: unknown, b: unknown, path = ''): string[] {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return a === b ? [] : [path];
  }
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].flatMap((name) => differing(at(a, name), at(b, name), path ? `${path}.${name}` : name));
}

/** Two texts that a person would call the same. */
export const alike = (a: string, b: string): boolean => {
  const plain = (it: string) => it.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  return plain(a) === plain(b);
};
/** A telephone number as it is compared. */
export const phoneDigits = (number: string) => number.replace(/\D/g, '').replace(/^62/, '0');
