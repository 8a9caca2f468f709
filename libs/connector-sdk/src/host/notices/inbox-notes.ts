import { randomUUID } from 'node:crypto';
import { ConversationErased, Typing, TYPING_CHANNEL, type ConversationKey, type InboxId } from '#contracts';
import type { NoticeLine } from '#database';
import { canForget, canShowTyping, type Notes } from '../../conversing.js';
import type { Connector } from '../../connector.js';

const NOTES_CHANNEL = 'tributary_inbox_notes';
const ERASED_CHANNEL = 'tributary_conversations_erased';
const Erased = ConversationErased.omit({ remoteMessageIds: true });

interface Told {
  readonly inbox: string;
  readonly from: string;
  readonly note: unknown;
}

/** What the inboxes of this process tell those of others, and who is typing. */
export class InboxNotes {
  /** This process, among those that hear the same notices. */
  private readonly own = randomUUID();

  constructor(private readonly line: Pick<NoticeLine, 'tell' | 'hear'>) {}

  of(inboxId: InboxId, signal: AbortSignal): Notes {
    return {
      tell: (note) => this.line.tell(NOTES_CHANNEL, { inbox: inboxId, from: this.own, note } satisfies Told),
      hear: (listener, missed) => {
        const end = this.line.hear(
          NOTES_CHANNEL,
          (payload) => {
            const { inbox, from, note } = payload as Told;
            if (inbox === inboxId && from !== this.own) listener(note);
          },
          missed,
        );
        signal.addEventListener('abort', end, { once: true });
      },
    };
  }

  tellTyping(inboxId: InboxId, conversationKey: ConversationKey, on: boolean): void {
    this.line.tell(TYPING_CHANNEL, { inboxId, conversationKey, by: 'contact', on } satisfies Typing);
  }

  /** To every process, this one too. */
  tellErased({ inboxId, conversationKey, erasedAt }: ConversationErased): void {
    this.line.tell(ERASED_CHANNEL, { inboxId, conversationKey, erasedAt });
  }

  /** Hands typing agents and erased conversations to a connector that can do something about them, until the signal aborts. */
  serve(inboxId: InboxId, connector: Connector, signal: AbortSignal): void {
    if (canShowTyping(connector))
      this.listen(TYPING_CHANNEL, Typing, signal, (typing) => {
        if (typing.by === 'agent' && typing.inboxId === inboxId) connector.showTyping(typing);
      });
    if (canForget(connector))
      this.listen(ERASED_CHANNEL, Erased, signal, (erased) => {
        if (erased.inboxId === inboxId) connector.forgetConversation(erased);
      });
  }

  private listen<T>(
    channel: string,
    schema: { safeParse(payload: unknown): { success: true; data: T } | { success: false } },
    signal: AbortSignal,
    heard: (told: T) => void,
  ): void {
    const end = this.line.hear(channel, (payload) => {
      const told = schema.safeParse(payload);
      if (told.success) heard(told.data);
    });
    signal.addEventListener('abort', end, { once: true });
  }
}
