import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { BLOB_STORE, type BlobStore } from '#blob-store';
import {
  type ConversationKey,
  type EventId,
  eventIdOf,
  type EventInput,
  idempotencyKeyOf,
  type InboxId,
  type Media,
  Topics,
} from '#contracts';
import { EVENT_BUS, type EventBus } from '#event-bus';
import { CLOCK, type Clock } from '#runtime';
import { TicketTokens } from '../replies/ticket-token.js';
import { toStorable } from '../tickets/storable.js';
import { ProgressFiles } from './progress-files.js';
import { type LastWords, type LinkedTicket, ProgressTickets } from './progress-tickets.js';

type MessageInput = EventInput<'message.received.v1'>;

export interface ProgressWords {
  readonly text: string;
  readonly files: readonly string[];
  /** The same key of the same ticket is the same message. */
  readonly key: string | null;
  readonly proven: boolean;
}

/**
 * What a customer writes on the page of his ticket: a message like any other, on the log before he hears of it, in the conversation that he used last, so that
 * an answer reaches him there as well. It names its ticket by a token of ours.
 */
@Injectable()
export class ProgressMessages {
  constructor(
    private readonly tickets: ProgressTickets,
    private readonly files: ProgressFiles,
    private readonly tokens: TicketTokens,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(EVENT_BUS) private readonly bus: EventBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Durable when it resolves. Throws `PermanentError`: `nothing_to_join`, `file_unknown`. */
  async take(ticket: LinkedTicket, words: ProgressWords): Promise<{ readonly id: string }> {
    const last = await this.tickets.findLastWords(ticket);
    const media = words.files.map((file) => this.files.read(ticket.id, file));
    const now = this.clock.now();
    const raw = Buffer.from(JSON.stringify({ ticket: ticket.number, text: words.text, files: media, proven: words.proven }));
    const { ref, sha256, bytes } = await this.blobs.put(raw);
    const message = toMessage(ticket, last, toStorable(words.text), media, {
      ...{ key: words.key ?? randomUUID(), now, proven: words.proven },
      token: this.tokens.make(ticket.id, ticket.contactId, now),
      raw: { ref, sha256, bytes, contentType: 'application/json' },
    });
    await this.bus.append([
      {
        topic: Topics.inboundMessages,
        key: message.conversation.key,
        envelope: {
          ...{ specversion: '1.0', id: message.id as EventId, source: `/inboxes/${message.inbox.id}`, type: 'message.received.v1' },
          ...{ time: now.toISOString(), subject: message.conversation.key, datacontenttype: 'application/json', data: message },
        },
      },
    ]);
    return { id: message.id };
  }
}

function toMessage(
  ticket: LinkedTicket,
  { inboxId, channel, provider, remoteMessageId: named, author, context }: LastWords,
  text: string,
  media: readonly Media[],
  about: { key: string; now: Date; proven: boolean; token: string; raw: MessageInput['raw'] },
): MessageInput {
  const inbox = { id: inboxId as InboxId, channel, provider: provider ?? channel };
  // As an id that was made of a hash: no mail program knows it, so no answer names it.
  const remoteMessageId = `h:progress/${ticket.id}/${about.key}`;
  const print = createHash('sha256')
    .update(JSON.stringify([text, media]))
    .digest('hex')
    .slice(0, 16);
  const idempotencyKey = idempotencyKeyOf({ channel, inboxId, remoteMessageId, print });
  const identity = author.identity!;
  const at = about.now.toISOString();
  return {
    ...{ id: eventIdOf(idempotencyKey), idempotencyKey, deliveryId: `progress:${randomUUID()}`, remoteMessageId, revision: 1, inbox },
    ...{ direction: 'inbound', occurredAt: at, receivedAt: at, occurredPrecision: 'ms' },
    sender: {
      role: 'customer',
      identities: [
        { ...identity, assurance: about.proven ? 'verified' : identity.assurance === 'anonymous' ? 'anonymous' : 'claimed' },
      ] as never,
      ...(author.displayName === undefined ? {} : { displayName: author.displayName }),
    },
    recipients: [],
    conversation: { key: context.conversationKey as ConversationKey, kind: 'thread', continues: context.continues },
    threading: {
      ...{ token: about.token, references: referencesOf(context, channel, named) },
      ...(context.subject === undefined ? {} : { subject: context.subject }),
    },
    parts: [
      ...(text === '' ? [] : [{ partId: '1', type: 'text' as const, text, fallback: text }]),
      ...media.map((each, index) => ({
        ...{ partId: String(index + 2), type: toPartType(each.declaredType), media: each, fallback: `[${each.fileName ?? 'file'}]` },
      })),
    ],
    plainText: [text, ...media.map(({ fileName }) => `[${fileName ?? 'file'}]`)].filter((line) => line !== '').join('\n'),
    newText: text,
    replyWindow: context.replyWindow ?? { open: true },
    // A link can be passed on: who wrote by one alone did not prove who he is.
    flags: about.proven ? {} : { doubts: ['written_by_link'] },
    ...{ mayAutoReply: true, raw: about.raw, channelContext: context.channelContext, extras: { via: 'progress' } },
  };
}

/** An answer by mail stands in the thread of his mail, also when it answers what he wrote here. */
function referencesOf({ references }: LastWords['context'], channel: string, named: string | null): string[] {
  const known = channel === 'email' && named !== null && !named.startsWith('h:') ? [...references, named] : references;
  return [...new Set(known)].slice(-20);
}

function toPartType(type = ''): 'image' | 'audio' | 'video' | 'file' {
  const kind = type.split('/', 1)[0];
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file';
}
