import { describe, expect, it } from '@jest/globals';
import type { ConnectorContext } from '../../context.js';
import { PigeonConnector, PigeonFactory } from '../sample/pigeon.connector.js';
import { createPigeonHarness } from '../sample/pigeon.conformance.js';
import type { PigeonLoft } from '../sample/pigeon-loft.js';
import { createConformanceCases } from './index.js';

describe('the sample connector conforms', () => {
  for (const { name, run } of createConformanceCases(createPigeonHarness())) it(name, run);
});

describe('the suite finds a connector that', () => {
  const runAll = async (makeConnector: (loft: PigeonLoft, connector: PigeonConnector) => void) => {
    const harness = createPigeonHarness((loft) => {
      const factory = new PigeonFactory(loft);
      return {
        descriptor: factory.descriptor as never,
        create: (inbox, config) => {
          const connector = factory.create(inbox, config as never);
          makeConnector(loft, connector);
          return connector;
        },
      };
    });
    const failed: string[] = [];
    for (const { name, run } of createConformanceCases({ ...harness, patienceMs: 300 })) {
      try {
        await run();
      } catch {
        failed.push(name);
      }
    }
    return failed;
  };

  it('moves its cursor before the event is durable', async () => {
    const failed = await runAll((_loft, connector) => {
      const start = connector.start.bind(connector);
      connector.start = (context) => start(acknowledgeFirst(context));
    });
    expect(failed).toContain('the remote is told only after the event is durable');
    expect(failed).toContain('a log that is away leaves the message with the remote, and it comes again');
  });

  it('leaves a timer behind', async () => {
    const left: NodeJS.Timeout[] = [];
    const failed = await runAll((_loft, connector) => {
      left.push(setInterval(() => undefined, 1_000));
      void connector;
    });
    for (const timer of left) clearInterval(timer);
    expect(failed).toContain('it stops within 5 s and leaves no timer, socket or process');
  });

  it('says “surely not sent” of what may have arrived', async () => {
    const failed = await runAll((loft, connector) => {
      const send = connector.send.bind(connector);
      connector.send = async (reply, attempt) => {
        const vanishes = loft.nextFlight === 'vanish';
        const result = await send(reply, attempt).catch((error: unknown) => {
          if (!vanishes) throw error;
          return { status: 'sent' } as const;
        });
        return result;
      };
    });
    expect(failed).toEqual(['a link that breaks before the answer leaves it unknown']);
  });
});

/** Writes the position ahead of the emit, as a careless connector would. */
function acknowledgeFirst(context: ConnectorContext): ConnectorContext {
  let position = 0;
  return new Proxy(context, {
    get: (target, name) => {
      if (name !== 'emit') {
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      }
      return async (...args: Parameters<ConnectorContext['emit']>) => {
        await target.state.set('position', (position += 1));
        await target.emit(...args).catch(() => undefined);
      };
    },
  });
}
