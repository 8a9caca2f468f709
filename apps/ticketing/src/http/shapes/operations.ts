import { z } from 'zod';
import { Capabilities, Envelope, InboxStop } from '#contracts';
import { InboxOrderShape } from './inboxes.js';
import { Cursor, Instant, Limit, pageOf, shape } from './shape.js';

export const LedgerItemShape = shape(
  'LedgerItem',
  z.object({
    outcome: z.enum(['received', 'ticketed', 'duplicate', 'parked', 'dead-lettered']),
    inboxId: z.string().nullable(),
    remoteMessageId: z.string().nullable(),
    deliveryId: z.string().nullable(),
    receivedAt: Instant.nullable(),
    at: Instant,
    entryId: z.string().nullable(),
    ticketId: z.string().nullable(),
    ticketNumber: z.string().nullable(),
    deadLetterId: z.string().nullable(),
    reason: z.string().nullable(),
    links: z.object({ entry: z.string().optional(), ticket: z.string().optional(), deadLetter: z.string().optional() }),
  }),
);
export const LedgerPageShape = pageOf('LedgerPage', LedgerItemShape);

/** As people paste it: a Message-ID may come with its brackets. */
const RemoteMessageId = z.string().overwrite((id) => id.trim().replace(/^<(.+)>$/, '$1'));

export const LedgerQuery = z.strictObject({
  remoteMessageId: RemoteMessageId.optional(),
  inboxId: z.string().optional(),
  limit: Limit,
  cursor: Cursor,
});
export type LedgerQuery = z.infer<typeof LedgerQuery>;

const letterFilter = {
  group: z.string().optional(),
  topic: z.string().optional(),
  inboxId: z.string().optional(),
  remoteMessageId: RemoteMessageId.optional(),
};
export const DeadLetterShape = shape(
  'DeadLetter',
  z.object({
    id: z.string(),
    group: z.string(),
    topic: z.string(),
    partition: z.int(),
    offset: z.string(),
    key: z.string(),
    envelope: Envelope,
    appendedAt: Instant,
    errorClass: z.enum(['retriable', 'permanent']),
    code: z.string(),
    reason: z.string(),
    attempts: z.int().describe('tries that failed, over all replays'),
    rawRef: z.string().optional(),
    inboxId: z.string().optional(),
    remoteMessageId: z.string().optional(),
    state: z.enum(['waiting', 'replaying', 'replayed']),
    diedAt: Instant,
    replayedAt: Instant.optional(),
  }),
);
export const DeadLetterPageShape = pageOf('DeadLetterPage', DeadLetterShape);
export const DeadLetterQuery = z.strictObject({
  ...letterFilter,
  state: z.enum(['waiting', 'replaying', 'replayed']).optional(),
  limit: Limit,
  cursor: Cursor,
});
export type DeadLetterQuery = z.infer<typeof DeadLetterQuery>;
export const ReplayAll = shape('ReplayAll', z.strictObject(letterFilter).describe('which of those that wait; none given: all'));
export type ReplayAll = z.infer<typeof ReplayAll>;
export const ReplayedShape = shape('Replayed', z.object({ replaying: z.int() }));

const Reasons = z
  .array(z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])).optional() }))
  .nullable();
export const InboxShape = shape(
  'Inbox',
  z.object({
    id: z.string(),
    channel: z.string(),
    provider: z.string(),
    state: z.string(),
    detail: z.string().nullable(),
    hint: z.string().nullable().describe('what to do about it'),
    reasons: Reasons.describe('what both say, in codes; null: only they say it'),
    lag: z.object({
      unread: z.int().nullable().describe('messages on the log that are no entries yet; null: the log does not say now'),
      atLeast: z.boolean().describe('there may be more: only the oldest were counted'),
      oldestAt: Instant.nullable(),
    }),
    lastSuccessAt: Instant.nullable(),
    lastError: z.object({ message: z.string(), reasons: Reasons, at: Instant.nullable() }).nullable(),
    address: z.string().nullable(),
    displayName: z.string().nullable(),
    numberCode: z.string().nullable(),
    capabilities: Capabilities.nullable(),
    stopped: InboxStop.nullable().describe('by an operator, until he starts it again'),
    ordered: InboxOrderShape.nullable().describe('of an operator, and not obeyed yet'),
    changedAt: Instant,
  }),
);
export const InboxListShape = shape('InboxList', z.object({ items: z.array(InboxShape), nextCursor: z.null() }));

export const UploadQuery = z.strictObject({
  sealed: z.stringbool().default(false).describe('a recording: encrypted where it lies'),
});
export type UploadQuery = z.infer<typeof UploadQuery>;
export const UploadShape = shape('Upload', z.object({ ref: z.string(), bytes: z.int(), sha256: z.string() }));
