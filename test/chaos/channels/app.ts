import { type Channel, textOf, TRY_MS } from './channel.js';

const KEY = 'chaos-key-of-an-app-0123456789';

/** A program that posts what its users say. */
export function openApp(): Channel {
  return {
    inboxId: 'shop',
    inbox: { id: 'shop', channel: 'form', provider: 'app', keys: [{ name: 'shop', key: KEY, perMinute: 1_000_000 }] },
    app: 'form-connector',
    joins: true,
    offer: async (conversation, turn, product) => {
      const id = conversation.messageIds[turn]!;
      const { customer } = conversation;
      const answer = await fetch(product.addressOf('shop', 'form-connector'), {
        method: 'POST',
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', 'idempotency-key': id },
        body: JSON.stringify({ text: textOf(conversation, turn), conversation: customer, sender: { user: customer } }),
        signal: AbortSignal.timeout(TRY_MS),
      });
      return answer.status === 202;
    },
    close: () => Promise.resolve(),
  };
}
