import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { PermanentError } from '#runtime';
import { inviteGuests, withdrawGuests } from '../../agents/ticket-guests.js';
import type { Actor } from '../../tickets/actor.js';
import { isUuid } from '../../tickets/ticket.repository.js';

/** A question inside a ticket to somebody who does not take it over. */
export interface Consultation {
  readonly id: string;
  readonly ticketId: string;
  readonly ticketNumber: string;
  readonly groupId: string | null;
  readonly agentId: string | null;
  /** The expert was asked for what he knows about. */
  readonly field: string | null;
  readonly question: string;
  readonly askedBy: Actor;
  readonly askedAt: Date;
  readonly dueAt: Date;
  readonly answer: string | null;
  readonly answeredBy: Actor | null;
  readonly answeredAt: Date | null;
}

const SELECT = `select c.id, coalesce(t.merged_into, t.id) as "ticketId", t.number as "ticketNumber", c.group_id as "groupId", c.agent_id as "agentId",
  c.field, c.question, c.asked_by as "askedBy", c.asked_at as "askedAt", c.due_at as "dueAt", c.answer, c.answered_by as "answeredBy",
  c.answered_at as "answeredAt" from consultations c join tickets t on t.id = c.ticket_id`;
const MOST = 200;

@Injectable()
export class ConsultationRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async insert(
    transaction: Transaction,
    asked: Pick<Consultation, 'id' | 'ticketId' | 'groupId' | 'agentId' | 'field' | 'question' | 'askedBy' | 'askedAt' | 'dueAt'>,
  ): Promise<void> {
    await transaction.query(
      `insert into consultations (id, ticket_id, group_id, agent_id, field, question, asked_by, asked_at, due_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[asked.id, asked.ticketId, asked.groupId, asked.agentId, asked.field, asked.question],
        ...[JSON.stringify(asked.askedBy), asked.askedAt, asked.dueAt],
      ],
    );
    const guests = [asked.groupId, asked.agentId].filter((guest) => guest !== null);
    await inviteGuests(
      transaction,
      guests.map((guest) => ({ ticketId: asked.ticketId, guest, reason: 'consulted' })),
      asked.askedAt,
    );
  }

  /** False when it was answered already. */
  async answer(transaction: Transaction, id: string, answer: string, actor: Actor, now: Date): Promise<boolean> {
    const rows = await transaction.query(
      'update consultations set answer = $2, answered_by = $3, answered_at = $4 where id = $1::uuid and answered_at is null returning id',
      [id, answer, JSON.stringify(actor), now],
    );
    return rows.length > 0;
  }

  /** As if it had not been asked: who saw the ticket by it alone does no more. False when it was answered already. */
  async remove(transaction: Transaction, { id, ticketId, groupId, agentId }: Consultation): Promise<boolean> {
    const rows = await transaction.query('delete from consultations where id = $1::uuid and answered_at is null returning id', [id]);
    if (rows.length === 0) return false;
    const guest = groupId ?? agentId!;
    const [other] = await transaction.query(
      'select from consultations where ticket_id = $1::uuid and $2::uuid in (group_id, agent_id) limit 1',
      [ticketId, guest],
    );
    if (other === undefined) await withdrawGuests(transaction, [{ ticketId, guest, reason: 'consulted' }]);
    return true;
  }

  /** Throws `PermanentError` (`consultation_unknown`). */
  async get(id: string, sql: Sql = this.database.sql): Promise<Consultation> {
    const [row] = isUuid(id) ? await sql.query<Consultation>(`${SELECT} where c.id = $1::uuid`, [id]) : [];
    if (row === undefined) throw new PermanentError(`there is no consultation ${id}`, { code: 'consultation_unknown' });
    return row;
  }

  async findMany(sql: Sql, ids: readonly string[]): Promise<Consultation[]> {
    return sql.query<Consultation>(`${SELECT} where c.id = any($1::uuid[]) order by c.asked_at, c.id`, [[...ids]]);
  }

  async listOf(ticketId: string): Promise<Consultation[]> {
    return this.database.sql.query<Consultation>(`${SELECT} where coalesce(t.merged_into, t.id) = $1::uuid order by c.asked_at, c.id`, [
      ticketId,
    ]);
  }

  /** What waits for an agent: asked of him or of a group of his. Null: everything. Oldest first, at most 200. */
  async listOpen(agentId: string | null): Promise<Consultation[]> {
    return this.database.sql.query<Consultation>(
      `${SELECT} where c.answered_at is null and ($1::uuid is null or c.agent_id = $1::uuid
         or c.group_id in (select group_id from group_people where agent_id = $1::uuid)) order by c.asked_at, c.id limit ${MOST}`,
      [agentId],
    );
  }
}
