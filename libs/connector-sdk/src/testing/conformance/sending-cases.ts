import { RetriableError } from '#runtime';
import assert from 'node:assert/strict';
import { canSend, type Connector, type SendResult } from '../../connector.js';
import { onBench } from './bench.js';
import type { Bench, ConformanceCase, ConformanceHarness, RemoteUnderTest } from './harness.js';

type Outgoing = NonNullable<RemoteUnderTest['outgoing']>;

interface Sent {
  readonly result: SendResult | null;
  readonly thrown: unknown;
  readonly marks: number;
}

export function createSendingCases(harness: ConformanceHarness): ConformanceCase[] {
  const on = (name: string, work: (bench: Bench, outgoing: Outgoing) => Promise<void>): ConformanceCase => ({
    name,
    run: () =>
      onBench(harness, async (bench) => {
        if (bench.remote.outgoing !== undefined) await work(bench, bench.remote.outgoing);
      }),
  });
  return [
    on('a reply arrives once, marked before it left', async ({ connector }, outgoing) => {
      const sent = await send(connector, outgoing, 'good morning', async () => assert.deepEqual(await outgoing.received(), []));
      assert.equal(sent.result?.status, 'sent');
      assert.equal(sent.marks, 1, 'the sending mark was set once');
      const received = await outgoing.received();
      assert.equal(received.length, 1);
      assert.ok(received[0]?.includes('good morning'));
    }),
    on('a refused reply is a result with a class and a hint', async ({ connector }, outgoing) => {
      await outgoing.answerNext('refuse');
      const { result } = await send(connector, outgoing, 'no');
      assert.ok(result?.status === 'failed', `status is ${result?.status}`);
      assert.equal(result.error.permanent, true);
      assert.ok(result.error.code && result.error.message && result.error.hint);
    }),
    on('a reply that is wanted later is surely not sent', async ({ connector }, outgoing) => {
      await outgoing.answerNext('later');
      const { thrown } = await send(connector, outgoing, 'later');
      assert.ok(thrown instanceof RetriableError, `threw ${String(thrown)}`);
      assert.deepEqual(await outgoing.received(), []);
    }),
    on('a link that breaks before the answer leaves it unknown', async ({ connector }, outgoing) => {
      await outgoing.answerNext('vanish');
      const { result, thrown, marks } = await send(connector, outgoing, 'perhaps');
      assert.ok(!(thrown instanceof RetriableError), 'RetriableError would say that it was surely not sent');
      assert.ok(thrown !== null || result?.status === 'unknown', `status is ${result?.status}`);
      assert.equal(marks, 1);
    }),
  ];
}

async function send(
  connector: Connector,
  outgoing: Outgoing,
  text: string,
  atMark: () => Promise<void> = () => Promise.resolve(),
): Promise<Sent> {
  assert.ok(canSend(connector));
  let marks = 0;
  const markSending = async () => {
    marks += 1;
    await atMark();
  };
  try {
    const result = await connector.send(outgoing.createReply(text), { attempt: 1, markSending });
    return { result, thrown: null, marks };
  } catch (thrown) {
    return { result: null, thrown, marks };
  }
}
