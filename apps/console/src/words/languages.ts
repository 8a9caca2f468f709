import type { Catalogue } from '#page-kit';

/** Languages that are complete for agents, by their own names. */
export const languages = { en: 'English', 'zh-CN': '中文' } as const;

/** The words of one language: a file of its own, loaded when it is wanted. */
export async function loadWords(language: string): Promise<Catalogue> {
  return language === 'zh-CN' ? (await import('./zh-CN.js')).words : (await import('./en.js')).words;
}
