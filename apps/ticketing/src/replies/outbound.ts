import { Topics } from '#contracts';
import type { EventId, ReplyRequested } from '#contracts';
import type { OutgoingRecord } from '#event-bus';
import type { ReplyContext } from '../tickets/entry-row.js';

const MOST_REFERENCES = 50;

/** A remote id that the connector made of a hash names nothing the other side knows. */
function isNamed(remoteMessageId: string | null): remoteMessageId is string {
  return remoteMessageId !== null && !remoteMessageId.startsWith('h:');
}

/** Hints that put an answer into the customer's thread: the message it answers, and the ids that one already named (RFC 5322 3.6.4). */
export function threadAnswer(remoteMessageId: string | null, context: ReplyContext): { inReplyTo?: string; references?: string[] } {
  // RFC 5322 §3.6.4: its In-Reply-To stands in only where it names no references.
  const ids = context.references.length > 0 || context.inReplyTo === undefined ? context.references : [context.inReplyTo];
  const references = [...new Set(isNamed(remoteMessageId) ? [...ids.filter((id) => id !== remoteMessageId), remoteMessageId] : ids)];
  const [root, ...rest] = references;
  const kept = references.length <= MOST_REFERENCES ? references : [root!, ...rest.slice(1 - MOST_REFERENCES)];
  return {
    ...(isNamed(remoteMessageId) ? { inReplyTo: remoteMessageId } : {}),
    ...(kept.length > 0 ? { references: kept } : {}),
  };
}

/** The record that makes a connector send. Its id is the command's: requested twice, it is one request. */
export function toReplyRecord(reply: ReplyRequested, channel: string, at: Date, traceparent?: string): OutgoingRecord {
  const key = reply.conversationKey ?? reply.commandId;
  return {
    topic: Topics.outboundMessages(channel),
    key,
    envelope: {
      specversion: '1.0',
      id: reply.commandId as string as EventId,
      source: '/ticketing',
      type: 'reply.requested.v1',
      time: at.toISOString(),
      subject: key,
      datacontenttype: 'application/json',
      ...(traceparent === undefined ? {} : { traceparent }),
      data: reply,
    },
  };
}
