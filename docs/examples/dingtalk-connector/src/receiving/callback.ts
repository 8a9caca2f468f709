import { RefusedRequest, type InboxAnswer, type InboxRequest } from '@tributary/connector-sdk';
import { checkSignature } from './check-signature.js';
import type { MessageTaker } from './message-taker.js';

const MAX_BYTES = 1_048_576;

/** 200 only once the message is durable: a log that is away becomes 503, and DingTalk posts again. */
export async function takeCallback(request: InboxRequest, appSecret: string, taker: MessageTaker): Promise<InboxAnswer> {
  if (request.method !== 'POST') throw new RefusedRequest(405, 'wrong_method', 'DingTalk posts its messages');
  // The body is not signed, so it is not even read before.
  checkSignature(request.headers, appSecret, taker.now());
  const raw = await request.read(MAX_BYTES);
  await taker.take(raw, raw.toString('utf8'), `post:${request.headers['timestamp'] ?? ''}`);
  // An empty answer says nothing in the chat; text here would be the robot's reply.
  return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
}
