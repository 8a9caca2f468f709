import type { HeldMessage } from '#contracts';
import type { Connector } from './connector.js';

/** Some of what the remote holds. */
export interface HeldPortion {
  /** At most 1 000. */
  readonly messages: readonly HeldMessage[];
  /** Counted, not named: what the inbox leaves out by intent, and why. */
  readonly leftOut?: readonly { readonly because: string; readonly count: number }[];
}

/**
 * Ability (`capabilities.holdings` is `listed`): says what the remote holds, so that it can be compared with what we have. Reads only, over a link of
 * its own: it may be asked in any process that runs the inbox, beside the one that has its lease.
 */
export interface ListingConnector extends Connector {
  /**
   * All that lies on the remote and is this inbox's, each message once, whether we have it or not. What the inbox has still to take (behind its
   * cursor) or leaves out on purpose says so (`because`). A link that breaks rejects, with a hint where an operator can do something, and with the
   * state's reasons in `fields.reasons` where the connector tells such.
   */
  listHeld(signal: AbortSignal): AsyncIterable<HeldPortion>;
  /** Who wrote these, and what about; those that are gone are left out. At most 200. */
  describeHeld(refs: readonly string[], signal: AbortSignal): Promise<readonly HeldMessage[]>;
  /**
   * Takes these by the way that every message takes (`emit`), under the same ids as ever, and leaves the cursor where it is. Resolves when those in
   * `taken` are on the log; the others are gone. At most 200.
   */
  fetchHeld(refs: readonly string[], signal: AbortSignal): Promise<{ readonly taken: readonly string[] }>;
}

export function canList(connector: Connector): connector is ListingConnector {
  return typeof (connector as Partial<ListingConnector>).listHeld === 'function';
}
