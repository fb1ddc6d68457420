// Words the server sends as keys, said in the language of the page; a key without a text is shown
// as it came, so that nothing is hidden.

import { words } from '../i18n/office';
import { month, shortDay } from '../ui/words';

export const said = (area: string, key: string): string => {
  const whole = `${area}.${key}`;
  return words.has(whole) ? words.t(whole) : key;
};

/** One of two texts the server sends in both languages. */
export const inLanguage = (id: string, en: string) => (words.language === 'id' ? id : en);

/** `2026-11` and `2026-11-21` in a sentence, in words. */
export const dated = (text: string): string =>
  text
    .replace(/\b\d{4}-\d\d-\d\d\b/g, (found) => shortDay(found, words.language))
    .replace(/\b\d{4}-\d\d\b(?!-)/g, (found) => month(found, words.language));
