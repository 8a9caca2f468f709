import { launcher as ar } from './ar.js';
import { launcher as de } from './de.js';
import { launcher as en, type LauncherWords } from './en.js';
import { launcher as es } from './es.js';
import { launcher as fr } from './fr.js';
import { launcher as it } from './it.js';
import { launcher as ja } from './ja.js';
import { launcher as ko } from './ko.js';
import { pickLanguage, type Language } from './pick-language.js';
import { launcher as pt } from './pt.js';
import { launcher as ru } from './ru.js';
import { launcher as vi } from './vi.js';
import { launcher as zh } from './zh.js';

export type { LauncherWords } from './en.js';

/** The few words of the button, in all languages: one request brings the whole loader. */
const LAUNCHERS: Readonly<Record<Language, LauncherWords>> = { zh, en, ja, ko, es, fr, de, ru, pt, it, ar, vi };

export function launcherWordsFor(locale: string): LauncherWords {
  return LAUNCHERS[pickLanguage(locale)];
}
