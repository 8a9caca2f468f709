import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Catalogue } from './words.js';

const KEPT = 'tributary.language';
const RTL = /^(ar|fa|he|ur)\b/;

export interface Languages {
  /** Own names, in the order they are offered: `{ 'zh-CN': '中文', en: 'English' }`. */
  readonly names: Readonly<Record<string, string>>;
  readonly load: (language: string) => Promise<Catalogue>;
  /** What the page's link or its customer asks for, before what the browser says. */
  readonly asked?: string | undefined;
}

/** Resolves when the words of the visitor's language are there. Dates, numbers and plurals are Intl's. */
export async function startLanguage({ names, load, asked }: Languages): Promise<void> {
  const known = Object.keys(names);
  const language = pickLanguage(known, [asked, readKept(), ...navigator.languages]);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    supportedLngs: known,
    resources: { [language]: await load(language) } as never,
    partialBundledLanguages: true,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    returnNull: false,
  });
  show(language);
  i18next.on('languageChanged', show);
  chooser = async (next) => {
    if (!i18next.hasResourceBundle(next, 'kit'))
      for (const [namespace, words] of Object.entries(await load(next))) i18next.addResourceBundle(next, namespace, words);
    keep(next);
    await i18next.changeLanguage(next);
  };
}

let chooser: (language: string) => Promise<void> = () => Promise.resolve();
/** Changes the language of the page and remembers it in this browser. */
export const chooseLanguage = (language: string): Promise<void> => chooser(language);

/** The first wish that we have: exactly, else in the same language (zh-HK gets zh-TW before zh-CN where there is one). */
export function pickLanguage(known: readonly string[], wishes: readonly (string | null | undefined)[]): string {
  for (const wish of wishes) {
    if (!wish) continue;
    const exact = known.find((language) => language.toLowerCase() === wish.toLowerCase());
    if (exact) return exact;
    const traditional = /^zh-(hant|hk|mo|tw)\b/i.test(wish) ? known.find((language) => language === 'zh-TW') : undefined;
    const similar = traditional ?? known.find((language) => language.split('-')[0] === wish.split('-')[0]?.toLowerCase());
    if (similar) return similar;
  }
  return 'en';
}

function show(language: string): void {
  document.documentElement.lang = language;
  document.documentElement.dir = RTL.test(language) ? 'rtl' : 'ltr';
}

/** A browser may forbid to keep anything. */
function readKept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function keep(language: string): void {
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // It is the browser's next time all the same.
  }
}
