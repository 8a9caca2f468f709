import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import type { Actor } from '../../tickets/actor.js';
import type { EscalationForm } from './escalation-text.js';

export interface Escalation {
  readonly id: string;
  readonly ticketId: string;
  readonly ticketNumber: string;
  readonly reason: string;
  readonly form: EscalationForm;
  readonly fromGroup: string | null;
  readonly fromLevel: number;
  readonly fromAssignee: string | null;
  readonly toGroup: string;
  readonly toLevel: number;
  readonly madeBy: Actor;
  readonly at: Date;
  readonly undoneAt: Date | null;
}

@Injectable()
export class EscalationRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async insert(transaction: Transaction, made: Omit<Escalation, 'ticketNumber' | 'undoneAt'>): Promise<void> {
    await transaction.query(
      `insert into escalations (id, ticket_id, reason, form, from_group, from_level, to_group, to_level, made_by, at, from_assignee)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        ...[made.id, made.ticketId, made.reason, JSON.stringify(made.form), made.fromGroup, made.fromLevel, made.toGroup, made.toLevel],
        ...[JSON.stringify(made.madeBy), made.at, made.fromAssignee],
      ],
    );
  }

  async markUndone(transaction: Transaction, id: string, actor: Actor, now: Date): Promise<void> {
    await transaction.query('update escalations set undone_at = $2, undone_by = $3 where id = $1::uuid', [id, now, JSON.stringify(actor)]);
  }

  /** Oldest first. */
  async list(ticketId: string, sql: Sql = this.database.sql): Promise<Escalation[]> {
    return sql.query<Escalation>(
      `select e.id, e.ticket_id as "ticketId", t.number as "ticketNumber", e.reason, e.form, e.from_group as "fromGroup", e.from_level as "fromLevel",
         e.to_group as "toGroup", e.to_level as "toLevel", e.made_by as "madeBy", e.at,
         e.from_assignee as "fromAssignee", e.undone_at as "undoneAt"
       from escalations e join tickets t on t.id = e.ticket_id where e.ticket_id = $1::uuid order by e.turn`,
      [ticketId],
    );
  }
}
