import type { RoomMigrations } from '#runtime';
import { ConnectorHost1767225600301 } from './migrations/1767225600301-connector-host.js';
import { HoldReasons1772600000021 } from './migrations/1772600000021-hold-reasons.js';
import { Forgetting1772600000041 } from './migrations/1772600000041-forgetting.js';
import { HeldFailures1772600000031 } from './migrations/1772600000031-held-failures.js';
import { Recalls1777000000071 } from './migrations/1777000000071-recalls.js';
import { RemovedInboxes1779200000061 } from './migrations/1779200000061-removed-inboxes.js';
import { SwitchedInboxes1779360000001 } from './migrations/1779360000001-switched-inboxes.js';

/** Tables of the connector host; service-host adds them to every process that runs connectors. */
export const connectorSdkMigrations: RoomMigrations = {
  room: 'connector_sdk',
  floor: 3,
  migrations: [
    ConnectorHost1767225600301,
    HoldReasons1772600000021,
    HeldFailures1772600000031,
    Forgetting1772600000041,
    Recalls1777000000071,
    RemovedInboxes1779200000061,
    SwitchedInboxes1779360000001,
  ],
};
