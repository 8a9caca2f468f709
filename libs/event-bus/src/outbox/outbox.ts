import type { Transaction } from '#database';
import type { OutboxReader, OutgoingRecord } from '../port.js';
import type { GroupLag } from '../postgres/lag.repository.js';

/** Where records wait that are part of a caller's transaction, until they are on the log. */
export interface Outbox {
  readonly reader: OutboxReader;
  /** Part of the caller's transaction; see `EventBus.appendInTransaction`. */
  appendInTransaction(transaction: Transaction, records: readonly OutgoingRecord[]): Promise<void>;
  /** From now on what is appended to these topics is published after its commit, by some process, in order of offsets per partition. */
  relay(topics: readonly string[], publish: (records: readonly OutgoingRecord[]) => Promise<void>): Promise<void>;
  /** What has not been published yet. */
  summarizeLag(): Promise<GroupLag[]>;
  stop(): Promise<void>;
}
