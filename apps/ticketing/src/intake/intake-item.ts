import type { InboundMessage, Media, RawPayload, ReplyWindow } from '#contracts';

/** An inbound message as intake keeps it: what a connector made of a message, or intake of another event of the topic. */
export type StoredMessage = Omit<InboundMessage, 'raw' | 'direction'> & {
  readonly direction: 'inbound' | 'echo' | 'system';
  /** Null where no bytes stand behind it. */
  readonly raw: RawPayload | null;
  /** Of an act that is no message: how its conversation may be answered from then on. A message says it in `replyWindow`. */
  readonly windowAfter?: ReplyWindow;
  /** It answers this survey of ours. */
  readonly surveyRequest?: string;
};

/** A record that makes an entry, or revises one. `message.id` is the entry's id. */
export interface MessageItem {
  readonly kind: 'message';
  readonly message: StoredMessage;
  readonly traceparent: string | undefined;
  /** An operator replayed it from the dead letters: a later entry, marked. */
  readonly replayed: boolean;
}

export type EntryChange =
  | { readonly type: 'recalled'; readonly at: string }
  | { readonly type: 'media'; readonly partId: string; readonly media: Media };

/** A record that changes an entry there should be already. */
export interface ChangeItem {
  readonly kind: 'change';
  readonly entryId: string;
  readonly change: EntryChange;
  readonly traceparent: string | undefined;
}

export type IntakeItem = MessageItem | ChangeItem;
