import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { canSend, type Connector } from '../../connector.js';
import type { HttpConnector, SocketConnector } from '../../http.js';
import { capabilitiesOf, createConnector, onRemote } from './bench.js';
import type { DoorUnderTest } from '../open-door.js';
import { openFront } from './front.js';
import type { Bench, ConformanceHarness, RemoteUnderTest } from './harness.js';
import type { RawCase } from './pins.js';
import { message, toIncoming, Watcher } from './incoming.js';
import { Leftovers } from './leftovers.js';

const STOP_MS = 5_000;

export function createRunningCases(harness: ConformanceHarness): RawCase[] {
  return [
    onRemote(harness, 'running.stop', 'it stops within 5 s and leaves no timer, socket or process', (remote) =>
      stopAfter(harness, remote, 'take'),
    ),
    onRemote(
      harness,
      'running.stop_while_log_waits',
      'it stops within 5 s while the log waits, and takes nothing afterwards',
      async (remote) => {
        if (toIncoming(harness, remote) === null) return 'it only sends';
        return stopAfter(harness, remote, 'wait');
      },
    ),
    onRemote(harness, 'running.stop_unstarted', 'it stops while it has never been started, and twice', async (remote) => {
      const { connector } = createConnector(harness, remote.settings);
      await connector.stop();
      await connector.stop();
    }),
  ];
}

async function stopAfter(harness: ConformanceHarness, remote: RemoteUnderTest, emits: 'take' | 'wait'): Promise<void> {
  const leftovers = new Leftovers();
  let front: DoorUnderTest | null = null;
  try {
    const { connector, context } = leftovers.run(() => createConnector(harness, remote.settings));
    front = await openFront(guarded(connector, leftovers), capabilitiesOf(harness, remote), context);
    await leftovers.run(() => connector.start(context));
    if (front !== null) await remote.reach?.(front.url);
    context.setEmits(emits);
    await putToWork(harness, { remote, connector, context, front }, leftovers);
    const startedAt = performance.now();
    context.abort();
    const offered = context.offered.length;
    const stopped = leftovers.run(() => connector.stop()).then(() => 'stopped' as const);
    assert.equal(await Promise.race([stopped, sleep(STOP_MS, 'late', { ref: false })]), 'stopped', `stop took longer than ${STOP_MS} ms`);
    const tookMs = performance.now() - startedAt;
    assert.ok(tookMs < STOP_MS, `stop took ${Math.round(tookMs)} ms`);
    await front?.close();
    front = null;
    await leftovers.awaitNone();
    assert.equal(context.offered.length, offered, 'nothing is offered to the log once it stopped');
    await connector.stop();
  } finally {
    leftovers.end();
    await front?.close();
  }
}

/** The remote's own work is none of the connector's: only calls of the connector are followed. */
async function putToWork(harness: ConformanceHarness, bench: Bench, leftovers: Leftovers): Promise<void> {
  const { remote, connector } = bench;
  const incoming = toIncoming(harness, remote);
  if (incoming !== null) {
    await incoming.offer(message('m-1', 'hello'));
    await new Watcher(harness, { ...bench, remote: incoming }).offered();
  }
  const { outgoing } = remote;
  if (outgoing === undefined || !canSend(connector)) return;
  const reply = outgoing.createReply('good morning');
  await leftovers.run(() => connector.send(reply, { attempt: 1, markSending: () => Promise.resolve() }));
}

/** What comes by the door is the connector's own work, too. */
function guarded(connector: Connector, leftovers: Leftovers): Connector {
  const { answer, admit } = connector as Partial<HttpConnector & SocketConnector>;
  return {
    start: (context) => connector.start(context),
    stop: () => connector.stop(),
    ...(answer === undefined
      ? {}
      : { answer: (request: Parameters<typeof answer>[0]) => leftovers.run(() => answer.call(connector, request)) }),
    ...(admit === undefined
      ? {}
      : { admit: (request: Parameters<typeof admit>[0]) => leftovers.run(() => admit.call(connector, request)) }),
  };
}
