// Why the office decided as it did, said to an officer: the sentence, and what can be done.

import { words } from '../../i18n/office';
import { rupiah } from '../../ui/words';
import { said } from '../said';

type Args = Record<string, unknown>;
const plain = (args: Args, money: boolean) =>
  Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, money && typeof value === 'number' ? rupiah(value) : String(value)]),
  );

/** The phone's own sentence: what its holder reads about it. */
export function phoneSentence(code: string, args: Args = {}): string {
  const key = `phone.code.${code}`;
  return words.has(key) ? words.t(key, plain(args, true)) : words.t('phone.code.other', { code });
}

/** The office's sentence, where it knows more than the phone is told. */
export function sentence(code: string | null | undefined, args: Args = {}): string {
  if (!code) return words.t('why.not_judged');
  const key = `why.${code}`;
  // Without its figures (in a list) a sentence that names them is the phone's.
  const needs = words.has(key) && /\{/.test(words.t(key, plain(args, false)));
  const whole = words.has(key) && !needs ? words.t(key, plain(args, false)) : phoneSentence(code, args);
  const more = `${key}.${String(args.why)}`;
  return words.has(more) ? `${whole} ${words.t(more)}` : whole;
}

/** What to look at before one decides. */
export const way = (code: string | null | undefined): string => {
  const key = `why.${code}.way`;
  return words.has(key) ? words.t(key) : '';
};

export const kindName = (kind: string) => said('phone.kind', kind);
