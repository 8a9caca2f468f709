import { z } from 'zod';
import { ConversationKey, EventId } from '../ids.js';
import { Asked } from '../message/handling.js';
import { InboxRef, RawPayload } from '../message/inbound-message.js';
import { Media } from '../message/media.js';
import { Sender } from '../message/people.js';
import { ReplyWindow } from '../message/reply-window.js';
import { StateReason } from './state-reason.js';

const about = {
  id: EventId,
  idempotencyKey: z.string().max(256),
  inbox: InboxRef,
  conversationKey: ConversationKey,
  receivedAt: z.iso.datetime(),
};

/** `message.recalled.v1`: the sender took a message back. */
export const MessageRecalled = z.object({ ...about, remoteMessageId: z.string(), occurredAt: z.iso.datetime() });
/** `media.ready.v1`: bytes of a part that was `pending` came, or never will. */
export const MediaReady = z.object({ ...about, remoteMessageId: z.string(), partId: z.string(), media: Media });
/** `contact.event.v1`: something a person did that is no message (followed us, entered a session). */
export const ContactEvent = z.object({
  ...about,
  sender: Sender,
  name: z.string(),
  act: StateReason.optional().describe('what `name` says, for who tells it in another language'),
  data: z.record(z.string(), z.unknown()),
  replyWindow: ReplyWindow.optional().describe('how the conversation may be answered from then on, where the act changed it'),
  occurredAt: z.iso.datetime(),
  /** What it asks the desk, and the way back for the answer. */
  question: z.object({ asks: Asked, replyWindow: ReplyWindow, channelContext: z.unknown() }).optional(),
});
/**
 * What a contact may do to a conversation itself, by the `name` of its `contact.event.v1`: the shape of `data`. They belong to the ticket
 * the conversation went to last, closed or not.
 */
export const ConversationEvents = {
  /** He rates how he was served. Again: the latest counts. */
  'chat.rated': z.object({ score: z.int().min(1).max(5), comment: z.string().max(10_000).optional() }),
  /** He wants what was said mailed to this address. */
  'chat.transcript_requested': z.object({ email: z.email().max(320) }),
  /** He is done. */
  'chat.ended': z.object({}),
} as const;
export type ConversationEventName = keyof typeof ConversationEvents;
export function isConversationEvent(name: string): name is ConversationEventName {
  return Object.hasOwn(ConversationEvents, name);
}
const Cause = StateReason.optional().describe('what `reason` says, for who tells it in another language');
/** `inbox.gap.v1`: what was gone before we could fetch it, by remote ids or by interval. */
export const InboxGap = z.object({
  ...about,
  folder: z.string().optional(),
  remoteIds: z.array(z.string()).max(1000),
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  reason: z.string(),
  cause: Cause,
});
/** `message.parked.v1`: a message the connector will not take (too large, say); an entry like any other. */
export const MessageParked = z.object({
  ...about,
  deliveryId: z.string(),
  remoteMessageId: z.string(),
  reason: z.string(),
  cause: Cause,
  sizeBytes: z.int().min(0),
  headers: z.record(z.string(), z.string()),
  sender: Sender,
  occurredAt: z.iso.datetime(),
  raw: RawPayload.optional(),
});
export type MessageRecalled = z.infer<typeof MessageRecalled>;
export type MediaReady = z.infer<typeof MediaReady>;
export type ContactEvent = z.infer<typeof ContactEvent>;
export type InboxGap = z.infer<typeof InboxGap>;
export type MessageParked = z.infer<typeof MessageParked>;
