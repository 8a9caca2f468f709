import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import type { Actor } from '../tickets/actor.js';

/** Nothing of it may be erased or pruned, for somebody may have to show it. */
export interface LegalHold {
  readonly id: string;
  /** Of one ticket, or of all that is kept of a person. */
  readonly ticketId: string | null;
  readonly contactId: string | null;
  readonly reason: string;
  readonly placedBy: Actor;
  readonly placedAt: Date;
  readonly liftedAt: Date | null;
}

const COLUMNS = `id, ticket_id as "ticketId", contact_id as "contactId", reason, placed_by as "placedBy", placed_at as "placedAt", lifted_at as "liftedAt"`;

/** As a condition on a ticket called `alias`: is it held, itself or with its contact? */
export function isHeld(alias: string): string {
  return `exists (select from legal_holds h where h.lifted_at is null and (h.ticket_id = ${alias}.id or h.ticket_id = ${alias}.merged_into
    or h.contact_id in (select c.id from contacts c where c.id = ${alias}.contact_id
      union select m.merged_into from contacts m where m.id = ${alias}.contact_id and m.merged_into is not null)))`;
}

@Injectable()
export class LegalHoldRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Newest first, lifted ones too. */
  async list(): Promise<LegalHold[]> {
    return this.database.sql.query<LegalHold & { [column: string]: unknown }>(
      `select ${COLUMNS} from legal_holds order by placed_at desc, id limit 1000`,
    );
  }

  async find(id: string, sql: Sql = this.database.sql): Promise<LegalHold | null> {
    const [row] = await sql.query<LegalHold & { [column: string]: unknown }>(`select ${COLUMNS} from legal_holds where id = $1::uuid`, [
      id,
    ]);
    return row ?? null;
  }

  async place(
    transaction: Transaction,
    hold: Pick<LegalHold, 'ticketId' | 'contactId' | 'reason' | 'placedBy'>,
    now: Date,
  ): Promise<string> {
    const id = randomUUID();
    await transaction.query(
      `insert into legal_holds (id, ticket_id, contact_id, reason, placed_by, placed_at) values ($1, $2, $3, $4, $5, $6)`,
      [id, hold.ticketId, hold.contactId, hold.reason, JSON.stringify(hold.placedBy), now],
    );
    return id;
  }

  /** False when there is none, or it was lifted already. */
  async lift(transaction: Transaction, id: string, actor: Actor, now: Date): Promise<boolean> {
    const rows = await transaction.query(
      'update legal_holds set lifted_at = $2, lifted_by = $3 where id = $1::uuid and lifted_at is null returning id',
      [id, now, JSON.stringify(actor)],
    );
    return rows.length > 0;
  }
}
