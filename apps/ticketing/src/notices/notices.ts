import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { eventIdOf } from '#contracts';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Role } from '../agents/roles.js';

/** What people of the desk are told. Of who it is for, exactly one; a group by id, an agent by id. */
export interface NewNotice {
  readonly to: { readonly role: Role } | { readonly group: string } | { readonly agent: string };
  /** `clock_breached`, `escalated`, …: for programs. */
  readonly kind: string;
  readonly text: string;
  readonly ticketId?: string | null;
  /** With it the notice is told once, however often it is written. */
  readonly key?: string;
}

/** Tells agents and supervisors, in the transaction of what they are told of. */
@Injectable()
export class Notices {
  async tell(unit: WorkUnit, notices: readonly NewNotice[]): Promise<void> {
    if (notices.length === 0) return;
    const rows = notices.map(({ to, kind, text, ticketId, key }) => ({
      id: key === undefined ? randomUUID() : eventIdOf(`notice:${key}`),
      kind,
      text: text.slice(0, 2_000),
      ticket_id: ticketId ?? null,
      to_role: 'role' in to ? to.role : null,
      to_group: 'group' in to ? to.group : null,
      to_agent: 'agent' in to ? to.agent : null,
    }));
    await unit.transaction.query(
      `insert into notices (id, kind, text, ticket_id, to_role, to_group, to_agent, created_at)
       select id, kind, text, ticket_id, to_role, to_group, to_agent, $2::timestamptz
       from json_to_recordset($1::json) as n (id uuid, kind text, text text, ticket_id uuid, to_role text, to_group uuid, to_agent uuid)
       on conflict do nothing`,
      [JSON.stringify(rows), unit.now],
    );
  }
}
