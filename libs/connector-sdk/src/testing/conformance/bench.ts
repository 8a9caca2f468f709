import type { EventData, InboxId, InboxRef } from '#contracts';
import { SystemClock } from '#runtime';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connector, ConnectorFactory } from '../../connector.js';
import { createTestContext, type TestContext } from '../test-context.js';
import type { MemoryState } from '../memory-stores.js';
import type { Bench, ConformanceHarness, RemoteUnderTest } from './harness.js';

const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 10;

/** Runs `work` on a fresh remote and a started connector; both are stopped afterwards, whatever happened. */
export async function onBench(harness: ConformanceHarness, work: (bench: Bench) => Promise<void>): Promise<void> {
  const remote = await harness.openRemote();
  try {
    await withConnector(harness, remote, undefined, (connector, context) => work({ remote, connector, context }));
  } finally {
    await remote.close();
  }
}

/** A started connector on a remote, over what an earlier one remembered. */
export async function withConnector(
  harness: ConformanceHarness,
  remote: RemoteUnderTest,
  state: MemoryState | undefined,
  work: (connector: Connector, context: TestContext) => Promise<void>,
): Promise<void> {
  const { connector, context } = createConnector(harness, remote.settings, state);
  try {
    await connector.start(context);
    await work(connector, context);
  } finally {
    context.abort();
    await connector.stop();
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

/** Waits until `holds`; fails with `what` and the states reported so far. */
export async function until(
  harness: ConformanceHarness,
  context: TestContext,
  what: string,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + (harness.patienceMs ?? PATIENCE_MS);
  while (!(await holds())) {
    if (performance.now() > deadline) assert.fail(`${what}: did not happen; reports: ${JSON.stringify(context.reports)}`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Inbound messages taken so far. */
export function listMessages(context: TestContext): EventData<'message.received.v1'>[] {
  return context.emitted.flatMap((event) => (event.type === 'message.received.v1' ? [event.data as EventData<'message.received.v1'>] : []));
}
