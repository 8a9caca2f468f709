import type { Transaction } from '#database';
import type { Scope } from '../consuming/parked.repository.js';
import { searchColumnsOf } from '../consuming/record-row.js';
import type { ConsumedRecord } from '../port.js';

export interface Death {
  readonly record: ConsumedRecord;
  readonly errorClass: 'retriable' | 'permanent';
  readonly code: string;
  readonly reason: string;
  /** Tries since it was read or replayed. */
  readonly attempts: number;
  readonly at: Date;
}

/** The same record dying again (read twice, or replayed in vain) stays one row, with the newest reason; its tries add up. */
export async function bury(transaction: Transaction, scope: Scope, death: Death): Promise<void> {
  const { record } = death;
  const json = JSON.stringify(record.envelope);
  const found = searchColumnsOf(record, json);
  await transaction.query(
    `insert into dead_letters (group_name, topic, partition, "offset", key, envelope, appended_at, error_class, code, reason, attempts,
       raw_ref, inbox_id, remote_message_id, blob_refs, state, died_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'waiting', $16)
     on conflict (group_name, topic, partition, "offset") do update set error_class = excluded.error_class, code = excluded.code,
       reason = excluded.reason, attempts = dead_letters.attempts + excluded.attempts, state = 'waiting', died_at = excluded.died_at, replayed_at = null`,
    [
      ...[scope.group, scope.topic, record.partition, record.offset, record.key, json, record.appendedAt],
      ...[death.errorClass, death.code, death.reason, death.attempts],
      ...[found.rawRef, found.inboxId, found.remoteMessageId, found.blobRefs, death.at],
    ],
  );
}

/** The replay of this record had its effect, at its `attempt`th try; those before it failed and count. */
export async function markReplayed(transaction: Transaction, scope: Scope, record: ConsumedRecord, at: Date): Promise<void> {
  await transaction.query(
    `update dead_letters set state = 'replayed', replayed_at = $5, attempts = attempts + $6
     where group_name = $1 and topic = $2 and partition = $3 and "offset" = $4 and state = 'replaying'`,
    [scope.group, scope.topic, record.partition, record.offset, at, record.attempt - 1],
  );
}
