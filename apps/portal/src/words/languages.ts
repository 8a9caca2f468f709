import type { Catalogue } from '#page-kit';

/** Those of customers, by their own names; a file of words each. */
export const languages = {
  zh: '中文',
  en: 'English',
  ja: '日本語',
  ko: '한국어',
  es: 'Español',
  fr: 'Français',
  de: 'Deutsch',
  ru: 'Русский',
  pt: 'Português',
  it: 'Italiano',
  ar: 'العربية',
  vi: 'Tiếng Việt',
} as const;

export type PortalLanguage = keyof typeof languages;

const FILES: Readonly<Record<PortalLanguage, () => Promise<{ readonly words: Catalogue }>>> = {
  zh: () => import('./zh.js'),
  en: () => import('./en.js'),
  ja: () => import('./ja.js'),
  ko: () => import('./ko.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  de: () => import('./de.js'),
  ru: () => import('./ru.js'),
  pt: () => import('./pt.js'),
  it: () => import('./it.js'),
  ar: () => import('./ar.js'),
  vi: () => import('./vi.js'),
};

/** Only the one that is needed. */
export async function loadWords(language: string): Promise<Catalogue> {
  return (await (FILES[language as PortalLanguage] ?? FILES.en)()).words;
}
