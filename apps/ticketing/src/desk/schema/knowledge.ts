import { z } from 'zod';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { Language, LocalisedText } from './texts.js';

export const ARTICLE_KINDS = ['article', 'faq', 'guide', 'video', 'api', 'policy', 'case'] as const;
export const VISIBILITIES = ['public', 'internal'] as const;

const Title = z.string().trim().min(1).max(300);

export const ArticleLink = z.strictObject({
  title: z.string().trim().min(1).max(200),
  url: z.url({ protocol: /^https?$/ }),
});

/** A picture of an article: its bytes are an upload. */
export const ArticlePicture = z.strictObject({
  caption: z.string().trim().min(1).max(300),
  blobRef: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'ref of an upload'),
  fileName: z.string().trim().min(1).max(200),
  contentType: z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']),
});

/** An article in one language. The body is text; its lines that begin with a number or a dash are steps, `**bold**`, `_italic_` and `[words](https://…)` are marks. */
export const ArticleText = z.strictObject({
  title: Title,
  body: z.string().trim().min(1).max(200_000),
  keywords: z.array(z.string().trim().min(1).max(100)).max(100).default([]).describe('words that customers use and the text does not'),
  videos: z.array(ArticleLink).max(20).default([]),
  pictures: z.array(ArticlePicture).max(30).default([]),
});
export type ArticleText = z.infer<typeof ArticleText>;

/** All that an article says; each change of it is a version. */
export const ArticleContent = z.strictObject({
  section: Key.nullable().default(null),
  kind: z.enum(ARTICLE_KINDS).default('article'),
  visibility: z.enum(VISIBILITIES).default('public'),
  productLines: z.array(Key).max(50).default([]),
  texts: z
    .record(Language, ArticleText)
    .refine((texts) => Object.keys(texts).length > 0, 'needs a text in one language at least')
    .describe('by language'),
});
export type ArticleContent = z.infer<typeof ArticleContent>;

const Section = z.strictObject({ key: Key, name: LocalisedText });

/** The help: how it is ordered, what it begins with, and what is checked when. */
export const KnowledgeSection = z
  .strictObject({
    sections: z
      .array(Section.extend({ sections: z.array(Section).max(200).default([]) }))
      .max(200)
      .default([])
      .describe('two levels, in the order they are shown'),
    productLines: z.array(Section).max(200).default([]),
    synonyms: z
      .array(z.array(z.string().trim().min(1).max(60)).min(2).max(30))
      .max(2_000)
      .default([])
      .describe('words that mean the same, over languages too; best single words'),
    articles: z
      .record(Key, ArticleContent)
      .default({})
      .describe('what the help begins with; what was changed over the API meanwhile stays as it is'),
    helpLinks: z
      .array(
        z.strictObject({
          name: LocalisedText,
          url: z.url({ protocol: /^https?$/ }),
          kind: z.enum(['community', 'docs', 'status', 'other']).default('other'),
        }),
      )
      .max(50)
      .default([])
      .describe('offered beside the help: a group of users, say'),
    reviewEveryMonths: z.number().int().min(1).max(60).default(6).describe('so long is an article valid unless somebody says otherwise'),
    proposals: z
      .strictObject({
        perMonth: z.number().int().min(0).max(100).default(5).describe('drafts that are proposed of problems that keep coming, at most'),
        fromTickets: z.number().int().min(2).max(1_000).default(3).describe('so many tickets of one problem make it one that keeps coming'),
      })
      .prefault({}),
  })
  .prefault({});
export type KnowledgeSection = z.infer<typeof KnowledgeSection>;

export function sectionKeysOf({ sections }: KnowledgeSection): string[] {
  return sections.flatMap(({ key, sections: below }) => [key, ...below.map((section) => section.key)]);
}

/** A section's key with those of what lies below it. */
export function sectionsWithin({ sections }: KnowledgeSection, key: string): string[] {
  return [key, ...(sections.find((section) => section.key === key)?.sections.map((below) => below.key) ?? [])];
}

export function findKnowledgeFaults({ knowledge }: { readonly knowledge: KnowledgeSection }): DeskFault[] {
  const keys = sectionKeysOf(knowledge);
  const at = ['knowledge', 'articles'];
  const articles = Object.entries(knowledge.articles);
  const sections = articles.flatMap(([key, { section }]) => (section === null ? [] : [{ path: [...at, key, 'section'], key: section }]));
  const lines = articles.flatMap(([key, { productLines }]) =>
    productLines.map((line, index) => ({ path: [...at, key, 'productLines', index], key: line })),
  );
  return [
    ...keys
      .filter((key, index) => keys.indexOf(key) !== index)
      .map((key) => ({ path: ['knowledge', 'sections'], problem: `two sections are called "${key}"` })),
    ...findUnknownKeys(sections, keys, 'section of the help'),
    ...findUnknownKeys(
      lines,
      knowledge.productLines.map(({ key }) => key),
      'product line',
    ),
  ];
}
