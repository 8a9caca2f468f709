import type { ThreadFacts } from './port.js';
import type { ThreadableMessage } from './threadable-message.js';

/**
 * Does a message name a token, the number of a ticket, or a mail of ours, whoever wrote it and whatever of it decided where it goes? A token need not
 * be valid, for nobody makes one by mistake. A number that no ticket has is a person's slip, and he is told the right one; who sends such a
 * number by machine is bounded like any other.
 */
export function namesOurs({ token, topic, references, messageId }: ThreadableMessage, facts: ThreadFacts): boolean {
  if (token.kind !== 'none' || topic.numbers.some((number) => facts.ticketByNumber(number) !== null)) return true;
  const isOurs = (id: string) => facts.holderOf(id)?.state === 'ours';
  return references.some(isOurs) || (messageId !== null && isOurs(messageId));
}
