// What a phone says to its holder, so that the office can say the same: one text, two places.

type Said<Texts> = { [Key in keyof Texts & string as Key extends `${'code' | 'kind'}.${string}` ? `phone.${Key}` : never]: string };

/** The sentences of decisions and the names of kinds, under `phone.`. */
export const phoneWords = <Texts extends Record<string, string>>(texts: Texts) =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([key, text]) => (/^(code|kind)\./.test(key) ? [[`phone.${key}`, text]] : [])),
  ) as Said<Texts>;
