import { z } from 'zod';
import { Cursor, Instant, Limit, pageOf, shape } from './shape.js';

const KINDS = ['three-step', 'csat', 'nps', 'weighted'] as const;
const words = z.string().trim().min(1).max(10_000).optional();
const answer = {
  value: z.int().min(0).max(10).optional().describe('three-step 1 to 3 (3 satisfied), CSAT 1 to 5, NPS 0 to 10'),
  parts: z.record(z.string(), z.int().min(1).max(5)).optional().describe('of a weighted survey: each part by its key, 1 to 5'),
  recommend: z.int().min(0).max(10).optional().describe('where the survey asks for it'),
  reason: words,
  suggestion: words,
};

export const SurveyShape = shape(
  'Survey',
  z.object({
    state: z.enum(['open', 'answered']),
    kind: z.enum(KINDS),
    question: z.string(),
    least: z.int(),
    greatest: z.int(),
    parts: z.array(z.object({ key: z.string(), name: z.string() })),
    recommend: z.string().nullable().describe('the question how likely one is to recommend us; null where it is not asked'),
    reason: z.enum(['never', 'low', 'always']),
    low: z.number().describe('this or less is a low score'),
    suggestion: z.boolean(),
    thanks: z.string(),
    language: z.string(),
  }),
);
export const SurveyAnswerInput = shape('SurveyAnswer', z.strictObject(answer));
export type SurveyAnswerInput = z.infer<typeof SurveyAnswerInput>;
export const SurveyTakenShape = shape('SurveyTaken', z.object({ state: z.literal('answered') }));

export const NewRating = shape(
  'NewRating',
  z.strictObject({ ...answer, survey: z.string().min(1).max(64).optional().describe('key of a survey form') }),
);
export type NewRating = z.infer<typeof NewRating>;

export const FeedbackShape = shape(
  'Feedback',
  z.object({
    id: z.uuid(),
    kind: z.enum(['rating', 'form', 'mail']),
    way: z.enum(['tap', 'reply', 'link', 'keys', 'agent', 'message']),
    survey: z.string().nullable(),
    ticketId: z.uuid(),
    ticketNumber: z.string(),
    contactId: z.uuid(),
    contactName: z.string().nullable(),
    channel: z.string().nullable(),
    agentId: z.uuid().nullable().describe('who had the ticket when it was given'),
    scale: z.enum(KINDS).nullable(),
    value: z.number().nullable(),
    parts: z.record(z.string(), z.number()).nullable(),
    points: z.number().nullable().describe('0 to 100, whatever the scale'),
    recommend: z.int().nullable(),
    step: z.enum(['satisfied', 'neutral', 'unsatisfied']).nullable(),
    low: z.boolean(),
    reason: z.string().nullable(),
    suggestion: z.string().nullable(),
    givenAt: Instant,
    enteredBy: z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() }).nullable(),
    seen: z.array(z.object({ reader: z.string(), at: z.string(), by: z.looseObject({}) })),
  }),
);
export const FeedbackPageShape = pageOf('FeedbackPage', FeedbackShape);

export const FeedbackQuery = z.strictObject({
  limit: Limit,
  cursor: Cursor,
  kind: z.enum(['rating', 'form', 'mail']).optional(),
  low: z.stringbool().optional(),
  ticket: z
    .uuid()
    .meta({ examples: ['0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'] })
    .optional(),
  unseenBy: z.string().min(1).max(64).optional().describe('key of a reader who has not seen it'),
});
export type FeedbackQuery = z.infer<typeof FeedbackQuery>;

export const SeenBy = shape(
  'SeenBy',
  z.strictObject({ reader: z.string().min(1).max(64).optional().describe('default: whichever the caller is') }),
);
export type SeenBy = z.infer<typeof SeenBy>;

export const NewSurveyRound = shape(
  'NewSurveyRound',
  z.strictObject({ round: z.string().min(1).max(64).describe('key of a periodic survey'), contactIds: z.array(z.uuid()).min(1).max(200) }),
);
export type NewSurveyRound = z.infer<typeof NewSurveyRound>;
export const SurveyRoundShape = shape('SurveyRound', z.object({ asked: z.int() }));
