import type { CommandId, ConversationKey, DeliveryChanged } from '#contracts';
import type { Connector } from './connector.js';

/** A reply that the remote took. */
export interface SentReply {
  readonly commandId: CommandId;
  readonly conversationKey?: ConversationKey;
  /** As the connector told it with `sent`, or with the mark. */
  readonly remoteMessageId: string;
  readonly sentAt: Date;
}

export type RecallResult =
  | { readonly status: 'recalled' }
  /** It stays where it is: too late, or not for this one. */
  | { readonly status: 'refused'; readonly error: NonNullable<DeliveryChanged['error']> };

/** Ability (`capabilities.recall`): takes a sent reply back. */
export interface RecallingConnector extends Connector {
  /**
   * Resolves when it is certain that the recipient sees it no more, or that it stays. A second call for the same reply does no harm: `attempt` is 1 for
   * the first, and above that an earlier one may have taken effect, so what is gone already is `recalled`, and what
   * may be gone throws. A thrown `PermanentError` is a refusal; any other throw means that it is asked for again, for ten minutes, and then
   * that nobody can say.
   */
  recall(sent: SentReply, attempt: number): Promise<RecallResult>;
}

export function canRecall(connector: Connector): connector is RecallingConnector {
  return typeof (connector as Partial<RecallingConnector>).recall === 'function';
}
