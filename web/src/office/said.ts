// Words the server sends as keys, said in the language of the page; a key without a text is shown
// as it came, so that nothing is hidden.

import { words } from '../i18n/office';

export const said = (area: string, key: string): string => {
  const whole = `${area}.${key}`;
  return words.has(whole) ? words.t(whole) : key;
};

/** One of two texts the server sends in both languages. */
export const inLanguage = (id: string, en: string) => (words.language === 'id' ? id : en);
