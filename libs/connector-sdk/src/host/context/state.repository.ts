import type { InboxId } from '#contracts';
import type { Sql } from '#database';
import { PermanentError, type Clock } from '#runtime';
import type { StateStore } from '../../context.js';

const MAX_VALUE_BYTES = 64 * 1024;

/** What connectors remember. A process that lost its lease may still write an old cursor: harmless, what it names is on the log. */
export class StateRepository {
  constructor(
    private readonly sql: Sql,
    private readonly clock: Clock,
  ) {}

  of(inboxId: InboxId): StateStore {
    return {
      get: async <T>(key: string) => {
        const [row] = await this.sql.query<{ value: T; expires_at: Date | null }>(
          'select value, expires_at from connector_state where inbox_id = $1 and key = $2',
          [inboxId, key],
        );
        return row === undefined || isOver(row.expires_at, this.clock) ? null : row.value;
      },
      set: async (key, value, { expiresAt, conversationKey } = {}) => {
        const json = toJson(inboxId, key, value);
        await this.sql.query(
          `insert into connector_state (inbox_id, key, value, updated_at, expires_at, conversation_key) values ($1, $2, $3, $4, $5, $6)
           on conflict (inbox_id, key) do update set value = excluded.value, updated_at = excluded.updated_at,
             expires_at = excluded.expires_at, conversation_key = excluded.conversation_key`,
          [inboxId, key, json, this.clock.now(), expiresAt ?? null, conversationKey ?? null],
          'set_connector_state',
        );
      },
      delete: async (key) => {
        await this.sql.query('delete from connector_state where inbox_id = $1 and key = $2', [inboxId, key]);
      },
    };
  }
}

function isOver(expiresAt: Date | null, clock: Clock): boolean {
  return expiresAt !== null && expiresAt <= clock.now();
}

/** Throws `PermanentError` (`state_too_large`) for a value that is no JSON or has more than 64 KiB. */
export function toJson(inboxId: string, key: string, value: unknown): string {
  const json = JSON.stringify(value) as string | undefined;
  if (json !== undefined && Buffer.byteLength(json) <= MAX_VALUE_BYTES) return json;
  throw new PermanentError(`State "${key}" of inbox ${inboxId} is no JSON of at most ${MAX_VALUE_BYTES} bytes`, {
    code: 'state_too_large',
    hint: 'The state store is for cursors; put bytes into the blobs.',
  });
}
