// What the office decided, in the phone's own sentences; a code it does not know is shown as it is.

import { rupiah } from '../ui/words';
import { words } from '../i18n/field';
import type { Item } from './data/copies';
import type { Kind, Result } from './data/records';

export function sentence({ code, args }: Pick<Result, 'code' | 'args'>): string {
  const key = `code.${code}`;
  if (!words.has(key)) return words.t('code.other', { code });
  const said = Object.entries(args).map(([name, value]) => [name, typeof value === 'number' ? rupiah(value) : String(value)]);
  return words.t(key, Object.fromEntries(said) as Record<string, string>);
}

/** What was finalised, in a word or two: `Dihitung: 17 orang`. */
export const kindOf = ({ command, copy }: Pick<Item, 'command' | 'copy'>): string =>
  words.t(`kind.${command.kind as Kind}`, { n: copy.n ?? 0 });

/** The label of a field the office named: `enrol.person.village` is the village of the form. */
const labels: Record<string, Parameters<typeof words.t>[0]> = {
  nik: 'enrol.nik', name: 'enrol.name', birth_date: 'enrol.birth', sex: 'enrol.sex', village: 'enrol.village', rt: 'enrol.rt', rw: 'enrol.rw',
  address: 'enrol.address', occupations: 'enrol.work', occupation: 'enrol.work', income: 'enrol.income', programmes: 'enrol.savings',
  phone: 'enrol.phone', heirs: 'enrol.heir', attestation: 'enrol.attest', attested_by: 'enrol.attested_by', attester_role: 'enrol.attester_role',
  statement: 'enrol.statement', consents: 'enrol.consent', months: 'enrol.months', promise_read: 'enrol.promise_read', groups: 'enrol.groups',
  scanned: 'here.what', n: 'here.counted', answers: 'poll.title', question: 'poll.title', event: 'event.name', note: 'lead.note',
  area: 'event.area', venue: 'event.venue', attended: 'event.attended', enrolled: 'event.enrolled', refused: 'event.refused',
};

export function fieldLabel(field: string): string {
  const names = field.split('.').reverse();
  const known = names.map((name) => labels[name]).find((label) => label !== undefined);
  // Without what the form says beside it, “(boleh kosong)”.
  return known ? words.t(known).replace(/ \([^)]*\)$/, '') : field;
}

/** The screen on which a field the office named is answered. */
export function stepOf(fields: string[]): number {
  const steps: [number, string[]][] = [
    [1, ['nik']],
    [2, ['name', 'birth_date', 'sex']],
    [3, ['village', 'rt', 'rw', 'address']],
    [4, ['occupations', 'occupation', 'income', 'programmes', 'months', 'groups']],
    [5, ['phone', 'heirs', 'attestation', 'attested_by', 'attester_role', 'statement']],
    [6, ['consents', 'promise_read']],
  ];
  const names = fields.flatMap((field) => field.split('.'));
  return steps.find(([, of]) => of.some((name) => names.includes(name)))?.[0] ?? 1;
}
