// How money, dates, months and numbers of people are written, in both languages. Money is integer
// rupiah; nothing here computes with it.

type Language = 'id' | 'en';
const locale = (language: Language) => (language === 'id' ? 'id-ID' : 'en-GB');

/** `Rp8.400`, in both languages as receipts write it. */
export const rupiah = (amount: number) =>
  `${amount < 0 ? '−' : ''}Rp${Math.abs(amount).toLocaleString('id-ID')}`;

export const count = (n: number, language: Language) => n.toLocaleString(locale(language));

/** `29,3 %` or `29.3 %` from the server's `29.3`. */
export const percent = (text: string, language: Language) =>
  `${language === 'id' ? text.replace('.', ',') : text} %`;

const asDate = (text: string) => new Date(text.length === 10 ? `${text}T00:00:00` : text);

/** `2026-11-21` as `21 November 2026`. */
export const day = (text: string, language: Language) =>
  asDate(text).toLocaleDateString(locale(language), { day: 'numeric', month: 'long', year: 'numeric' });

export const shortDay = (text: string, language: Language) =>
  asDate(text).toLocaleDateString(locale(language), { day: 'numeric', month: 'short', year: 'numeric' });

/** `2026-11` or a date of it as `November 2026`. */
export const month = (text: string, language: Language) =>
  asDate(`${text.slice(0, 7)}-01`).toLocaleDateString(locale(language), { month: 'long', year: 'numeric' });

export const moment = (text: string, language: Language) =>
  new Date(text).toLocaleString(locale(language), { dateStyle: 'medium', timeStyle: 'short' });

/** A payment code in groups of three, as a till reads it back and as the public pages write it. */
export const threes = (code: string) => code.replace(/(.{3})(?=.)/g, '$1 ');

/** A NIK in groups of four, as people read it aloud; stored plain. */
export const grouped = (nik: string) => nik.replace(/(.{4})(?=.)/g, '$1 ');
