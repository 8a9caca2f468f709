import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '#database';
import type { Candidate } from '../matching/match.js';

export interface NewAssignment {
  readonly ticketId: string;
  readonly agentId: string;
  readonly groupId: string | null;
  readonly reason: string;
  readonly candidates: readonly Candidate[];
  readonly others: Readonly<Record<string, number>>;
}

/** That a ticket was given to somebody, with who else could have had it. */
export interface AssignmentView extends Omit<NewAssignment, 'ticketId'> {
  readonly id: string;
  readonly agentName: string;
  readonly at: Date;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
  readonly givenBack: boolean;
}

/** Who had a ticket, one row a turn. */
@Injectable()
export class AssignmentRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async insert(transaction: Transaction, assignments: readonly NewAssignment[], now: Date): Promise<void> {
    if (assignments.length === 0) return;
    await transaction.query(
      `insert into assignments (id, ticket_id, agent_id, group_id, reason, candidates, others, at)
       select id, "ticketId", "agentId", "groupId", reason, candidates, others, $2::timestamptz from json_to_recordset($1::json)
         as a (id uuid, "ticketId" uuid, "agentId" uuid, "groupId" uuid, reason text, candidates jsonb, others jsonb)
       where not exists (select from assignments o where o.ticket_id = a."ticketId" and o.agent_id = a."agentId" and o.ended_at is null)`,
      [JSON.stringify(assignments.map((assignment) => ({ id: randomUUID(), ...assignment }))), now],
      'ticketing_insert_assignments',
    );
  }

  /** Ends turns of everybody else than who has the ticket now. */
  async end(
    transaction: Transaction,
    ended: readonly {
      readonly ticketId: string;
      readonly assignee: string | null;
      readonly reason: string;
      readonly givenBack?: boolean;
    }[],
    now: Date,
  ): Promise<void> {
    if (ended.length === 0) return;
    await transaction.query(
      `update assignments a set ended_at = $2::timestamptz, end_reason = e.reason, given_back = coalesce(e."givenBack", false)
       from json_to_recordset($1::json) as e ("ticketId" uuid, assignee uuid, reason text, "givenBack" bool)
       where a.ticket_id = e."ticketId" and a.ended_at is null and a.agent_id is distinct from e.assignee`,
      [JSON.stringify(ended), now],
      'ticketing_end_assignments',
    );
  }

  /** Oldest first. */
  async list(ticketId: string): Promise<AssignmentView[]> {
    return this.database.sql.query<AssignmentView>(
      `select a.id, a.agent_id as "agentId", p.display_name as "agentName", a.group_id as "groupId", a.reason, a.candidates, a.others, a.at,
         a.ended_at as "endedAt", a.end_reason as "endReason", a.given_back as "givenBack"
       from assignments a join agents p on p.id = a.agent_id where a.ticket_id = $1::uuid order by a.turn`,
      [ticketId],
    );
  }
}
