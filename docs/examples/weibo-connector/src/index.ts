import type { ConnectorFactory } from '@tributary/connector-sdk';
import { createCapabilities } from './weibo.capabilities.js';
import { WeiboConfig } from './weibo.config.js';
import { WeiboConnector } from './weibo.connector.js';

/** What the desk's host looks for when `connectors:` names this package. */
export const connectorFactory: ConnectorFactory<WeiboConfig> = {
  descriptor: {
    channel: 'weibo',
    provider: 'fan-service',
    numberCode: 'WBO',
    configSchema: WeiboConfig,
    capabilities: createCapabilities,
  },
  create: (_inbox, config) => new WeiboConnector(config),
};
