import { z } from 'zod';
import { ARTICLE_KINDS } from '../../desk/schema/knowledge.js';
import { Cursor, Instant, Limit, pageOf, shape } from './shape.js';

const Language = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'a language such as en or zh')
  .meta({ examples: ['zh'] })
  .optional();
const Named = z.object({ key: z.string(), name: z.string() });

export const HelpLanguage = z.strictObject({ language: Language });
export type HelpLanguage = z.infer<typeof HelpLanguage>;
export const HelpListQuery = z.strictObject({ language: Language, section: z.string().max(64).optional(), limit: Limit, cursor: Cursor });
export type HelpListQuery = z.infer<typeof HelpListQuery>;

export const HelpShape = shape(
  'Help',
  z.object({
    languages: z.array(z.string()),
    sections: z.array(Named.extend({ sections: z.array(Named) })),
    productLines: z.array(Named),
    links: z
      .array(z.object({ kind: z.string(), name: z.string(), url: z.string() }))
      .describe('offered beside it: a community of users, say'),
  }),
);
export const HelpArticleShape = shape(
  'HelpArticle',
  z.object({
    id: z.uuid(),
    key: z.string().nullable(),
    language: z.string(),
    languages: z.array(z.string()),
    title: z.string(),
    body: z.string(),
    section: z.string().nullable(),
    videos: z.array(z.object({ title: z.string(), url: z.string() })),
    pictures: z.array(z.object({ caption: z.string(), fileName: z.string(), contentType: z.string(), blobRef: z.string() })),
    updatedAt: Instant,
  }),
);
export const ArticleOpinionInput = shape(
  'ArticleOpinionInput',
  z.strictObject({
    helpful: z.boolean(),
    words: z.string().trim().max(2_000).optional().describe('left out: what was said before stays; empty: it goes'),
    language: Language.describe('in which he read it'),
  }),
);
export type ArticleOpinionInput = z.infer<typeof ArticleOpinionInput>;
export const ArticleOpinionShape = shape(
  'ArticleOpinion',
  z.object({ helpful: z.boolean(), words: z.string().nullable().describe('as they are kept: without addresses and long numbers') }),
);
export const HelpListShape = pageOf(
  'HelpArticlePage',
  z.object({
    id: z.uuid(),
    key: z.string().nullable(),
    title: z.string(),
    language: z.string(),
    section: z.string().nullable(),
    kind: z.enum(ARTICLE_KINDS),
  }),
);
