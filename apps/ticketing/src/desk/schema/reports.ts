import { z } from 'zod';
import { type DeskFault, Key } from './keys.js';
import { ClockSpan, findTwice } from './surveys.js';
import { LocalisedText } from './texts.js';

/** What can be reported; `reports/README.md` says what each counts. */
export const REPORT_KINDS = [
  'request-log',
  'progress',
  'satisfaction',
  'kpi',
  'service',
  'nps',
  'health',
  'channels',
  'yearly',
  'gaps',
  'promises',
  'problems',
  'agents',
  'figures',
  'assessor',
] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** A report in the desk's words, of a part of its tickets, made by itself when it wants. */
export const ReportSection = z.strictObject({
  kind: z.enum(REPORT_KINDS),
  title: LocalisedText.optional(),
  per: z.enum(['day', 'week', 'month', 'quarter', 'year', 'whole']).optional().describe('one row each; default is the kind’s own'),
  channels: z.array(z.string()).default([]).describe('empty: all'),
  inboxes: z.array(z.string()).default([]).describe('ids of those that tickets came by; empty: all'),
  categories: z.array(z.string()).default([]).describe('empty: all'),
  groups: z.array(Key).default([]).describe('empty: all'),
  columns: z
    .record(
      z.string(),
      z.strictObject({ label: LocalisedText.optional(), field: z.string().optional().describe('the ticket’s field that fills it') }),
    )
    .default({})
    .describe('columns by name: their heading, and where they are from'),
  schedule: z
    .strictObject({
      every: z.enum(['day', 'week', 'month', 'quarter', 'year']),
      at: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 08:00')
        .default('08:00')
        .describe('of the first day after the period, in the desk’s zone'),
    })
    .optional(),
  recipients: z
    .strictObject({
      roles: z.array(z.enum(['agent', 'supervisor', 'admin'])).default([]),
      groups: z.array(Key).default([]),
      mail: z.array(z.email()).default([]),
      inbox: z.string().optional().describe('id of the inbox that mails it'),
    })
    .prefault({}),
  public: z.boolean().default(false).describe('may be shown to everybody: the last one that a supervisor released is'),
});
export type ReportSection = z.infer<typeof ReportSection>;

/** What the desk says of a channel, and how it is measured. */
export const PromiseSection = z.strictObject({
  key: Key,
  name: LocalisedText,
  for: LocalisedText.optional().describe('what the channel is for'),
  channels: z.array(z.string()).min(1),
  inboxes: z.array(z.string()).default([]).describe('empty: all of these channels; what came by none counts with its channel'),
  says: LocalisedText.optional().describe('the promise in words; default is made of its figures'),
  measure: z
    .enum(['first-answer', 'first-reply', 'resolution', 'connected', 'call-wait'])
    .describe('first-answer: a person’s · first-reply: anybody’s, a bot’s too · connected: share of calls taken · call-wait: until taken'),
  mean: ClockSpan.optional().describe('on average at most'),
  within: ClockSpan.optional().describe('each within this'),
  share: z.number().gt(0).max(1).default(1).describe('of those within, or of calls connected'),
});
export type PromiseSection = z.infer<typeof PromiseSection>;

export const LIVE_METRICS = [
  'open',
  'new',
  'waiting',
  'longest-wait',
  'unassigned',
  'in-line',
  'breached',
  'due-soon',
  'agents-online',
  'agents-free',
  'opened-today',
  'solved-today',
  'low-scores-today',
] as const;

export const ThresholdSection = z
  .strictObject({
    key: Key,
    metric: z.enum(LIVE_METRICS),
    group: Key.optional(),
    channel: z.string().optional(),
    above: z.number().optional().describe('a count, or minutes'),
    below: z.number().optional(),
    tell: z
      .strictObject({ roles: z.array(z.enum(['agent', 'supervisor', 'admin'])).default([]), groups: z.array(Key).default([]) })
      .default({ roles: ['supervisor'], groups: [] }),
    text: LocalisedText.optional(),
  })
  .refine(({ above, below }) => (above === undefined) !== (below === undefined), 'either above or below');
export type ThresholdSection = z.infer<typeof ThresholdSection>;

export const ReportsSection = z
  .strictObject({
    definitions: z.record(Key, ReportSection).default({}).describe('beside those of each kind, which are there without a word'),
    promises: z.array(PromiseSection).default([]),
    thresholds: z.array(ThresholdSection).default([]),
    states: z.record(z.string(), LocalisedText).default({}).describe('what statuses and stages are called in tables'),
    urgencies: z.record(z.string(), LocalisedText).default({}).describe('what priorities are called in tables, where not by their names'),
    archivedWithin: ClockSpan.default('24h').describe('how soon a complex case is to be archived after it was solved'),
    followUp: z
      .strictObject({ within: ClockSpan.default('3d') })
      .prefault({})
      .describe('what is not solved at first contact is followed up within this'),
  })
  .prefault({});
export type ReportsSection = z.infer<typeof ReportsSection>;

export function findReportsFaults({
  reports,
  groups,
}: {
  readonly reports: ReportsSection;
  readonly groups: Readonly<Record<string, unknown>>;
}): DeskFault[] {
  const named: { path: (string | number)[]; key: string }[] = [
    ...Object.entries(reports.definitions).flatMap(([key, { groups: of, recipients }]) => [
      ...of.map((group, index) => ({ path: ['reports', 'definitions', key, 'groups', index], key: group })),
      ...recipients.groups.map((group, index) => ({ path: ['reports', 'definitions', key, 'recipients', 'groups', index], key: group })),
    ]),
    ...reports.thresholds.flatMap(({ group, tell }, index) => [
      ...(group === undefined ? [] : [{ path: ['reports', 'thresholds', index, 'group'], key: group }]),
      ...tell.groups.map((each, at) => ({ path: ['reports', 'thresholds', index, 'tell', 'groups', at], key: each })),
    ]),
  ];
  const faults: DeskFault[] = named
    .filter(({ key }) => !(key in groups))
    .map(({ path, key }) => ({
      path,
      problem: `there is no group "${key}"`,
      allowed: Object.keys(groups).join(', ') || 'no group is defined',
    }));
  for (const [key, { recipients }] of Object.entries(reports.definitions))
    if (recipients.mail.length > 0 && recipients.inbox === undefined)
      faults.push({
        path: ['reports', 'definitions', key, 'recipients'],
        problem: 'mails it, and says not by which inbox',
        allowed: 'inbox: the id of an inbox that can send mail',
      });
  reports.promises.forEach(({ measure, mean, within }, index) => {
    if (measure !== 'connected' && mean === undefined && within === undefined)
      faults.push({ path: ['reports', 'promises', index], problem: 'promises nothing', allowed: 'mean or within' });
  });
  return [...faults, ...findTwice(reports.promises, ['reports', 'promises']), ...findTwice(reports.thresholds, ['reports', 'thresholds'])];
}
