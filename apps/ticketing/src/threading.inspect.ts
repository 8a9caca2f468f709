import type { InboundMessage } from '#contracts';
import type { InspectInput, InspectLine, Inspection } from '#runtime';
import { placeMailbox } from './threading/place-mailbox.js';
import { toThreadableMessage } from './threading/to-threadable-message.js';

/** Reads the messages of one mailbox file, in file order; rejects with what is wrong with the file. */
export type ReadMailbox = (file: string, bytes: Buffer) => Promise<InboundMessage[]>;

export interface MailboxReader {
  readonly read: ReadMailbox;
  /** Ends what reading started. */
  stop(): Promise<void>;
}

/** `inspect thread`: the desk's own resolver over a mailbox, as if its messages arrived in file order at a fresh desk. */
export function createThreadInspection(openReader: () => MailboxReader): Inspection {
  return {
    kind: 'thread',
    input: 'one mailbox a file: .mbox, or .jsonl of {message_id, in_reply_to[], references[], subject, from, to, cc, date, thread_topic}',
    async *run(inputs) {
      const reader = openReader();
      try {
        for await (const input of inputs) yield await inspectMailbox(input, reader.read);
      } finally {
        await reader.stop();
      }
    },
  };
}

async function inspectMailbox(input: InspectInput, read: ReadMailbox): Promise<InspectLine> {
  try {
    return { file: input.file, ok: true, messages: describeMailbox(await read(input.file, await input.read())) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { file: input.file, ok: false, error: { code: 'unreadable_mailbox', message } };
  }
}

/** One line a message; a second delivery (same idempotency key) is no message of its own and shows where the first is. */
export function describeMailbox(messages: readonly InboundMessage[]): Record<string, unknown>[] {
  const firsts = new Map<string, number>();
  const taken: number[] = [];
  messages.forEach(({ idempotencyKey }, index) => {
    if (firsts.has(idempotencyKey)) return;
    firsts.set(idempotencyKey, index);
    taken.push(index);
  });
  const context = { contactId: null, token: { kind: 'none' } as const, ownAddresses: new Set<never>() };
  const placed = placeMailbox(taken.map((index) => toThreadableMessage(messages[index]!, context)));
  const byIndex = new Map(taken.map((index, place) => [index, placed[place]!]));
  const names = new Map<string, number>();
  return messages.map((message, index) => {
    const first = firsts.get(message.idempotencyKey)!;
    const { ticket, decision, review } = byIndex.get(first)!;
    if (!names.has(ticket)) names.set(ticket, names.size + 1);
    return {
      index,
      messageId: message.remoteMessageId.startsWith('h:') ? null : message.remoteMessageId,
      ticket: names.get(ticket),
      rule: first === index ? decision.rule : 'same-message',
      evidence: decision.evidence,
      score: first === index ? decision.score : 1,
      review,
      duplicateOf: first === index ? null : first,
    };
  });
}
