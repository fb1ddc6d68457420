// What happened, as a sentence: the office sends a key and its arguments, the words are ours.

import type { Schemas } from '../../api/client';
import { words } from '../../i18n/office';
import { month, shortDay, threes } from '../../ui/words';
import { dated, said } from '../said';

/** Arguments that are words or days of their own. */
function worded(name: string, value: string): string {
  if (/month$/.test(name) && /^\d{4}-\d\d/.test(value)) return month(value, words.language);
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return shortDay(value, words.language);
  switch (name) {
    case 'code':
      return threes(value);
    case 'occupation':
      return value.replaceAll('-', ' ');
    case 'relation':
      return said('relation', value);
    case 'channel':
      return said('pay.channel', value);
    case 'outcome':
      return said('pay.outcome', value);
    case 'purpose':
      return said('consents.purpose', value);
    case 'given_how':
      return said('consents.how', value);
    case 'because':
      return said('cover.end', value);
    case 'fields':
      return value.split(',').map((field) => said('field', field)).join(', ');
    default:
      return value;
  }
}

export function sentence(entry: Schemas['TimelineEntryView']): string {
  const sent = entry.text.args as Record<string, string>;
  const args = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, worded(name, value)]));
  args.text = dated((words.language === 'id' ? sent.text_id : sent.text_en) ?? '');
  const nothing = entry.kind === 'paid' && (sent.n_months ?? '0') === '0';
  const key = nothing ? 'timeline.paid_nothing' : `timeline.${entry.kind}`;
  if (!words.has(key)) return entry.kind;
  // What the office left out is left out of the sentence too.
  return words
    .t(key, args)
    .replace(/\{\w+\}/g, '')
    .replace(/\s*\(\s*\)/g, '')
    .replace(/(\S+ \d{4}) – \1/g, '$1')
    .replace(/\s+([,;:.])/g, '$1')
    .replace(/[\s:]+$/, '');
}
