import type { Capabilities } from '#contracts';
import type { Connector, ConnectorContext, ConnectorFactory } from '#connector-sdk';
import { createConformanceCases, type ConformanceHarness } from '#connector-sdk/testing';
import { createPigeonHarness } from '../../../../libs/connector-sdk/src/testing/sample/pigeon.conformance.js';
import { PigeonConnector, PigeonFactory } from '../../../../libs/connector-sdk/src/testing/sample/pigeon.connector.js';
import type { PigeonLoft } from '../../../../libs/connector-sdk/src/testing/sample/pigeon-loft.js';
import { createRavenHarness } from '../../../../libs/connector-sdk/src/testing/sample/raven.conformance.js';
import { ravenFactory, type RavenConnector } from '../../../../libs/connector-sdk/src/testing/sample/raven.connector.js';

/** What failed, by the case's id: the words it failed with. */
export type Findings = Record<string, string>;

/** `only`: of the cases that take long with this fault. */
export async function runSuite(harness: ConformanceHarness, only?: string): Promise<Findings> {
  const findings: Findings = {};
  for (const { id, run } of createConformanceCases(harness)) {
    if (only !== undefined && id !== only) continue;
    try {
      await run();
    } catch (error) {
      findings[id] = String(error);
    }
  }
  return findings;
}

/** The sample that polls and sends, with something broken about it. */
export function breakPigeon(
  spoil: (connector: PigeonConnector, loft: PigeonLoft) => void = () => undefined,
  claims: Partial<Capabilities> = {},
): ConformanceHarness {
  const claim = <C>(factory: ConnectorFactory<C>): ConnectorFactory => {
    const { descriptor } = factory;
    const capabilities = (config: C) => ({ ...descriptor.capabilities(config), ...claims });
    return { create: (inbox, config) => factory.create(inbox, config as C), descriptor: { ...descriptor, capabilities } as never };
  };
  const harness = createPigeonHarness((loft) => {
    const factory = new PigeonFactory(loft);
    return {
      descriptor: factory.descriptor as never,
      create: (inbox, config) => {
        const connector = factory.create(inbox, config as never);
        spoil(connector, loft);
        return connector;
      },
    };
  });
  return { ...harness, patienceMs: 500, factory: claim(harness.factory as ConnectorFactory) };
}

/** The sample that answers HTTP, with something broken about it. */
export function breakRaven(
  spoil: (connector: RavenConnector) => void = () => undefined,
  claims: Partial<Capabilities> = {},
): ConformanceHarness {
  const { descriptor } = ravenFactory;
  const factory: ConnectorFactory = {
    descriptor: { ...descriptor, capabilities: (config: unknown) => ({ ...descriptor.capabilities(config as never), ...claims }) } as never,
    create: (inbox, config) => {
      const connector = ravenFactory.create(inbox, config as never) as RavenConnector;
      spoil(connector);
      return connector;
    },
  };
  return { ...createRavenHarness(factory), patienceMs: 3_000 };
}

/** Lets a connector run in a context of which some members are others. */
export function startIn(connector: Connector, change: (context: ConnectorContext) => Partial<ConnectorContext>): void {
  const start = connector.start.bind(connector);
  connector.start = (context) => {
    const changed = change(context);
    return start(
      new Proxy(context, {
        get: (target, name) => {
          const value: unknown = Reflect.get(name in changed ? changed : target, name);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      }),
    );
  };
}
