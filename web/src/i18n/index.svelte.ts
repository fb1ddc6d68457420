// Two languages: Indonesian is built in, English is fetched when somebody asks for it. Keys are typed
// by the Indonesian dictionary, so a text that is missing does not compile.

export type Language = 'id' | 'en';
export type Args = Record<string, string | number>;

const remembered = 'lindung.language';

function remember(language?: Language): Language {
  try {
    if (language) localStorage.setItem(remembered, language);
    return localStorage.getItem(remembered) === 'en' ? 'en' : 'id';
  } catch {
    return language ?? 'id';
  }
}

/** A dictionary in use: `t('key', { name })` puts the arguments where the text says `{name}`. */
export function dictionary<Texts extends Record<string, string>>(
  indonesian: Texts,
  loadEnglish: () => Promise<Record<keyof Texts, string>>,
) {
  let language = $state<Language>('id');
  let texts = $state.raw<Record<keyof Texts, string>>(indonesian);

  async function speak(next: Language) {
    texts = next === 'en' ? await loadEnglish() : indonesian;
    language = remember(next);
    document.documentElement.lang = next;
  }

  return {
    get language() {
      return language;
    },
    speak,
    /** Speaks the language chosen last time. */
    start: () => speak(remember()),
    t(key: keyof Texts, args: Args = {}): string {
      // English says “1 month”: the only word of ours that changes with its number is the one after it.
      return (texts[key] ?? String(key)).replace(/\{(\w+)\}(?: (\w+)s\b)?/g, (whole, name: string, many?: string) => {
        const value = args[name];
        if (value === undefined || many === undefined) return String(value ?? whole);
        return `${value} ${many}${language === 'en' && String(value) === '1' ? '' : 's'}`;
      });
    },
    /** Whether there is a text of this key: for keys the server sends. */
    has: (key: string): key is keyof Texts & string => key in texts,
  };
}
