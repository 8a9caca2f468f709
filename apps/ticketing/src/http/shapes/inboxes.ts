import { z } from 'zod';
import { StateReason } from '#contracts';
import { Instant, Key, shape } from './shape.js';

/** What an operator ordered and who runs the inbox has not obeyed yet. */
export const InboxOrderShape = z.object({ order: z.enum(['stop', 'start', 'restart']), at: Instant });

export const InboxOrderedShape = shape(
  'InboxOrdered',
  z.object({
    id: z.string(),
    state: z.string(),
    stopped: z.object({ at: Instant, by: z.string(), reason: z.string() }).nullable(),
    ordered: InboxOrderShape.nullable().describe('null: it was obeyed already'),
  }),
);
export const InboxStopWish = shape(
  'InboxStopWish',
  z.strictObject({ reason: z.string().trim().min(1).max(500).describe('shown wherever the inbox is') }),
);
export type InboxStopWish = z.infer<typeof InboxStopWish>;

const FailureShape = z.object({
  message: z.string(),
  hint: z.string().optional().describe('what to do about it'),
  reasons: z.array(StateReason).optional().describe('what both say, in codes'),
});
const Counts = (about: string) => z.array(z.object({ what: z.string(), count: z.int() })).describe(about);

const reconciliation = {
  id: z.uuid(),
  inboxId: z.string(),
  state: z.enum(['asked', 'compared', 'failed', 'unanswered']).describe('unanswered: nobody said anything for eleven minutes'),
  askedAt: Instant,
  askedBy: z.string(),
  comparedAt: Instant.nullable(),
  remote: z.int().nullable().describe('messages on the remote: the sum of the others'),
  here: Counts('known here: `ticketed`, `duplicate`, `quarantined`, `not_fetched` (an entry says why), `erased` with its person'),
  waiting: Counts('on the way: `received`, `parked`, `dead_lettered`, `not_yet` (the connector has not come so far)'),
  leftOut: Counts('not taken on purpose: `before_start`, `own_answer`, or another word of the connector'),
  missing: z.int().nullable().describe('neither: each should be here'),
  failure: FailureShape.nullable(),
};
export const ReconciliationShape = shape('Reconciliation', z.object(reconciliation));
export const ReconciliationListShape = shape('ReconciliationList', z.object({ items: z.array(ReconciliationShape), nextCursor: z.null() }));
export const DifferenceShape = shape(
  'ReconciliationDifference',
  z.object({
    ref: z.string().describe('the deliveryId it has, or would have, in the ledger'),
    state: z.enum(['missing', 'asked', 'fetched', 'here', 'gone', 'failed']).describe('fetched: on the log; here: it has its outcome'),
    at: Instant.nullable().describe('when the remote got it'),
    remoteMessageId: z.string().nullable(),
    sender: z.string().nullable(),
    subject: z.string().nullable(),
    sizeBytes: z.int().nullable(),
    failure: FailureShape.nullable(),
    ticketId: z.string().nullable(),
    ticketNumber: z.string().nullable(),
  }),
);
export const ReconciliationDetailShape = shape(
  'ReconciliationDetail',
  z.object({
    ...reconciliation,
    sealed: z.boolean().describe('who wrote them is not for your eyes: messages of a sealed inbox may be among them'),
    differences: z.array(DifferenceShape).describe('what is missing, message by message; the newest 200'),
  }),
);
export const FetchWish = shape(
  'FetchWish',
  z.strictObject({ refs: z.array(Key.max(256)).min(1).max(200).optional().describe('of the differences; none given: all that are named') }),
);
export type FetchWish = z.infer<typeof FetchWish>;
export const FetchingShape = shape('Fetching', z.object({ fetching: z.int().describe('messages asked for') }));
