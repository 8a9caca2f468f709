import type { ChatServerFrame } from '#contracts';
import type { Product } from '../product.js';
import { type Channel, textOf, TRY_MS } from './channel.js';

/** Visitors behind proxies that let no socket through: they post what they say under ids of their own. */
export function openChat(): Channel {
  const tokens = new Map<string, string>();
  return {
    inboxId: 'site',
    inbox: { id: 'site', channel: 'webchat', withoutOrigin: true, limits: { messagesPerMinute: 100_000 } },
    app: 'webchat-connector',
    joins: true,
    offer: async (conversation, turn, product) => {
      const { customer } = conversation;
      const token = tokens.get(customer) ?? (await enter(product));
      if (token === null) return false;
      tokens.set(customer, token);
      const id = conversation.messageIds[turn]!.replaceAll(/[^\w-]/g, '_');
      const frames = await post(product, '/frames', { t: 'say', id, text: textOf(conversation, turn) }, token);
      return frames.some((frame) => frame.t === 'said' && frame.id === id);
    },
    close: () => Promise.resolve(),
  };
}

async function enter(product: Product): Promise<string | null> {
  const frames = await post(product, '/session', { t: 'hello', v: 1 });
  return frames.flatMap((frame) => (frame.t === 'welcome' ? [frame.token] : []))[0] ?? null;
}

async function post(product: Product, path: string, frame: object, token?: string): Promise<readonly ChatServerFrame[]> {
  const answer = await fetch(`${product.addressOf('site', 'webchat-connector')}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(frame),
    signal: AbortSignal.timeout(TRY_MS),
  });
  if (!answer.ok) return [];
  return ((await answer.json()) as { frames: ChatServerFrame[] }).frames;
}
