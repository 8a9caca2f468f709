import { useAsked, type Answer } from '#page-kit';
import { useTranslation } from 'react-i18next';

export type Article = Answer<'GET /knowledge/articles/{articleId}'>;
export type Content = Article['content'];
export type Text = Content['texts'][string];
export type Summary = Answer<'GET /knowledge/articles'>['items'][number];

/** In the reader's language where the article has it. */
export function languageOf({ texts }: Content, wanted: string): string {
  const there = Object.keys(texts);
  return there.find((each) => each === wanted) ?? there.find((each) => each.split('-')[0] === wanted.split('-')[0]) ?? there[0] ?? 'en';
}

export function nameOfLanguage(language: string, reader: string): string {
  return new Intl.DisplayNames([reader], { type: 'language' }).of(language) ?? language;
}

export interface Section {
  readonly key: string;
  readonly name: string;
  /** With the one it lies in. */
  readonly path: string;
}

/** Both levels of the help's order. */
export function useSections(): readonly Section[] {
  const { i18n } = useTranslation();
  const help = useAsked('GET /help', { query: { language: i18n.language.split('-')[0]! } });
  return (help.data?.sections ?? []).flatMap(({ key, name, sections }) => [
    { key, name, path: name },
    ...sections.map((inner) => ({ ...inner, path: `${name} › ${inner.name}` })),
  ]);
}
