import type { Transaction } from '#database';
import type { SealedBox } from '../desk/sealed-boxes.js';
import type { ResolvedMessage } from './batch-resolver.js';

/** What comes to an inbox with closed visibility is confidential from its first moment on, as if its door had said so. */
export function sealMessages(messages: readonly ResolvedMessage[], sealed: ReadonlyMap<string, SealedBox>): readonly ResolvedMessage[] {
  if (sealed.size === 0) return messages;
  return messages.map((resolved) => {
    const { item } = resolved;
    const { message } = item;
    if (!sealed.has(message.inbox.id)) return resolved;
    return { ...resolved, item: { ...item, message: { ...message, handling: { ...message.handling, confidential: true } } } };
  });
}

/** A ticket that a confidential message joins is confidential since: what was said in the open stays known, what is said now does not get out. */
export async function sealJoined(
  transaction: Transaction,
  messages: readonly ResolvedMessage[],
  locked: ReadonlyMap<string, unknown>,
): Promise<void> {
  const joined = messages
    .filter(({ item, decision }) => item.message.handling?.confidential === true && locked.has(decision.ticket.ticketId))
    .map(({ decision }) => decision.ticket.ticketId);
  if (joined.length === 0) return;
  await transaction.query('update tickets set confidential = true where id = any($1::uuid[]) and not confidential', [[...new Set(joined)]]);
}
