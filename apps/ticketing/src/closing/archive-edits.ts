import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import { PermanentError } from '#runtime';
import { TicketKnowledge } from '../knowledge/ticket-knowledge.js';
import type { Actor } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Archive } from './closing.js';
import type { ArchiveEdit } from './closing.repository.js';

interface KeptEdit {
  readonly id: string;
  readonly before: ArchiveEdit;
  readonly after: ArchiveEdit;
}

/** The last edit of each archive, so that a slip is taken back. */
@Injectable()
export class ArchiveEdits {
  constructor(private readonly knowledge: TicketKnowledge) {}

  /** The article by its id, and the ticket linked with it. Throws `PermanentError` (`article_unknown`). */
  async link(unit: WorkUnit, draft: TicketDraft, edit: ArchiveEdit, actor: Actor): Promise<ArchiveEdit> {
    const { article } = edit;
    return article == null ? edit : { ...edit, article: await this.knowledge.linkIn(unit, draft, article, actor) };
  }

  async keep({ transaction }: WorkUnit, before: Archive, after: ArchiveEdit): Promise<void> {
    const names = Object.keys(after) as (keyof ArchiveEdit)[];
    const edit: KeptEdit = { id: randomUUID(), before: Object.fromEntries(names.map((name) => [name, before[name]])), after };
    await transaction.query('update ticket_archives set last_edit = $2 where ticket_id = $1::uuid', [
      before.ticketId,
      JSON.stringify(edit),
    ]);
  }

  /** What it is taken back by; null where there is nothing to take back. */
  async findLast(sql: Sql, ticketId: string): Promise<string | null> {
    const [row] = await sql.query<{ id: string | null }>(`select last_edit->>'id' as id from ticket_archives where ticket_id = $1::uuid`, [
      ticketId,
    ]);
    return row?.id ?? null;
  }

  /** The values from before the edit, of what is still as it made it. Throws `PermanentError` (`archive_edit_unknown`). */
  async takeBack({ transaction }: WorkUnit, now: Archive, editId: string): Promise<ArchiveEdit> {
    const [row] = isUuid(editId)
      ? await transaction.query<{ edit: KeptEdit }>(
          `select last_edit as edit from ticket_archives where ticket_id = $1::uuid and last_edit->>'id' = $2`,
          [now.ticketId, editId],
        )
      : [];
    if (row === undefined)
      throw new PermanentError(`${editId} is not the last edit of this archive`, {
        code: 'archive_edit_unknown',
        hint: 'archive.lastEdit of GET /api/v1/tickets/{id}/closing is the one that can be taken back',
      });
    await transaction.query('update ticket_archives set last_edit = null where ticket_id = $1::uuid', [now.ticketId]);
    const { before, after } = row.edit;
    const names = (Object.keys(after) as (keyof ArchiveEdit)[]).filter((name) => isDeepStrictEqual(now[name], after[name]));
    return Object.fromEntries(names.map((name) => [name, before[name]]));
  }
}
