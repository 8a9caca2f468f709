/** A catalogue stands beside this file for each; `tag` is what the page says of itself. */
export const LANGUAGES = {
  zh: 'zh-CN',
  en: 'en',
  ja: 'ja',
  ko: 'ko',
  es: 'es',
  fr: 'fr',
  de: 'de',
  ru: 'ru',
  pt: 'pt',
  it: 'it',
  ar: 'ar',
  vi: 'vi',
} as const;
export type Language = keyof typeof LANGUAGES;

export function pickLanguage(locale: string): Language {
  const base = locale.slice(0, 2).toLowerCase();
  return /^[a-z]{2}([-_]|$)/i.test(locale) && Object.prototype.hasOwnProperty.call(LANGUAGES, base) ? (base as Language) : 'en';
}

/** What numbers and dates are written by: the visitor's own land where it speaks the language that is shown. */
export function formatLocaleOf(locale: string): string {
  const language = pickLanguage(locale);
  const wanted = locale.replace('_', '-');
  try {
    if (pickLanguage(wanted) === language && wanted.slice(0, 2).toLowerCase() === language && Intl.getCanonicalLocales(wanted).length === 1)
      return wanted;
  } catch {
    // No locale that anybody knows.
  }
  return LANGUAGES[language];
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}
