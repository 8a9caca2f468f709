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
        const [row] = await this.sql.query<{ value: T }>('select value from connector_state where inbox_id = $1 and key = $2', [
          inboxId,
          key,
        ]);
        return row?.value ?? null;
      },
      set: async (key, value) => {
        const json = toJson(inboxId, key, value);
        await this.sql.query(
          `insert into connector_state (inbox_id, key, value, updated_at) values ($1, $2, $3, $4)
           on conflict (inbox_id, key) do update set value = excluded.value, updated_at = excluded.updated_at`,
          [inboxId, key, json, this.clock.now()],
          'set_connector_state',
        );
      },
      delete: async (key) => {
        await this.sql.query('delete from connector_state where inbox_id = $1 and key = $2', [inboxId, key]);
      },
    };
  }
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
