import type { FactNeeds } from './port.js';
import type { ThreadableMessage } from './threadable-message.js';

/** What must be loaded before a batch is resolved. */
export function findNeeds(messages: readonly ThreadableMessage[]): FactNeeds {
  const copies = new Map<string, { messageId: string; print: string }>();
  const conversations = new Map<string, { inboxId: string; key: string }>();
  const ids = new Set<string>();
  for (const { messageId, print, references, conversation, inboxId } of messages) {
    for (const id of references) ids.add(id);
    if (messageId !== null) {
      ids.add(messageId);
      copies.set(`${messageId}\n${print}`, { messageId, print });
    }
    if (conversation.continues) conversations.set(`${inboxId}\n${conversation.key}`, { inboxId, key: conversation.key });
  }
  const tokens = messages.flatMap(({ token }) => ('ticketId' in token ? [token.ticketId] : []));
  return {
    messageIds: sorted(ids),
    copies: sorted(copies.keys()).map((key) => copies.get(key)!),
    numbers: sorted(messages.flatMap((message) => message.topic.numbers)),
    conversations: sorted(conversations.keys()).map((key) => conversations.get(key)!),
    topics: sorted(messages.filter(mayNeedTopic).map((message) => message.topic.bare)),
    ticketIds: sorted(tokens),
  };
}

/** A first mail that its own answer overtook is looked for in its batch only: else every new mail would cost a search by subject. */
function mayNeedTopic(message: ThreadableMessage): boolean {
  return message.topic.bare !== '' && !message.bounce && (message.topic.mark !== 'none' || message.references.length > 0);
}

function sorted(values: Iterable<string>): string[] {
  return [...new Set(values)].sort();
}
