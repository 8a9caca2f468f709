import type { ConnectorContext, InboxAnswer, InboxRequest } from '#connector-sdk';
import type { SecretKey } from '#runtime';

/** What stands behind an inbox's address while it runs. */
export interface Door {
  answer(request: InboxRequest): Promise<InboxAnswer>;
  /** Ends what it keeps of its own; within 5 s. */
  close?(): Promise<void>;
}

export interface DoorParts {
  readonly context: ConnectorContext;
  readonly secret: SecretKey;
}
