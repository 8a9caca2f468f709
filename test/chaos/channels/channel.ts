import type { Conversation } from '../load.js';
import type { Product } from '../product.js';

/** One channel as its customers know it: brings a message until it is taken, under the same id each time. */
export interface Channel {
  readonly inboxId: string;
  /** Its inbox, as an operator writes it. */
  readonly inbox: Readonly<Record<string, unknown>>;
  /** The app that runs it in a cluster. */
  readonly app: string;
  /** Do messages of one customer make one ticket? A call is a case of its own. */
  readonly joins: boolean;
  /** One try with message `turn`. Resolves to whether the product said that it has it. */
  offer(conversation: Conversation, turn: number, product: Product): Promise<boolean>;
  close(): Promise<void>;
}

export const TRY_MS = 10_000;

export function textOf(conversation: Conversation, turn: number): string {
  return `${conversation.messageIds[turn]} is what customer ${conversation.customer} says in turn ${turn}.`;
}
