import type { RoomMigrations } from '#runtime';
import { ConnectorHost1767225600301 } from './migrations/1767225600301-connector-host.js';

/** Tables of the connector host; service-host adds them to every process that runs connectors. */
export const connectorSdkMigrations: RoomMigrations = {
  room: 'connector_sdk',
  floor: 3,
  migrations: [ConnectorHost1767225600301],
};
