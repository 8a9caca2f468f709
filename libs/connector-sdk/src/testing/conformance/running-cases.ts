import { Capabilities } from '#contracts';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { canSend, type ConnectorFactory } from '../../connector.js';
import { canShowTyping } from '../../conversing.js';
import { createConnector, listMessages, until } from './bench.js';
import type { ConformanceCase, ConformanceHarness } from './harness.js';

const STOP_MS = 5_000;
/** What a connector must not leave behind. */
const OWN_RESOURCES = new Set(['Timeout', 'Immediate', 'TCPSocketWrap', 'TCPServerWrap', 'TLSWrap', 'ProcessWrap', 'PipeWrap']);

export function createRunningCases(harness: ConformanceHarness): ConformanceCase[] {
  return [
    {
      name: 'it stops within 5 s and leaves no timer, socket or process',
      run: async () => {
        const remote = await harness.openRemote();
        try {
          const before = countResources();
          const { connector, context } = createConnector(harness, remote.settings);
          await connector.start(context);
          await remote.offer({ id: 'm-1', from: 'ada', text: 'hello' });
          await until(harness, context, 'the message taken', () => listMessages(context).length > 0);
          const startedAt = performance.now();
          context.abort();
          await connector.stop();
          assert.ok(performance.now() - startedAt < STOP_MS, `stop took ${Math.round(performance.now() - startedAt)} ms`);
          await awaitResources(before);
        } finally {
          await remote.close();
        }
      },
    },
    {
      name: 'it stops while it has never been started, and twice',
      run: async () => {
        const remote = await harness.openRemote();
        try {
          const { connector } = createConnector(harness, remote.settings);
          await connector.stop();
          await connector.stop();
        } finally {
          await remote.close();
        }
      },
    },
    {
      name: 'it can do what it says it can, and nothing else',
      run: async () => {
        const remote = await harness.openRemote();
        try {
          const factory = harness.factory as ConnectorFactory;
          const said = Capabilities.parse(factory.descriptor.capabilities(factory.descriptor.configSchema.parse(remote.settings)));
          const { connector } = createConnector(harness, remote.settings);
          assert.equal(canSend(connector), said.out.length > 0, 'capabilities.out is not empty exactly when there is `send`');
          assert.ok(said.in.length > 0 || said.out.length > 0, 'it receives or sends');
          assert.equal(canShowTyping(connector), said.typing, 'capabilities.typing is true exactly when there is `showTyping`');
          assert.ok(!said.recall && !said.edit, 'recall and edit are abilities that the SDK does not call yet');
          await connector.stop();
        } finally {
          await remote.close();
        }
      },
    },
  ];
}

function countResources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo()) if (OWN_RESOURCES.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** A closed socket is gone a moment later; a timer that is left stays. */
async function awaitResources(before: ReadonlyMap<string, number>): Promise<void> {
  let left: string[] = [];
  for (let tries = 0; tries < 100; tries += 1) {
    // The sleep's own timer is not counted: it has fired.
    await sleep(20);
    left = [...countResources()].filter(([name, count]) => count > (before.get(name) ?? 0)).map(([name, count]) => `${count} ${name}`);
    if (left.length === 0) return;
  }
  assert.fail(`left behind after stop: ${left.join(', ')} (before: ${JSON.stringify([...before])})`);
}
