import { Injectable } from '@nestjs/common';
import { eventIdOf } from '#contracts';
import type { Transaction } from '#database';
import { settleRemovals } from './desk-removals.js';
import type { Desk } from './desk-schema.js';

/** Id of the group with this key: the same on every installation, so that a desk can be moved. */
export function groupIdOf(key: string): string {
  return eventIdOf(`group:${key}`);
}

/**
 * Keeps the rows of groups as the desk has them. Members are named by login, also before there is such an agent; who was made one over the API stays
 * one. The view `group_people` is both.
 */
@Injectable()
export class DeskGroups {
  /** Throws `PermanentError` (`desk_in_use`). */
  async write(transaction: Transaction, desk: Desk): Promise<void> {
    await settleRemovals(transaction, desk);
    const groups = Object.entries(desk.groups).map(([key, { name }]) => ({ id: groupIdOf(key), key, name }));
    await transaction.query(
      `insert into groups (id, key, name) select id, key, name from json_to_recordset($1::json) as g (id uuid, key text, name jsonb)
       on conflict (id) do update set name = excluded.name, removed = false`,
      [JSON.stringify(groups)],
    );
    await transaction.query('update groups set removed = true where id <> all ($1::uuid[])', [groups.map(({ id }) => id)]);
    const members = Object.entries(desk.groups).flatMap(([key, { members, supervisors }]) =>
      [...members, ...supervisors].map((email) => ({ group: groupIdOf(key), email: email.toLowerCase() })),
    );
    await transaction.query('delete from group_logins');
    await transaction.query(
      'insert into group_logins (group_id, email) select * from unnest($1::uuid[], $2::text[]) on conflict do nothing',
      [members.map(({ group }) => group), members.map(({ email }) => email)],
    );
  }
}
