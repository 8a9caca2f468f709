import type { UidRange } from '../../converting/uid-ranges.js';

/** What the server says of one message before it opens it. */
export interface ListedMessage {
  readonly uid: number;
  readonly arrivedAt: Date;
}

export interface MessageSummary extends ListedMessage {
  readonly bytes: number;
}

/** One step, in UID order: messages to fetch whole at once, or one that is too large and only shows its headers. */
export type FetchStep =
  | { readonly kind: 'fetch'; readonly messages: readonly MessageSummary[] }
  | { readonly kind: 'park'; readonly message: MessageSummary };

const MAX_PORTION = 200;
const MAX_CHUNK_MESSAGES = 50;
const MAX_CHUNK_BYTES = 8 * 1024 * 1024;

/**
 * Pure: portions to ask the sizes of, ascending. `alone` are UIDs among which one made trouble: each of them is a portion of its own, so
 * that the guilty one shows.
 */
export function toPortions(listed: readonly ListedMessage[], alone: UidRange | null): ListedMessage[][] {
  const portions: ListedMessage[][] = [];
  let open: ListedMessage[] | null = null;
  for (const message of listed) {
    const isAlone = alone !== null && message.uid >= alone.from && message.uid <= alone.to;
    if (open === null || isAlone || open.length >= MAX_PORTION) portions.push((open = []));
    open.push(message);
    if (isAlone) open = null;
  }
  return portions;
}

/** Pure: in what steps to fetch a portion. */
export function planFetch(portion: readonly MessageSummary[], maxMessageBytes: number): FetchStep[] {
  const steps: FetchStep[] = [];
  let chunk: MessageSummary[] = [];
  let bytes = 0;
  const close = () => {
    if (chunk.length > 0) steps.push({ kind: 'fetch', messages: chunk });
    chunk = [];
    bytes = 0;
  };
  for (const message of portion) {
    if (message.bytes > maxMessageBytes) {
      close();
      steps.push({ kind: 'park', message });
      continue;
    }
    if (chunk.length >= MAX_CHUNK_MESSAGES || bytes + message.bytes > MAX_CHUNK_BYTES) close();
    chunk.push(message);
    bytes += message.bytes;
  }
  close();
  return steps;
}

/** First to last of messages in order. */
export function rangeOf(messages: readonly ListedMessage[]): UidRange {
  return { from: messages[0]!.uid, to: messages.at(-1)!.uid };
}

export function messagesOf(step: FetchStep): readonly MessageSummary[] {
  return step.kind === 'park' ? [step.message] : step.messages;
}
