import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Actor } from '../tickets/actor.js';

export type NoticeKind = 'began' | 'update' | 'ended';

export interface IncidentNotice {
  readonly id: string;
  readonly incidentId: string;
  readonly kind: NoticeKind;
  /** The desk's words about it, in each language that they were given in. */
  readonly text: string;
  readonly actor: Actor;
}

/** Somebody who is to be told. */
export interface Untold {
  readonly contactId: string;
  readonly ticketId: string | null;
}

/** What is told of incidents, and to whom it was. */
@Injectable()
export class IncidentNotices {
  async insert(transaction: Transaction, notice: Omit<IncidentNotice, 'id'>, now: Date): Promise<string> {
    const id = randomUUID();
    await transaction.query(
      'insert into incident_notices (id, incident_id, kind, text, actor, created_at) values ($1, $2, $3, $4, $5, $6)',
      [...[id, notice.incidentId, notice.kind, notice.text, JSON.stringify(notice.actor), now]],
    );
    return id;
  }

  async find(transaction: Transaction, ids: readonly string[]): Promise<IncidentNotice[]> {
    return transaction.query<IncidentNotice>(
      'select id, incident_id as "incidentId", kind, text, actor from incident_notices where id = any($1::uuid[]) order by created_at, id',
      [[...ids]],
    );
  }

  /** The last of an incident; null: nothing was told yet. */
  async findLast(transaction: Transaction, incidentId: string): Promise<string | null> {
    const [row] = await transaction.query<{ id: string }>(
      'select id from incident_notices where incident_id = $1::uuid order by created_at desc, id limit 1',
      [incidentId],
    );
    return row?.id ?? null;
  }

  /** Marks the next ones as being told and hands them over; none: all are, or as many as may be. */
  async takeUntold(transaction: Transaction, notice: IncidentNotice, atOnce: number, most: number, now: Date): Promise<Untold[]> {
    return transaction.query<Untold>(
      `with taken as (
         insert into incident_tellings (notice_id, contact_id, at, outcome)
         select $1, c.contact_id, $3, 'queued' from incident_customers c
         where c.incident_id = $2::uuid and not exists (select 1 from incident_tellings s where s.notice_id = $1::uuid and s.contact_id = c.contact_id)
         order by c.contact_id limit least($4::int, greatest(0, $5::int - (select count(*)::int from incident_tellings where notice_id = $1::uuid)))
         on conflict do nothing returning contact_id)
       select c.contact_id as "contactId", t.id as "ticketId" from taken k join incident_customers c on c.contact_id = k.contact_id and c.incident_id = $2::uuid
       left join tickets own on own.id = c.ticket_id left join tickets t on t.id = coalesce(own.merged_into, own.id) order by c.contact_id`,
      [notice.id, notice.incidentId, now, atOnce, most],
    );
  }

  async keepOutcomes(
    transaction: Transaction,
    noticeId: string,
    outcomes: readonly { readonly contactId: string; readonly outcome: string; readonly entryId: string | null }[],
  ): Promise<void> {
    await transaction.query(
      `update incident_tellings s set outcome = o.outcome, entry_id = o."entryId"
       from json_to_recordset($2::json) as o ("contactId" uuid, outcome text, "entryId" uuid) where s.notice_id = $1::uuid and s.contact_id = o."contactId"`,
      [noticeId, JSON.stringify(outcomes)],
    );
  }
}
