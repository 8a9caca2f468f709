import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openApp } from './channels/app.js';
import { openCalls } from './channels/calls.js';
import type { Channel } from './channels/channel.js';
import { openChat } from './channels/chat.js';
import { openMail } from './channels/mail.js';
import { openOfficialAccount } from './channels/official-account.js';
import type { Door } from './door.js';
import { killAtRandom } from './kill-at-random.js';
import type { Conversation, Load } from './load.js';
import type { Product } from './product.js';

const RETRY_MS = 150;

/** Customers of five channels at once: mail, 公众号, web chat, an app and a hotline, one conversation after the other by turns. */
export async function openChannelsDoor(folder: string): Promise<Door> {
  const channels = [openMail(), await openOfficialAccount(), openChat(), openApp(), openCalls()];
  const config = join(folder, 'config.json');
  await writeFile(config, JSON.stringify({ inboxes: channels.map(({ inbox }) => inbox) }));
  return {
    inbox: { TRIBUTARY_CONFIG: config },
    apps: [...new Set(channels.map(({ app }) => app))],
    nameOf: ({ plainText, remoteMessageId }) => /c\d+\.m\d+@chaos\.test/.exec(`${remoteMessageId} ${plainText}`)?.[0] ?? remoteMessageId,
    write: async (load, product, plan) => {
      for (const [index, conversation] of load.conversations.entries()) conversation.apart = !channels[index % channels.length]!.joins;
      const killing = killAtRandom(product, plan, load);
      await sendLoad(load, channels, product, plan.senders);
      return killing;
    },
    judge: () => Promise.resolve([]),
    close: async () => {
      await Promise.all(channels.map((channel) => channel.close()));
    },
  };
}

/** Message n+1 of a conversation only when message n was taken. */
async function sendLoad(load: Load, channels: readonly Channel[], product: Product, senders: number): Promise<void> {
  const waiting = [...load.conversations.entries()];
  await Promise.all(
    Array.from({ length: senders }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, conversation] = next;
        for (const [turn] of conversation.messageIds.entries())
          await offerUntilTaken(channels[index % channels.length]!, conversation, turn, product, load);
      }
    }),
  );
  load.done = true;
}

async function offerUntilTaken(channel: Channel, conversation: Conversation, turn: number, product: Product, load: Load): Promise<void> {
  // A link that breaks leaves it open whether the message was taken: it is offered again.
  while (!(await channel.offer(conversation, turn, product).catch(() => false))) {
    load.repeated += 1;
    await sleep(RETRY_MS);
  }
  conversation.accepted.push(conversation.messageIds[turn]!);
  load.accepted += 1;
}
