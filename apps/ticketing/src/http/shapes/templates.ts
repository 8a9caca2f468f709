import { z } from 'zod';
import { TEMPLATE_KINDS } from '../../desk/schema/templates.js';
import { Localised, pageOf, shape } from './shape.js';

const Language = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'a language such as en or zh')
  .meta({ examples: ['zh'] })
  .optional();
export const TemplateQuery = z.strictObject({
  kind: z.enum(TEMPLATE_KINDS).optional(),
  language: Language.describe('default: the customer’s'),
});
export type TemplateQuery = z.infer<typeof TemplateQuery>;
export const TemplatePageShape = pageOf(
  'OfferedTemplatePage',
  shape(
    'OfferedTemplate',
    z.object({
      key: z.string(),
      name: z.string(),
      names: Localised.describe('as the desk’s file has it'),
      kind: z.enum(TEMPLATE_KINDS),
      language: z.string(),
      text: z.string().describe('for this ticket'),
      keyPoints: z.array(z.string()).describe('of a script: what is recorded during the call'),
    }),
  ),
);
export const TemplateSending = shape(
  'TemplateSending',
  z.strictObject({
    template: z.string().min(1).max(64),
    language: Language,
    before: z.string().trim().min(1).max(10_000).optional().describe('own words before it'),
    expectedVersion: z.int().optional(),
  }),
);
export type TemplateSending = z.infer<typeof TemplateSending>;
export const CallPoints = shape(
  'CallPoints',
  z.strictObject({
    points: z.record(
      z.string().regex(/^[a-z0-9][a-z0-9_-]{0,40}$/, 'a key such as problem'),
      z.string().trim().min(1).max(5_000).nullable(),
    ),
    expectedVersion: z.int().optional(),
  }),
);
export type CallPoints = z.infer<typeof CallPoints>;
export const CallPointsShape = shape('RecordedCallPoints', z.object({ points: z.record(z.string(), z.string()) }));
