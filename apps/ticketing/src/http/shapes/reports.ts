import { z } from 'zod';
import { REPORT_KINDS } from '../../desk/schema/reports.js';
import { Cursor, Instant, Limit, pageOf, shape } from './shape.js';

const PER = ['day', 'week', 'month', 'quarter', 'year', 'whole'] as const;
const Day = z.iso.date();

export const ReportSummaryShape = shape(
  'ReportSummary',
  z.object({
    key: z.string(),
    kind: z.enum(REPORT_KINDS),
    title: z.string(),
    per: z.enum(PER).nullable().describe('a row for each; null: rows are no spans of time'),
    schedule: z.object({ every: z.string(), at: z.string() }).nullable(),
    public: z.boolean(),
  }),
);
export const ReportListShape = shape('ReportList', z.object({ items: z.array(ReportSummaryShape), nextCursor: z.null() }));

const reportFields = {
  key: z.string(),
  kind: z.enum(REPORT_KINDS),
  title: z.string(),
  period: z.object({ from: Day, to: Day }),
  per: z.enum(PER).nullable(),
  language: z.string(),
  madeAt: Instant,
  columns: z.array(z.object({ key: z.string(), label: z.string(), kind: z.enum(['text', 'number', 'share', 'minutes', 'moment']) })),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))).describe('cells in the order of columns; moments as RFC 3339'),
};
export const ReportShape = shape('Report', z.object({ ...reportFields, nextCursor: z.string().nullable() }));
export const ReportRunShape = shape(
  'ReportRun',
  z.object({ id: z.uuid(), key: z.string(), kind: z.string(), title: z.string(), from: Day, to: Day, madeAt: Instant }),
);
export const ReportRunPageShape = pageOf('ReportRunPage', ReportRunShape);
export const PublicReportsShape = shape('PublicReports', z.object({ items: z.array(z.object(reportFields)), nextCursor: z.null() }));

const Format = z.enum(['json', 'csv', 'xlsx']).optional();
const LanguageName = z.string().max(20).optional();

export const ReportListQuery = z.strictObject({ language: LanguageName });
export type ReportListQuery = z.infer<typeof ReportListQuery>;
export const ReportQuery = z.strictObject({
  from: Day.optional().describe('first day, in the desk’s zone; default: of this month'),
  to: Day.optional().describe('last day, which counts'),
  per: z.enum(PER).optional(),
  format: Format.describe('csv and xlsx are safe to open in a spreadsheet, and name what the desk names; json holds keys'),
  language: LanguageName,
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .meta({ examples: [1000] })
    .optional()
    .describe('rows of a list; default 1000'),
  cursor: Cursor,
});
export type ReportQuery = z.infer<typeof ReportQuery>;
export const ReportRunQuery = z.strictObject({ key: z.string().max(64).optional(), limit: Limit, cursor: Cursor });
export type ReportRunQuery = z.infer<typeof ReportRunQuery>;
export const RunFormat = z.strictObject({
  format: Format.describe('csv and xlsx name what the desk names; json holds keys'),
  language: LanguageName.describe('of the names and titles in a file; default: the one it was made in'),
});
export type RunFormat = z.infer<typeof RunFormat>;

export const RebuiltShape = shape('RebuiltFacts', z.object({ tickets: z.int(), at: Instant }));
