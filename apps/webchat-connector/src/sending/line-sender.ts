import type { ConnectorContext, SendAttempt, SendResult } from '#connector-sdk';
import type { ConversationKey, ConversationStateChanged, ReplyRequested } from '#contracts';
import type { Conversations } from '../conversations/conversations.js';
import type { LineBody, StateBody } from '../converting/bodies.js';
import { toReplyBody } from '../converting/to-reply-body.js';
import type { Mover } from '../visitors/mover.js';
import { conversationKeyOf, isConversationOf, movedLineId, remoteMessageIdOf, stateLineId, VISITOR_ID } from '../webchat.ids.js';

type House = Pick<ConnectorContext, 'inbox' | 'transcript' | 'clock'>;

/** Brings what agents say, and how the conversation stands, into its transcript: from there it reaches every page, now or when it comes back. */
export class LineSender {
  constructor(
    private readonly house: House,
    private readonly conversations: Conversations,
    private readonly mover: Pick<Mover, 'findTarget'>,
    private readonly textMax: number,
  ) {}

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    const asked = findKey(this.house.inbox.id, reply);
    if (asked === null) return { status: 'failed', error: NO_CONVERSATION };
    const converted = toReplyBody(reply, this.textMax);
    if ('error' in converted) return { status: 'failed', error: converted.error };
    const body = { ...converted.body, attempt: attempt.attempt };
    await attempt.markSending();
    const { key, seq } = await this.append(asked, reply.commandId, body);
    return { status: 'sent', remoteMessageId: remoteMessageIdOf(key, seq) };
  }

  async showState(change: ConversationStateChanged, eventId: string): Promise<void> {
    const { conversationKey, state, position, estimateMs, agentName } = change;
    if (!isConversationOf(this.house.inbox.id, conversationKey)) return;
    const body: StateBody = {
      k: 'state',
      is: state,
      ...(position === undefined ? {} : { position }),
      ...(estimateMs === undefined ? {} : { estimateMs }),
      ...(agentName === undefined ? {} : { agentName }),
    };
    await this.append(conversationKey, stateLineId(eventId), body);
  }

  private async append(asked: ConversationKey, id: string, body: LineBody): Promise<{ key: ConversationKey; seq: number }> {
    const key = await this.mover.findTarget(asked);
    const seq = await this.appendTo(key, id, body);
    // The visitor may have been identified while this was written.
    const later = key === asked ? await this.mover.findTarget(asked) : key;
    if (later !== key) await this.appendTo(later, movedLineId(key, seq), body);
    return { key, seq };
  }

  private async appendTo(key: ConversationKey, id: string, body: LineBody): Promise<number> {
    const at = this.house.clock.now();
    const { seq } = await this.house.transcript(key).append({ id, direction: 'outbound', body });
    this.conversations.added(key, { seq, id, direction: 'outbound', body, at });
    return seq;
  }
}

const NO_CONVERSATION = {
  code: 'no_conversation',
  category: 'recipient_invalid',
  permanent: true,
  message: 'The answer names no conversation of this chat',
  hint: 'Answer a message of this inbox, or write to a `user` or `web_visitor` of it.',
} as const;

function findKey(inboxId: House['inbox']['id'], { conversationKey, to }: ReplyRequested): ConversationKey | null {
  if (conversationKey !== undefined && isConversationOf(inboxId, conversationKey)) return conversationKey;
  const [recipient, ...others] = to;
  if (conversationKey !== undefined || recipient === undefined || others.length > 0) return null;
  if (recipient.scheme === 'user') return conversationKeyOf(inboxId, { user: recipient.value });
  if (recipient.scheme === 'web_visitor' && VISITOR_ID.test(recipient.value))
    return conversationKeyOf(inboxId, { visitor: recipient.value });
  return null;
}
