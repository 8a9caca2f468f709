import type { Capabilities, EventData, InboxId, InboxRef } from '#contracts';
import { SystemClock } from '#runtime';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connector, ConnectorFactory } from '../../connector.js';
import { createTestContext, type TestContext } from '../test-context.js';
import type { MemoryState } from '../memory-stores.js';
import { openFront } from './front.js';
import type { Bench, ConformanceHarness, RemoteUnderTest } from './harness.js';
import type { RawCase, Untried } from './pins.js';

const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 10;

/** A case on a fresh remote and a started connector; both are stopped afterwards, whatever happened. */
export function onBench(harness: ConformanceHarness, id: string, name: string, work: (bench: Bench) => Promise<Untried | void>): RawCase {
  return onRemote(harness, id, name, (remote) => withConnector(harness, remote, undefined, work));
}

export function onRemote(
  harness: ConformanceHarness,
  id: string,
  name: string,
  work: (remote: RemoteUnderTest) => Promise<Untried | void>,
): RawCase {
  return {
    id,
    name,
    run: async () => {
      const remote = await harness.openRemote();
      try {
        return await work(remote);
      } finally {
        await remote.close();
      }
    },
  };
}

/** A started connector on a remote, over what an earlier one remembered. */
export async function withConnector<T>(
  harness: ConformanceHarness,
  remote: RemoteUnderTest,
  state: MemoryState | undefined,
  work: (bench: Bench) => Promise<T>,
): Promise<T> {
  const { connector, context } = createConnector(harness, remote.settings, state);
  const front = await openFront(connector, capabilitiesOf(harness, remote), context);
  try {
    await connector.start(context);
    if (front !== null) await remote.reach?.(front.url);
    return await work({ remote, connector, context, front });
  } finally {
    context.abort();
    await connector.stop();
    await front?.close();
  }
}

export function createConnector(
  harness: ConformanceHarness,
  settings: Readonly<Record<string, unknown>>,
  state?: MemoryState,
): { connector: Connector; context: TestContext } {
  const factory = harness.factory as ConnectorFactory;
  const { channel, provider, configSchema } = factory.descriptor;
  const inbox: InboxRef = { id: 'conformance' as InboxId, channel, provider };
  const context = createTestContext({ inbox, clock: new SystemClock(), ...(state ? { state } : {}) });
  const connector = factory.create(inbox, configSchema.parse(settings));
  factory.inboxesLoaded?.();
  return { connector, context };
}

export function capabilitiesOf(harness: ConformanceHarness, remote: RemoteUnderTest): Capabilities {
  const { configSchema, capabilities } = (harness.factory as ConnectorFactory).descriptor;
  return capabilities(configSchema.parse(remote.settings));
}

export function patienceOf(harness: ConformanceHarness): number {
  return harness.patienceMs ?? PATIENCE_MS;
}

/** Waits until `holds`; fails with `what` and the states reported so far. */
export async function until(
  harness: ConformanceHarness,
  context: TestContext,
  what: string,
  holds: () => boolean | Promise<boolean>,
  patienceMs = patienceOf(harness),
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > deadline)
      assert.fail(
        `${what}: did not happen; reports: ${JSON.stringify(context.reports)}, failures: ${context.failures.map(String).join('; ')}`,
      );
    await sleep(LOOK_EVERY_MS);
  }
}

/** Inbound messages taken so far. */
export function listMessages(context: TestContext): EventData<'message.received.v1'>[] {
  return messagesOf(context.emitted);
}

/** Inbound messages offered so far, taken or not. */
export function listOffered(context: TestContext): EventData<'message.received.v1'>[] {
  return messagesOf(context.offered);
}

function messagesOf(events: TestContext['emitted']): EventData<'message.received.v1'>[] {
  return events.flatMap((event) => (event.type === 'message.received.v1' ? [event.data as EventData<'message.received.v1'>] : []));
}
