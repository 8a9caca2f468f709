import type { ConnectorFactory } from '@tributary/connector-sdk';
import { parrotCapabilities } from './parrot.capabilities.js';
import { ParrotConfig } from './parrot.config.js';
import { ParrotConnector } from './parrot.connector.js';

/** What the desk's host looks for when `connectors:` names this package. */
export const connectorFactory: ConnectorFactory<ParrotConfig> = {
  descriptor: {
    channel: 'parrot',
    provider: 'parrot',
    configSchema: ParrotConfig,
    capabilities: () => parrotCapabilities,
  },
  create: (_inbox, config) => new ParrotConnector(config),
};
