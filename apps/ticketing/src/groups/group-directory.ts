import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql } from '#database';
import { PermanentError } from '#runtime';
import { groupIdOf } from '../desk/desk-groups.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { LocalisedText } from '../desk/schema/texts.js';
import { isUuid } from '../tickets/ticket.repository.js';

export interface GroupView {
  readonly id: string;
  readonly key: string;
  readonly name: LocalisedText;
  readonly members: readonly string[];
}

/** Groups by key and by id. */
@Injectable()
export class GroupDirectory {
  constructor(
    private readonly profiles: DeskProfiles,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** Id of a group given by key or id. Throws `PermanentError` (`group_unknown`). */
  resolve(keyOrId: string): string {
    const { groups } = this.profiles.current().desk;
    const keys = Object.keys(groups);
    const key = keys.find((each) => each === keyOrId || (isUuid(keyOrId) && groupIdOf(each) === keyOrId.toLowerCase()));
    if (key !== undefined) return groupIdOf(key);
    throw new PermanentError(`there is no group ${keyOrId}`, {
      code: 'group_unknown',
      hint: keys.length === 0 ? 'this desk has no groups: leave group out' : `one of: ${keys.join(', ')}`,
    });
  }

  /** Null for a group that the desk has no more. */
  keyOf(id: string | null): string | null {
    if (id === null) return null;
    return Object.keys(this.profiles.current().desk.groups).find((key) => groupIdOf(key) === id) ?? null;
  }

  async list(sql: Sql = this.database.sql): Promise<GroupView[]> {
    return sql.query<GroupView>(
      `select g.id, g.key, g.name, coalesce((select json_agg(m.agent_id order by m.agent_id) from group_people m where m.group_id = g.id), '[]') as members
       from groups g where not g.removed order by g.key`,
    );
  }

  async groupsOf(agentId: string, sql: Sql = this.database.sql): Promise<string[]> {
    const rows = await sql.query<{ id: string }>('select group_id as id from group_people where agent_id = $1::uuid', [agentId]);
    return rows.map(({ id }) => id);
  }
}
