import type { Catalogue } from '#page-kit';

export const languages = { en: 'English' } as const;

export async function loadWords(): Promise<Catalogue> {
  return (await import('./en.js')).words;
}
