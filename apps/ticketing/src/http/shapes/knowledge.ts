import { z } from 'zod';
import { ARTICLE_KINDS, ArticleContent, VISIBILITIES } from '../../desk/schema/knowledge.js';
import { IMPORT_FORMATS } from '../../knowledge/importing/read-articles.js';
import { AskedInstant, Cursor, Instant, Limit, pageOf, shape } from './shape.js';

const Day = z.iso.date();
const Language = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'a language such as en or zh')
  .meta({ examples: ['zh'] });
const Question = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .meta({ examples: ['订单同步延迟'] });
const states = ['draft', 'published', 'archived'] as const;
const Who = z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() });

const article = {
  id: z.uuid(),
  key: z.string().nullable().describe('of one that the desk’s file or an import brought'),
  state: z.enum(states),
  version: z.int().describe('of the newest text; send it as expectedVersion'),
  publishedVersion: z.int().nullable().describe('what readers see; older than version while a change waits'),
  ticketId: z.uuid().nullable().describe('whose solution it was made of'),
  reviewDue: Day.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  publishedAt: Instant.nullable(),
  archivedAt: Instant.nullable(),
};
export const ArticleShape = shape('Article', z.object({ ...article, content: ArticleContent }));
export const ArticleSummaryShape = shape(
  'ArticleSummary',
  z.object({
    ...article,
    title: z.string(),
    section: z.string().nullable(),
    kind: z.enum(ARTICLE_KINDS),
    visibility: z.enum(VISIBILITIES),
    productLines: z.array(z.string()),
  }),
);
export const ArticlePageShape = pageOf('ArticlePage', ArticleSummaryShape);
export const ArticleVersionPageShape = pageOf(
  'ArticleVersionPage',
  z.object({ version: z.int(), content: ArticleContent, actor: Who, note: z.string().nullable(), madeAt: Instant }),
);

export const ArticleQuery = z.strictObject({
  limit: Limit,
  cursor: Cursor,
  language: Language.optional().describe('of titles'),
  state: z.enum(states).optional(),
  section: z.string().max(64).optional(),
  productLine: z.string().max(64).optional(),
  visibility: z.enum(VISIBILITIES).optional(),
  ticket: z
    .uuid()
    .meta({ examples: ['0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'] })
    .optional(),
});
export type ArticleQuery = z.infer<typeof ArticleQuery>;

const note = z.string().trim().min(1).max(1_000).optional();
const expectedVersion = z.int().optional();
export const NewArticle = shape('NewArticle', z.strictObject({ content: ArticleContent, note }));
export type NewArticle = z.infer<typeof NewArticle>;
export const ArticleChange = shape('ArticleChange', z.strictObject({ content: ArticleContent, expectedVersion, note }));
export type ArticleChange = z.infer<typeof ArticleChange>;
export const Publication = shape('Publication', z.strictObject({ expectedVersion, reviewDue: Day.optional() }));
export type Publication = z.infer<typeof Publication>;
export const Archiving = shape('Archiving', z.strictObject({ expectedVersion }));
export type Archiving = z.infer<typeof Archiving>;
export const ArticleReview = shape(
  'ArticleReview',
  z.strictObject({
    valid: z.boolean().describe('false: it is archived'),
    note,
    reviewDue: Day.optional().describe('when it is looked at again; default: as the desk says'),
    expectedVersion,
  }),
);
export type ArticleReview = z.infer<typeof ArticleReview>;

export const ReviewQuery = z.strictObject({
  limit: Limit,
  cursor: Cursor,
  language: Language.optional().describe('of titles'),
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as 2026-03')
    .meta({ examples: ['2026-03'] })
    .optional()
    .describe('due by its end; default: this month'),
});
export type ReviewQuery = z.infer<typeof ReviewQuery>;

const place = {
  section: z.string().max(64).optional(),
  productLine: z.string().max(64).optional(),
  language: Language.optional(),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(20)
    .meta({ examples: [5] })
    .optional(),
};
const typing = z
  .enum(['true', 'false'])
  .transform((word) => word === 'true')
  .optional()
  .describe('the last word is still being typed; such a search is not recorded');
export const KnowledgeQuery = z.strictObject({ q: Question, ...place, typing });
export type KnowledgeQuery = z.infer<typeof KnowledgeQuery>;

const Link = z.object({ title: z.string(), url: z.string() });
export const FoundArticleShape = shape(
  'FoundArticle',
  z.object({
    id: z.uuid(),
    key: z.string().nullable(),
    language: z.string(),
    title: z.string(),
    snippet: z.string(),
    section: z.string().nullable(),
    kind: z.enum(ARTICLE_KINDS),
    visibility: z.enum(VISIBILITIES),
    videos: z.array(Link),
    score: z.number().describe('0 to 1: how much of what was asked it has'),
  }),
);
export const FoundPageShape = pageOf('FoundArticlePage', FoundArticleShape);

export const SearchQuery = z.strictObject({ limit: Limit });
export type SearchQuery = z.infer<typeof SearchQuery>;
export const AskedPageShape = pageOf(
  'AskedQuestionPage',
  shape(
    'AskedQuestion',
    z.object({
      question: z.string(),
      language: z.string().nullable(),
      asked: z.int(),
      unanswered: z.int(),
      firstAt: Instant,
      lastAt: Instant,
    }),
  ),
);
export const DealtWith = shape('DealtWith', z.strictObject({ question: z.string().min(1).max(300) }));
export type DealtWith = z.infer<typeof DealtWith>;

export const ProblemQuery = z.strictObject({
  from: AskedInstant.optional().describe('default: a week before to'),
  to: AskedInstant.optional().describe('default: now'),
  least: z.coerce
    .number()
    .int()
    .min(2)
    .max(1_000)
    .meta({ examples: [3] })
    .optional()
    .describe('tickets that make a problem'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .meta({ examples: [20] })
    .optional(),
});
export type ProblemQuery = z.infer<typeof ProblemQuery>;
export const ProblemPageShape = pageOf(
  'TypicalProblemPage',
  shape(
    'TypicalProblem',
    z.object({
      name: z.string(),
      category: z.string().nullable(),
      count: z.int(),
      ticketNumbers: z.array(z.string()),
      article: z.object({ id: z.uuid(), title: z.string() }).nullable().describe('that answers it, where there is one'),
    }),
  ),
);
export const ProposalPageShape = pageOf(
  'ProposalPage',
  z.object({
    articleId: z.uuid(),
    title: z.string(),
    state: z.enum(states),
    month: z.string(),
    problem: z.string(),
    tickets: z.int(),
    proposedAt: Instant,
  }),
);

const opinions = { yes: z.int().describe('readers it helped'), no: z.int().describe('readers it did not help') };
export const ArticleOpinionsShape = shape(
  'ArticleOpinions',
  z.object({
    ...opinions,
    now: z.object(opinions).describe('of the text that readers see now'),
    words: z
      .array(z.object({ id: z.uuid(), helpful: z.boolean(), words: z.string(), language: z.string(), version: z.int(), at: Instant }))
      .describe('what they said, newest first, 200 at most'),
  }),
);
export const CountedArticlePageShape = pageOf(
  'CountedArticlePage',
  z.object({
    articleId: z.uuid(),
    title: z.string(),
    state: z.enum(states),
    ...opinions,
    words: z.int().describe('of them said why'),
    lastAt: Instant,
  }),
);

export const Import = shape(
  'ArticleImport',
  z.strictObject({
    format: z.enum(IMPORT_FORMATS),
    text: z.string().min(1).max(20_000_000).optional().describe('of jsonl and csv'),
    files: z
      .array(z.strictObject({ name: z.string().min(1).max(300), text: z.string().max(500_000) }))
      .min(1)
      .max(2_000)
      .optional()
      .describe('of markdown'),
    language: Language.default('zh').describe('of what does not say its own'),
    publish: z.boolean().default(true).describe('false: as drafts'),
  }),
);
export type Import = z.infer<typeof Import>;
export const ImportedShape = shape('ImportedArticles', z.object({ added: z.int(), changed: z.int(), same: z.int() }));
