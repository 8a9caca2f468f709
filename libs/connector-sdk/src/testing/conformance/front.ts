import type { Capabilities } from '#contracts';
import type { Connector } from '../../connector.js';
import { canAdmit, canAnswer } from '../../http.js';
import { openDoor, type DoorUnderTest } from '../open-door.js';
import type { TestContext } from '../test-context.js';

/** The host's own door before a connector that answers HTTP or holds WebSockets; null before any other. */
export function openFront(connector: Connector, capabilities: Capabilities, { inbox, signal }: TestContext): Promise<DoorUnderTest> | null {
  if (!canAnswer(connector) && !canAdmit(connector)) return null;
  return openDoor(connector, { inboxId: inbox.id, capabilities, signal });
}
