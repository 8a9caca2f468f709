import { z } from 'zod';

/** A BCP 47 language, as a desk names it: `zh`, `en`, `pt-BR`. */
export const Language = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'a language such as en, zh or pt-BR');

/** Words in several languages, at least in one; a plain text stands for all of them. */
export const LocalisedText = z.union([
  z.string().min(1).max(20_000),
  z.record(Language, z.string().min(1).max(20_000)).refine((texts) => Object.keys(texts).length > 0, 'has no text in any language'),
]);
export type LocalisedText = z.infer<typeof LocalisedText>;

/** In `language`, else in its base language, else in the desk's, else in English, else in whichever there is. */
export function pickText(texts: LocalisedText, language: string | null | undefined, desk = 'en'): string {
  if (typeof texts === 'string') return texts;
  const wanted = [language, language?.split('-')[0], desk, 'en'];
  for (const each of wanted) if (each && texts[each] !== undefined) return texts[each];
  return Object.values(texts)[0] ?? '';
}

/** In all languages there are. */
export function listTexts(texts: LocalisedText): string[] {
  return typeof texts === 'string' ? [texts] : Object.values(texts);
}

/** Puts values into `{{name}}`; a name without a value becomes nothing. */
export function fillText(text: string, values: Readonly<Record<string, string | number | null | undefined>>): string {
  return text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_, name: string) => String(values[name] ?? ''));
}
