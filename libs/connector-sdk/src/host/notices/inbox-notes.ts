import { randomUUID } from 'node:crypto';
import { Typing, TYPING_CHANNEL, type ConversationKey, type InboxId } from '#contracts';
import { canShowTyping, type Notes } from '../../conversing.js';
import type { Connector } from '../../connector.js';
import type { NoticeLine } from './notice-line.js';

const NOTES_CHANNEL = 'tributary_inbox_notes';

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

  /** Hands typing agents to a connector that can show them, until the signal aborts. */
  serve(inboxId: InboxId, connector: Connector, signal: AbortSignal): void {
    if (!canShowTyping(connector)) return;
    const end = this.line.hear(TYPING_CHANNEL, (payload) => {
      const typing = Typing.safeParse(payload);
      if (typing.success && typing.data.by === 'agent' && typing.data.inboxId === inboxId) connector.showTyping(typing.data);
    });
    signal.addEventListener('abort', end, { once: true });
  }
}
