import { z } from 'zod';
import { shape } from './shape.js';

const Surcharge = z.object({ key: z.string(), percent: z.int() }).nullable();

export const ShiftQuery = z.strictObject({
  from: z.iso
    .date()
    .meta({ examples: ['2026-03-02'] })
    .optional()
    .describe('first day, in the plan’s zone; absent: today'),
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(62)
    .meta({ examples: [7] })
    .default(7),
});
export type ShiftQuery = z.infer<typeof ShiftQuery>;

export const ForecastQuery = z.strictObject({
  ...ShiftQuery.shape,
  group: z
    .string()
    .max(64)
    .meta({ examples: ['support'] })
    .optional()
    .describe('key'),
  short: z.stringbool().optional().describe('only hours that are short of people'),
});
export type ForecastQuery = z.infer<typeof ForecastQuery>;

export const ShiftPlanShape = shape(
  'ShiftPlan',
  z.object({
    items: z.array(
      z.object({
        date: z.string(),
        surcharge: Surcharge,
        shifts: z.array(
          z.object({
            key: z.string(),
            group: z.string(),
            zone: z.string(),
            from: z.string(),
            to: z.string(),
            staff: z.int().describe('people it takes that day, with the surcharge'),
            members: z.array(z.string()),
            temporary: z.boolean(),
          }),
        ),
      }),
    ),
    nextCursor: z.null(),
  }),
);

export const ForecastShape = shape(
  'ShiftForecast',
  z.object({
    items: z.array(
      z.object({
        group: z.string(),
        date: z.string(),
        hour: z.int(),
        surcharge: Surcharge,
        expected: z.number().describe('tickets, by the weeks before, with the surcharge'),
        required: z.int().describe('people, for what is expected and by the plan with its surcharge'),
        planned: z.number().describe('people; who works for a part of the hour counts by that part'),
        shortfall: z.number(),
      }),
    ),
    nextCursor: z.null(),
  }),
);
