import { Inject, Injectable } from '@nestjs/common';
import type { Address } from '#contracts';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock } from '#runtime';
import { toStorable } from '../tickets/storable.js';

export interface DraftAttachment {
  readonly blobRef: string;
  readonly fileName: string;
  readonly mime: string;
  readonly bytes: number;
}

/** What an agent has begun to write. */
export interface DraftInput {
  readonly text: string;
  /** For agents only; else an answer. */
  readonly note: boolean;
  readonly inboxId?: string | undefined;
  readonly to?: readonly Address[] | undefined;
  readonly cc?: readonly Address[] | undefined;
  readonly attachments?: readonly DraftAttachment[] | undefined;
  /** Of the ticket as he saw it. */
  readonly ticketVersion?: number | undefined;
}

export interface Draft extends DraftInput {
  readonly attachments: readonly DraftAttachment[];
  readonly savedAt: Date;
}

interface Row extends Record<string, unknown> {
  readonly text: string;
  readonly note: boolean;
  readonly inbox_id: string | null;
  readonly receivers: Address[] | null;
  readonly cc: Address[] | null;
  readonly attachments: DraftAttachment[];
  readonly ticket_version: number | null;
  readonly saved_at: Date;
}

/** A ticket and those merged into it: what was begun on one of them goes on. */
export const OF_TICKET = 'ticket_id in (select m.id from tickets m where m.id = $1::uuid or m.merged_into = $1::uuid)';

/** One of an agent and a ticket, seen by nobody else. No change of the ticket: nothing of it is told or recorded. */
@Injectable()
export class Drafts {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async find(ticketId: string, agentId: string): Promise<Draft | null> {
    const [row] = await this.database.sql.query<Row>(
      `select * from reply_drafts where ${OF_TICKET} and agent_id = $2::uuid order by saved_at desc limit 1`,
      [ticketId, agentId],
    );
    return row === undefined ? null : toDraft(row);
  }

  /** The later one holds. */
  async save(ticketId: string, agentId: string, given: DraftInput): Promise<Draft> {
    const { text, note, inboxId, to, cc, attachments, ticketVersion } = toStorable(given);
    const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
    const [row] = await this.database.run(async (transaction) => {
      await transaction.query(`delete from reply_drafts where ${OF_TICKET} and agent_id = $2::uuid and ticket_id <> $1::uuid`, [
        ticketId,
        agentId,
      ]);
      return transaction.query<Row>(
        `insert into reply_drafts (ticket_id, agent_id, text, note, inbox_id, receivers, cc, attachments, ticket_version, saved_at)
         values ($1::uuid, $2::uuid, $3, $4, $5, $6::jsonb, $7::jsonb, $8::jsonb, $9, $10)
         on conflict (ticket_id, agent_id) do update set text = excluded.text, note = excluded.note, inbox_id = excluded.inbox_id, receivers = excluded.receivers,
           cc = excluded.cc, attachments = excluded.attachments, ticket_version = excluded.ticket_version, saved_at = excluded.saved_at
         returning *`,
        [
          ticketId,
          agentId,
          text,
          note,
          inboxId ?? null,
          json(to),
          json(cc),
          json(attachments ?? []),
          ticketVersion ?? null,
          this.clock.now(),
        ],
      );
    });
    return toDraft(row!);
  }

  async remove(ticketId: string, agentId: string): Promise<void> {
    await this.database.sql.query(`delete from reply_drafts where ${OF_TICKET} and agent_id = $2::uuid`, [ticketId, agentId]);
  }
}

function toDraft({ text, note, inbox_id, receivers, cc, attachments, ticket_version, saved_at }: Row): Draft {
  return {
    text,
    note,
    ...(inbox_id === null ? {} : { inboxId: inbox_id }),
    ...(receivers === null ? {} : { to: receivers }),
    ...(cc === null ? {} : { cc }),
    attachments,
    ...(ticket_version === null ? {} : { ticketVersion: ticket_version }),
    savedAt: saved_at,
  };
}
