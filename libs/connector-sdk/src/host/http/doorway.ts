import type { Capabilities } from '#contracts';
import type { Connector } from '../../connector.js';

/** A running inbox, seen from the door. */
export interface Doorway {
  readonly connector: Connector;
  readonly capabilities: Capabilities;
  /** Aborts when the inbox stops. */
  readonly signal: AbortSignal;
  /** Runs the connector's code so that what it throws later is its own. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** As `run`, of a listener: what it throws ends the run of the inbox. */
  call(work: () => void): void;
}

/** Null: no such inbox here. Throws `RetriableError` with a hint when it does not run now. */
export type FindDoorway = (inboxId: string) => Doorway | null;
