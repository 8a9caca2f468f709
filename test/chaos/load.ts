import { setTimeout as sleep } from 'node:timers/promises';
import { SmtpClient } from '../support/smtp-client.js';

/** One customer's thread of mails, written one after the other: mail n+1 only after mail n got its 250. */
export interface Conversation {
  readonly customer: string;
  readonly messageIds: string[];
  /** Message-IDs in the order their 250 came. */
  readonly accepted: string[];
  /** Each message is a case of its own. */
  apart?: boolean;
}

export interface Load {
  readonly conversations: Conversation[];
  accepted: number;
  repeated: number;
  done: boolean;
}

const THREAD_LENGTH = 5;
const RETRY_MS = 150;

export function planLoad(messages: number): Load {
  const conversations: Conversation[] = [];
  for (let number = 0; number < messages; number += THREAD_LENGTH) {
    const index = conversations.length;
    const length = Math.min(THREAD_LENGTH, messages - number);
    const messageIds = Array.from({ length }, (_, turn) => `c${index}.m${turn}@chaos.test`);
    conversations.push({ customer: `customer${index}@chaos.test`, messageIds, accepted: [] });
  }
  return { conversations, accepted: 0, repeated: 0, done: false };
}

/** Sends every conversation over `senders` connections. A mail without a 250 is sent again, the same bytes, until it has one. */
export async function sendLoad(load: Load, senders: number, port: number, to: string, gate: () => Promise<void>): Promise<void> {
  const waiting = [...load.conversations];
  await Promise.all(
    Array.from({ length: senders }, async () => {
      const client = new SmtpClient(port);
      for (let conversation = waiting.shift(); conversation !== undefined; conversation = waiting.shift())
        for (const [turn] of conversation.messageIds.entries()) {
          await gate();
          await sendUntilTaken(client, conversation, turn, to, load);
        }
      client.close();
    }),
  );
  load.done = true;
}

async function sendUntilTaken(client: SmtpClient, conversation: Conversation, turn: number, to: string, load: Load): Promise<void> {
  const mail = writeMail(conversation, turn, to);
  for (;;) {
    try {
      if ((await client.send(conversation.customer, [to], mail)).startsWith('250')) break;
    } catch {
      // The link broke: nobody knows whether it was taken, so it is sent again.
    }
    load.repeated += 1;
    await sleep(RETRY_MS);
  }
  conversation.accepted.push(conversation.messageIds[turn]!);
  load.accepted += 1;
}

export function writeMail({ customer, messageIds }: Conversation, turn: number, to: string): string {
  const earlier = messageIds.slice(0, turn).map((id) => `<${id}>`);
  return [
    `From: Customer <${customer}>`,
    `To: Support <${to}>`,
    `Subject: ${turn === 0 ? '' : 'Re: '}Question of ${customer}`,
    `Message-ID: <${messageIds[turn]}>`,
    ...(earlier.length > 0 ? [`In-Reply-To: ${earlier.at(-1)}`, `References: ${earlier.join(' ')}`] : []),
    `Date: ${new Date(Date.UTC(2026, 0, 5, 8, turn)).toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Turn ${turn} of ${customer}. ${'All work and no play makes for dull mail. '.repeat(20)}`,
    '',
  ].join('\r\n');
}
