import type { ConversationErased, ConversationStateChanged, Typing } from '#contracts';
import type { Connector } from './connector.js';

/** Ability: shows the contact how his conversation stands: where he is in the queue, who joined, that it has ended. */
export interface StateShowingConnector extends Connector {
  /**
   * In order with the replies of its conversation. `about.id` is the same when it comes again. A thrown `RetriableError` means later, for a day
   * at most; the conversation waits behind it. Any other error gives this change up.
   */
  showState(change: ConversationStateChanged, about: { readonly id: string; readonly at: Date }): Promise<void>;
}

/** Ability: shows the contact that an agent is typing. Best effort: told every 3 s while it lasts, over after 5 s. */
export interface TypingConnector extends Connector {
  /** In every process that runs the inbox. Must not throw. */
  showTyping(typing: Typing): void;
}

/** Ability: lets go of a conversation that it has open. */
export interface ForgettingConnector extends Connector {
  /**
   * What is kept of the conversation was erased, transcript and state: nothing of it may be shown or written again from memory. Told in every
   * process that runs the inbox, soon after; may be told twice. Must not throw.
   */
  forgetConversation(erased: Pick<ConversationErased, 'conversationKey' | 'erasedAt'>): void;
}

/**
 * Words between the processes that run one inbox, for what their open sockets should learn at once. Best effort: what must not be lost is in the
 * database first, and `missed` says when to look there.
 */
export interface Notes {
  /** Leaves soon, together with others; JSON of at most 4 kB. Never throws. */
  tell(note: unknown): void;
  /** Notes of other processes, until the inbox stops. `missed` is called when some may have been lost, and once at the beginning. */
  hear(listener: (note: unknown) => void, missed: () => void): void;
}

export function canShowState(connector: Connector): connector is StateShowingConnector {
  return typeof (connector as Partial<StateShowingConnector>).showState === 'function';
}

export function canShowTyping(connector: Connector): connector is TypingConnector {
  return typeof (connector as Partial<TypingConnector>).showTyping === 'function';
}

export function canForget(connector: Connector): connector is ForgettingConnector {
  return typeof (connector as Partial<ForgettingConnector>).forgetConversation === 'function';
}
