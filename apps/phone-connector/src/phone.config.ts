import { isSupportedCountry } from 'libphonenumber-js/max';
import { z } from 'zod';
import { CallOutcome } from '#contracts';
import type { InboxClaim } from '#runtime';

const Secret = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1).max(5)])
  .transform((value) => (Array.isArray(value) ? value : [value]));
const TimeZone = z.string().refine(isTimeZone, 'a name of the tz database, e.g. Asia/Shanghai');
const Pattern = z.string().max(200).refine(isPattern, 'a regular expression, e.g. 8\\d{2}');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

const FIVE_YEARS_DAYS = 5 * 366;

const InboxFields = z.strictObject({
  address: z.string().max(64).optional().describe('the number customers call, as they dial it'),
  displayName: z.string().max(200).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .refine((code) => isSupportedCountry(code), 'an ISO 3166 code of two letters')
    .default('CN')
    .describe('of numbers written without one'),
  extensions: Pattern.optional().describe("the desk's own extensions, matched whole; default: three or four digits"),
  internalCalls: z.enum(['skip', 'keep']).default('skip').describe('calls between two extensions'),
  ivr: z
    .strictObject({
      labels: z
        .record(z.string().max(16), z.string().max(128))
        .default({})
        .describe('what each key of the voice menu stands for; of an urgent line in a sub-menu, what its keys do'),
      urgent: z
        .array(z.string().max(16))
        .default([])
        .describe('keys that lead to urgent lines from the first menu on, e.g. 3, or 1,3 of a sub-menu'),
    })
    .default({ labels: {}, urgent: [] }),
  longCallMs: z.int().min(0).default(1_800_000).describe('a call that runs longer offers a supervisor; 0: none does'),
  csv: z
    .strictObject({
      path: z.string().min(1).describe('Master.csv of Asterisk, or what another switch appends to'),
      timeZone: TimeZone.default('UTC').describe('of the times in it, which have none'),
      columns: z
        .array(z.string().min(1))
        .min(4)
        .optional()
        .describe('names in their order where they are not those of Asterisk; - for one that means nothing'),
      delimiter: z.string().length(1).default(','),
      encoding: z.string().default('gb18030').describe('of lines that are not UTF-8'),
      inboundContexts: z.array(z.string()).optional().describe('dialplan contexts in which calls from outside arrive'),
      menuApps: z
        .array(z.string())
        .default(['BackGround', 'WaitExten', 'Read'])
        .describe('a caller who was left there gave up in the voice menu'),
      queueLog: z.string().optional().describe('queue_log beside it: who waited, for how long, and who gave up'),
      quietMs: z.int().min(0).default(2_000).describe('rows of one call come apart: it is told when none came for so long'),
      fromBeginning: z.boolean().default(false).describe('true: takes what the file holds when the inbox is added'),
    })
    .optional(),
  ami: z
    .strictObject({
      host: z.string().min(1),
      port: z.int().min(1).max(65_535).default(5038),
      user: z.string().min(1),
      password: z.string().min(1),
      timeZone: TimeZone.default('UTC').describe('of the times in its Cdr events'),
      reconnectMs: z.int().min(10).default(1_000).describe('first wait before another try; doubled up to a minute'),
    })
    .optional(),
  freeswitch: z
    .strictObject({ user: z.string().min(1), password: Secret })
    .optional()
    .describe('json_cdr by HTTP at /in/<inbox>/freeswitch, Basic auth'),
  twilio: z.strictObject({ authToken: Secret }).optional().describe('status and recording callbacks at /in/<inbox>/twilio'),
  tccc: z
    .strictObject({ user: z.string().min(1), password: Secret })
    .optional()
    .describe('pushes of Tencent Cloud Contact Center at /in/<inbox>/tccc, Basic auth'),
  webhook: z
    .strictObject({
      secret: Secret.describe('whsec_… of Standard Webhooks, or the public key whpk_… of the sender; several while they are changed'),
      fields: z.record(z.string(), z.string()).optional().describe('our field → where the sender has it, e.g. caller: data.from'),
      outcomes: z.record(z.string(), CallOutcome).optional().describe("the sender's words for how a call ended → ours"),
      timeZone: TimeZone.default('UTC'),
    })
    .optional()
    .describe('calls, recordings and notes as JSON at /in/<inbox>'),
  recordings: z
    .strictObject({
      folder: z.string().optional().describe('recordings named by a path are taken from below it, and from nowhere else'),
      from: z
        .array(
          z.strictObject({
            url: z.url().regex(/^https?:\/\//),
            user: z.string().optional(),
            password: z.string().optional(),
            token: z.string().optional(),
          }),
        )
        .default([])
        .describe('recordings are fetched from below these addresses, and from nowhere else'),
      maxBytes: z.int().min(1024).default(209_715_200),
      retentionDays: z.int().min(1).default(FIVE_YEARS_DAYS),
    })
    .default({ from: [], maxBytes: 209_715_200, retentionDays: FIVE_YEARS_DAYS }),
});

/** One hotline, and how its calls are learned of: by one way or several at once. */
export const PhoneInboxConfig = InboxFields.superRefine(({ csv, ami, freeswitch, twilio, tccc, webhook }, fault) => {
  if ([csv, ami, freeswitch, twilio, tccc, webhook].every((way) => way === undefined))
    fault.addIssue({ code: 'custom', message: 'needs a way in: csv, ami, freeswitch, twilio, tccc or webhook' });
});
export type PhoneInboxConfig = z.infer<typeof PhoneInboxConfig>;

/** No two inboxes may read one file or listen to one switch: each call would be two. */
export function claimsOf({ csv, ami }: PhoneInboxConfig): InboxClaim[] {
  return [
    ...(csv === undefined ? [] : [{ key: `csv:${csv.path}`, path: ['csv', 'path'] }]),
    ...(ami === undefined ? [] : [{ key: `ami:${ami.host}:${ami.port}:${ami.user}`, path: ['ami', 'host'] }]),
  ];
}
