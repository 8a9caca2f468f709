import { z } from 'zod';
import { AskedInstant, Cursor, Instant, Key, Limit, pageOf, shape } from './shape.js';

export const AuditRecordShape = shape(
  'AuditRecord',
  z.object({
    id: z.uuid(),
    at: Instant,
    actor: z.object({ kind: z.enum(['agent', 'key', 'house', 'command-line']), id: z.string().optional() }),
    action: z.string().describe('method and route, or a word for what is no request'),
    outcome: z.enum(['done', 'refused']),
    ticketId: z.string().optional(),
    targets: z.record(z.string(), z.string()).optional().describe('ids in the path; `made`: of what came of it'),
    fields: z.array(z.string()).optional().describe('what was given'),
    content: z.string().optional().describe('keyed hash of what was given: it can be compared, not read'),
    reason: z.string().optional().describe('of a refusal its code; of an override what the person said'),
    cause: z
      .object({ code: z.string(), values: z.record(z.string(), z.string()).optional() })
      .optional()
      .describe('why it was done, where no person chose it freely: what `reason` says, for programs'),
    from: z.string().optional().describe('address of the client'),
    seq: z.int().nullable().describe('place in the chain; null for a second'),
    hash: z.string().nullable(),
  }),
);
export const AuditPageShape = pageOf('AuditPage', AuditRecordShape);
export const AuditQuery = z.strictObject({
  limit: Limit,
  cursor: Cursor,
  actor: Key.optional().describe('id of an agent or key'),
  action: z
    .string()
    .min(1)
    .max(120)
    .meta({ examples: ['PATCH tickets/:id'] })
    .optional()
    .describe('an action, or its method'),
  ticket: z.uuid().optional(),
  since: AskedInstant.optional(),
  until: AskedInstant.optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

const head = { seq: z.int(), hash: z.string(), signedAt: Instant, keyId: z.string(), signature: z.string() };
const key = {
  keyId: z.string(),
  publicKey: z.string().describe('raw Ed25519, base64url'),
  voucher: z.object({ keyId: z.string(), signature: z.string() }).nullable(),
};
export const AuditHeadShape = shape('AuditHead', z.object({ head: z.object(head).nullable(), keys: z.array(z.object(key)) }));
export const AuditVerdictShape = shape(
  'AuditVerdict',
  z.object({
    ok: z.boolean(),
    records: z.int(),
    last: z.object({ seq: z.int(), hash: z.string() }),
    heads: z.int().describe('signed heads that fit'),
    signedUpTo: z.int(),
    faults: z.array(z.object({ seq: z.int(), kind: z.string(), what: z.string() })),
  }),
);
export const AuditKnown = z.strictObject({
  known: z
    .string()
    .regex(/^[1-9]\d{0,14}:[0-9a-f]{64}$/, 'number and hash of a head: 12:9f86…')
    .meta({ examples: [`12:${'0'.repeat(64)}`] })
    .optional()
    .describe('a head that you noted before, `seq:hash`: the only proof against a log cut off together with its heads'),
});
export type AuditKnown = z.infer<typeof AuditKnown>;
