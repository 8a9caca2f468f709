import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** A text of the desk's file: plain, or one for each language. */
export type DeskText = string | Readonly<Record<string, string>> | null | undefined;

/** In the reader's language, else in a related one, else in whichever there is. Null where nothing is said. */
export function pickText(text: DeskText, language: string): string | null {
  if (text === null || text === undefined) return null;
  if (typeof text === 'string') return text;
  const base = language.split('-')[0]!;
  return text[language] ?? text[base] ?? text['en'] ?? Object.values(text)[0] ?? null;
}

export function usePickText(): (text: DeskText) => string | null {
  const { i18n } = useTranslation();
  return useCallback((text: DeskText) => pickText(text, i18n.language), [i18n.language]);
}
