import type { ConnectorFactory } from '@tributary/connector-sdk';
import { createCapabilities } from './dingtalk.capabilities.js';
import { DingtalkConfig } from './dingtalk.config.js';
import { DingtalkCallbackConnector, DingtalkStreamConnector } from './dingtalk.connector.js';

/** What the desk's host looks for when `connectors:` names this package. */
export const connectorFactory: ConnectorFactory<DingtalkConfig> = {
  descriptor: {
    channel: 'dingtalk',
    provider: 'robot',
    numberCode: 'DTK',
    configSchema: DingtalkConfig,
    // Two inboxes on one robot would answer each message twice.
    claims: ({ appKey, robotCode }) => [{ key: `${appKey} ${robotCode}`, path: ['appKey'] }],
    capabilities: createCapabilities,
  },
  create: (_inbox, config) => (config.mode === 'stream' ? new DingtalkStreamConnector(config) : new DingtalkCallbackConnector(config)),
};
