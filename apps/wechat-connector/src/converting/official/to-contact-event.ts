import { type ContactEvent, eventIdOf, idempotencyKeyOf } from '#contracts';
import { toConversationKey } from '../../official.ids.js';
import { ENVELOPE } from '../callback-parts.js';
import { tellEvent } from '../event-names.js';
import { windowFrom } from '../../sending/reply-windows.js';
import { dedupeKeyOf, type NativeCallback } from '../native-callback.js';
import { type CallbackEnvelope, momentOf, toSender } from './callback-envelope.js';
import type { OfficialContext } from './to-inbound-message.js';

/** Acts after which the platform lets us answer for a moment. */
const ACTS = new Set([
  'subscribe',
  'scan',
  'click',
  'scancode_push',
  'scancode_waitmsg',
  'pic_sysphoto',
  'pic_photo_or_album',
  'pic_weixin',
  'location_select',
]);

/** Something a person did that is no message, as `contact.event.v1`; all that the platform told of it is in `data`. */
export function toContactEvent(callback: NativeCallback, openid: string, envelope: CallbackEnvelope): ContactEvent {
  const { inbox, receivedAt } = envelope;
  const remoteId = dedupeKeyOf(callback)!;
  const idempotencyKey = idempotencyKeyOf({ channel: inbox.channel, inboxId: inbox.id, remoteMessageId: remoteId, print: '' });
  const { occurredAt, note } = momentOf(callback, receivedAt);
  return {
    id: eventIdOf(idempotencyKey),
    idempotencyKey,
    inbox,
    conversationKey: toConversationKey(inbox.id, openid),
    receivedAt: receivedAt.toISOString(),
    sender: toSender(openid, callback, envelope),
    ...tellEvent(callback),
    data: { event: callback.event, nativeType: callback.nativeType, ...callback.fields.toData(ENVELOPE), ...note, raw: envelope.raw },
    occurredAt,
    ...(envelope.pressedProgress ? { question: toQuestion(openid, occurredAt, envelope) } : {}),
  };
}

/** The button asks for all; a number that is typed after it asks for one. */
function toQuestion(openid: string, heardAt: string, { appId, limits }: CallbackEnvelope): ContactEvent['question'] {
  const channelContext: OfficialContext = { openid, appId, heardAt };
  return { asks: { about: 'progress' }, replyWindow: windowFrom(new Date(heardAt), limits), channelContext };
}

/** Does it open a short window for answers? */
export function opensWindow({ event }: NativeCallback): boolean {
  return ACTS.has((event ?? '').toLowerCase());
}
