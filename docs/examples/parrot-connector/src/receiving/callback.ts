import { RefusedRequest, type ConnectorContext, type InboxAnswer, type InboxRequest } from '@tributary/connector-sdk';
import { readParrotMessage } from '../converting/parrot-message.js';
import { toInboundMessage } from '../converting/to-inbound-message.js';
import type { ParrotConfig } from '../parrot.config.js';
import { checkSignature } from './check-signature.js';

const MAX_BYTES = 262_144;

/** 200 only once the message is durable: what escapes from `emit` becomes 503, and the remote posts again. */
export async function takeCallback(request: InboxRequest, config: ParrotConfig, context: ConnectorContext): Promise<InboxAnswer> {
  if (request.method !== 'POST') throw new RefusedRequest(405, 'wrong_method', 'Messages are posted here');
  const raw = await request.read(MAX_BYTES);
  checkSignature(request.headers, raw, config.secret, context.clock.now());
  const message = readParrotMessage(raw);
  const described = { ...context.blobs.describe(raw), contentType: 'application/json' };
  await context.emit(
    'message.received.v1',
    toInboundMessage(message, { inbox: context.inbox, receivedAt: context.clock.now(), raw: described }),
    [raw],
  );
  context.succeeded();
  return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' };
}
