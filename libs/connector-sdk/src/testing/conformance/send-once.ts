import type { DeliveryError, ReplyRequested } from '#contracts';
import { PermanentError, RetriableError } from '#runtime';
import assert from 'node:assert/strict';
import { canSend, type Connector, type SendResult } from '../../connector.js';
import { onBench } from './bench.js';
import type { Bench, ConformanceHarness, OutgoingUnderTest } from './harness.js';
import type { RawCase, Untried } from './pins.js';

export interface Sent {
  readonly result: SendResult | null;
  readonly thrown: unknown;
  readonly marks: number;
  /** Told with the mark, or with the result. */
  readonly remoteMessageId: string | undefined;
}

export function onOutgoing(
  harness: ConformanceHarness,
  id: string,
  name: string,
  work: (bench: Bench, outgoing: OutgoingUnderTest) => Promise<Untried | void>,
): RawCase {
  return onBench(harness, id, name, async (bench) => {
    if (!canSend(bench.connector)) return 'it only receives';
    assert.ok(bench.remote.outgoing, 'the connector sends: its remote under test needs `outgoing`');
    return work(bench, bench.remote.outgoing);
  });
}

/** One call of `send`, as the host makes it. */
export async function send(connector: Connector, reply: ReplyRequested, atMark?: () => Promise<void>): Promise<Sent> {
  assert.ok(canSend(connector));
  let marks = 0;
  let remoteMessageId: string | undefined;
  const markSending = async (id?: string) => {
    marks += 1;
    remoteMessageId = id;
    await atMark?.();
  };
  try {
    const result = await connector.send(reply, { attempt: 1, markSending });
    if (result.status === 'sent') remoteMessageId = result.remoteMessageId ?? remoteMessageId;
    return { result, thrown: null, marks, remoteMessageId };
  } catch (thrown) {
    return { result: null, thrown, marks, remoteMessageId };
  }
}

/** What the agent will see, as the host reads it; null where it was sent, waits or is unknown. */
export function failureOf({ result, thrown, marks }: Sent): Pick<DeliveryError, 'category' | 'permanent' | 'message' | 'hint'> | null {
  if (result?.status === 'failed') return result.error;
  if (!(thrown instanceof PermanentError) || marks > 0) return null;
  return {
    category: (thrown.fields['category'] as DeliveryError['category']) ?? 'unknown',
    permanent: true,
    message: thrown.message,
    hint: thrown.hint ?? '',
  };
}

export function describeSent({ result, thrown, marks }: Sent): string {
  const end = result === null ? `threw ${String(thrown)}` : JSON.stringify(result);
  return `${end}, ${marks} marks`;
}

export function isHeld({ thrown }: Sent): boolean {
  return thrown instanceof RetriableError;
}
