import { createServer, connect } from 'node:net';
import { ManualClock, silentLogger } from '#runtime';
import { z } from 'zod';
import type { Capabilities, InboxId } from '#contracts';
import type { ConnectorFactory } from '#connector-sdk';
import { createTestContext } from '#connector-sdk/testing';
import { FaultGuard } from '../../../libs/connector-sdk/src/host/faults/fault-guard.js';
import { ConnectorRunner } from '../../../libs/connector-sdk/src/host/supervision/connector-runner.js';
import { StateReporter } from '../../../libs/connector-sdk/src/host/supervision/state-reporter.js';

// A process as service-host makes it, with connectors that throw where nobody can catch.
const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
process.on('unhandledRejection', () => undefined);
process.on('uncaughtException', (error) => {
  say({ ended: error.message });
  process.exit(1);
});

const faults: Record<string, () => void> = {
  timer: () => setTimeout(() => nobodyCatches('timer'), 5),
  promise: () => void Promise.resolve().then(() => Promise.reject(new Error('promise'))),
  socket: () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === 'object' ? connect(address.port, '127.0.0.1') : undefined));
    });
  },
  none: () => undefined,
};

function nobodyCatches(name: string): never {
  throw new Error(name);
}

const guard = new FaultGuard(silentLogger);
guard.install();
const runners = Object.entries(faults).map(([name, begin]) => {
  const inbox = { id: name as InboxId, channel: 'faulty', provider: 'test' };
  const factory: ConnectorFactory = {
    descriptor: { channel: 'faulty', provider: 'test', configSchema: z.object({}), capabilities: () => ({}) as Capabilities },
    create: () => ({ start: () => Promise.resolve(begin()), stop: () => Promise.resolve() }),
  };
  const reporter = new StateReporter(inbox, {}, new ManualClock(), ({ state, detail }) => say({ inbox: name, state, detail }));
  return new ConnectorRunner(inbox, {}, factory, reporter, silentLogger, {
    guard,
    createContext: () => createTestContext({ inbox }),
    restartBackoffMs: [20],
    stopTimeoutMs: 1_000,
  });
});
for (const runner of runners) runner.start();

process.once('SIGTERM', () => {
  void Promise.all(runners.map((runner) => runner.stop())).then(() => setTimeout(() => nobodyCatches('of nobody'), 1));
});
setInterval(() => undefined, 1_000);
