import { writeEvent } from '#connector-sdk';
import { salvageMail } from '../converting/salvage.js';
import { toInboundMessage } from '../converting/to-inbound-message.js';
import type { MailEnvelope, ParsedDelivery, ParseFailure } from './parser.js';

/** A mail that nobody can take apart, or whose event nobody takes: its bytes, what its first headers say, and why. */
export function keepUnread(raw: Buffer, envelope: MailEnvelope, failure: ParseFailure): ParsedDelivery {
  const { event, blobs } = toInboundMessage(raw, salvageMail(raw, failure), envelope);
  return {
    event: writeEvent('message.received.v1', event),
    direction: event.direction,
    blobs: [raw, ...blobs],
    bounce: null,
    failure,
  };
}
