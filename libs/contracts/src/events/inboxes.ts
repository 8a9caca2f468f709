import { z } from 'zod';
import { InboxId } from '../ids.js';
import { StateReason } from './state-reason.js';

/** Who ordered something of an inbox, as others read it. */
const By = z.object({ kind: z.enum(['agent', 'key']), id: z.string().optional(), displayName: z.string().optional() });

/** An inbox that an operator keeps from working, until he starts it again. */
export const InboxStop = z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string() });
export type InboxStop = z.infer<typeof InboxStop>;

/**
 * `inbox.switch_requested.v1` data: an operator stops an inbox, starts it again, or wants it started anew now. Keyed by the inbox. An order that is
 * not newer than the last one obeyed changes nothing.
 */
export const InboxSwitchRequested = z.object({
  inboxId: InboxId,
  order: z.enum(['stop', 'start', 'restart']),
  at: z.iso.datetime(),
  by: By,
  reason: z.string().max(500).optional().describe('of `stop`: shown wherever the inbox is'),
});
export type InboxSwitchRequested = z.infer<typeof InboxSwitchRequested>;

/** A message that lies on the remote, as its connector names it. */
export const HeldMessage = z.object({
  /** The `deliveryId` that the message has, or would have: by this it is found in the ledger, and fetched. */
  ref: z.string().min(1).max(256),
  at: z.iso.datetime().optional().describe('when the remote got it'),
  remoteMessageId: z.string().optional(),
  sender: z.string().max(200).optional(),
  subject: z.string().max(200).optional(),
  sizeBytes: z.int().min(0).optional(),
  /** Why it is no message of ours although it lies there: `own_answer`, `not_yet`; absent: the ledger must know it. */
  because: z.string().optional(),
});
export type HeldMessage = z.infer<typeof HeldMessage>;

/**
 * `inbox.listing_requested.v1` data: say what the remote holds. With `refs` only these, with who wrote them and what about. Keyed by
 * `{inbox}/listing`.
 */
export const InboxListingRequested = z.object({
  requestId: z.uuid(),
  inboxId: InboxId,
  refs: z.array(z.string()).min(1).max(200).optional(),
});
export type InboxListingRequested = z.infer<typeof InboxListingRequested>;

/** Why an inbox could not do what it was asked for, and what an operator can do about it. */
const Failure = z.object({
  message: z.string(),
  hint: z.string().optional(),
  /** What both say, in codes: as those of a state. */
  reasons: z.array(StateReason).max(8).optional(),
});

/** `inbox.listed.v1` data: one part of the answer; parts count from 1, `last` says that there are no more. The same part may come twice. */
export const InboxListed = z.object({
  requestId: z.uuid(),
  inboxId: InboxId,
  described: z.boolean().describe('these were asked for by their `refs`'),
  /** A listing that begins anew has another; parts of two belong to two answers. */
  listing: z.uuid(),
  part: z.int().min(1),
  last: z.boolean(),
  messages: z.array(HeldMessage).max(1_000),
  /** What was counted and left out by intent, and why: `before_start`. */
  leftOut: z.array(z.object({ because: z.string(), count: z.int().min(1) })),
  failure: Failure.optional(),
});
export type InboxListed = z.infer<typeof InboxListed>;

/** `inbox.fetch_requested.v1` data: take these messages of the remote by the way that any message takes. Keyed by `{inbox}/listing`. */
export const InboxFetchRequested = z.object({ requestId: z.uuid(), inboxId: InboxId, refs: z.array(z.string()).min(1).max(200) });
export type InboxFetchRequested = z.infer<typeof InboxFetchRequested>;

/** `inbox.fetched.v1` data: what became of them. `taken`: on the log; `gone`: not on the remote any more. */
export const InboxFetched = z.object({
  requestId: z.uuid(),
  inboxId: InboxId,
  taken: z.array(z.string()).max(200),
  gone: z.array(z.string()).max(200),
  failure: Failure.optional(),
});
export type InboxFetched = z.infer<typeof InboxFetched>;
