import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { pickLanguage } from './pick-language.js';
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
    // Words that are empty on purpose (nothing to do, say) are said so, not by their key.
    returnEmptyString: true,
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

/** Words of a part that is loaded after the page: they join those of their namespace. Call it where the part is loaded. */
export function addWords(namespace: string, of: Readonly<Record<string, object>>): void {
  for (const [language, words] of Object.entries(of)) i18next.addResourceBundle(language, namespace, words);
}

let chooser: (language: string) => Promise<void> = () => Promise.resolve();
/** Changes the language of the page and remembers it in this browser. */
export const chooseLanguage = (language: string): Promise<void> => chooser(language);

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
