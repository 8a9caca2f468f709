import type { TFunction } from 'i18next';
import type { deeds, words } from './deeds.en.js';

/** What an action of the audit log is, in words; its own name where it is none that we know (an older version's). */
export function sayDeed(action: string, t: TFunction<'operating'>): string {
  const route = action.replace(/^([A-Z]+) /, '$1 /').replaceAll(/:(\w+)/g, '{$1}');
  if (route === action) return t(`deedWords.${action as keyof typeof words}`, { defaultValue: action });
  return t(`deeds.${route as keyof typeof deeds}`, { defaultValue: action });
}
