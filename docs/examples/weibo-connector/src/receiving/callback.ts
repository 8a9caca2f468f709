import {
  RefusedRequest,
  toUnread,
  type ConnectorContext,
  type InboxAnswer,
  type InboxRequest,
  type MediaFetcher,
} from '@tributary/connector-sdk';
import { toContactEvent } from '../converting/to-contact-event.js';
import { toInboundMessage, type Circumstances } from '../converting/to-inbound-message.js';
import { readWeiboMessage, type WeiboMessage } from '../converting/weibo-message.js';
import type { WeiboConfig } from '../weibo.config.js';
import { checkSignature } from './check-signature.js';

const MAX_BYTES = 262_144;
const DONE: InboxAnswer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"result":true}' };

/** The handshake, and each message: 200 only once it is durable. */
export async function takeCallback(
  request: InboxRequest,
  config: WeiboConfig,
  context: ConnectorContext,
  media: MediaFetcher,
): Promise<InboxAnswer> {
  checkSignature(request.query, config.appSecret, context.clock.now());
  if (request.method === 'GET') return { status: 200, headers: { 'content-type': 'text/plain' }, body: request.query.get('echostr') ?? '' };
  if (request.method !== 'POST') throw new RefusedRequest(405, 'wrong_method', 'Weibo posts its messages');
  const raw = await request.read(MAX_BYTES);
  const described = { ...context.blobs.describe(raw), contentType: 'application/json' };
  const { inbox, clock } = context;
  const deliveryId = `post:${request.query.get('timestamp')}:${request.query.get('nonce')}`;
  const about: Circumstances = {
    inbox,
    receivedAt: clock.now(),
    raw: described,
    deliveryId,
    windowMs: config.windowHours * 3_600_000,
    answerMentionsWithinMs: config.answerMentionsWithinMinutes * 60_000,
  };
  await take(raw, about, context, media);
  context.succeeded();
  return DONE;
}

async function take(raw: Buffer, about: Circumstances, context: ConnectorContext, media: MediaFetcher): Promise<void> {
  const message = read(raw);
  if (typeof message === 'string') return context.emit('message.parked.v1', toUnread(about, message), [raw]);
  if (message.type === 'event') return context.emit('contact.event.v1', toContactEvent(message, about), [raw]);
  const event = toInboundMessage(message, about);
  await context.emit('message.received.v1', event, [raw]);
  await media.note(event);
}

/** The message, or why it is none: it is kept for a person to look at. */
function read(raw: Buffer): WeiboMessage | string {
  try {
    return readWeiboMessage(raw.toString('utf8'));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
