import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { RecordCode } from '#contracts';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import { seenBy, type Viewer } from '../agents/viewer.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { listUnseen, lockLeads } from './lock-leads.js';

/** As the first of the two sees it; the other sees the reverse. */
export const LINK_KINDS = ['related', 'duplicate', 'follows', 'causes', 'parent'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];
const REVERSE: Readonly<Record<LinkKind, string>> = {
  related: 'related',
  duplicate: 'duplicate',
  follows: 'followed by',
  causes: 'caused by',
  parent: 'child',
};

export interface TicketLink {
  readonly id: string;
  /** As the asked ticket sees it. */
  readonly kind: string;
  readonly ticketId: string;
  readonly ticketNumber: string;
  readonly subject: string;
  readonly status: string;
  readonly actor: Actor;
  readonly madeAt: Date;
}

/** Tickets that have to do with each other and stay two. */
@Injectable()
export class TicketLinks {
  constructor(
    private readonly work: TicketWork,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** Throws `PermanentError`: `ticket_unknown`, `link_itself`. Linked so already it stays as it is. */
  async link(from: string, to: string, kind: LinkKind, actor: Actor, viewer: Viewer | null): Promise<TicketLink> {
    const { ticketId, linkId } = await this.work.run(async (unit) => {
      if ((await listUnseen(unit.transaction, viewer, [to])).size > 0)
        throw new PermanentError(`there is no ticket ${to}`, { code: 'ticket_unknown' });
      const [own, other] = await lockLeads(unit, [from, to]);
      return { ticketId: own!.id, linkId: await this.linkIn(unit, own!, other!, kind, actor) };
    });
    return (await this.list(ticketId, viewer)).find(({ id }) => id === linkId)!;
  }

  /** Two locked tickets, as a part of other work. */
  async linkIn(unit: WorkUnit, own: TicketDraft, other: TicketDraft, kind: LinkKind, actor: Actor): Promise<string> {
    if (own.id === other.id) throw new PermanentError('a ticket is not linked with itself', { code: 'link_itself' });
    const [known] = await unit.transaction.query<{ id: string }>(
      'select id from ticket_links where from_ticket = $1::uuid and to_ticket = $2::uuid and kind = $3',
      [own.id, other.id, kind],
    );
    if (known !== undefined) return known.id;
    const id = randomUUID();
    await unit.transaction.query(
      'insert into ticket_links (id, from_ticket, to_ticket, kind, actor, made_at) values ($1, $2, $3, $4, $5, $6)',
      [...[id, own.id, other.id, kind, JSON.stringify(actor), unit.now]],
    );
    this.record(unit, own, actor, `Linked with ${other.number} (${kind})`, 'link.made', {
      linkId: id,
      ticketId: other.id,
      number: other.number,
      kind,
    });
    this.record(unit, other, actor, `Linked with ${own.number} (${REVERSE[kind]})`, 'link.made', {
      linkId: id,
      ticketId: own.id,
      number: own.number,
      kind: REVERSE[kind],
    });
    return id;
  }

  /** Both threads say so. Throws `PermanentError` (`link_unknown`). */
  async unlink(idOrNumber: string, linkId: string, actor: Actor): Promise<void> {
    await this.work.run(async (unit) => {
      const own = await unit.lockLead(idOrNumber);
      const [row] = isUuid(linkId)
        ? await unit.transaction.query<{ from_ticket: string; to_ticket: string }>(
            `delete from ticket_links l where l.id = $1::uuid and exists (
               select 1 from tickets t where t.id in (l.from_ticket, l.to_ticket) and coalesce(t.merged_into, t.id) = $2::uuid)
             returning from_ticket, to_ticket`,
            [linkId, own.id],
          )
        : [];
      if (row === undefined) throw new PermanentError(`the ticket has no link ${linkId}`, { code: 'link_unknown' });
      for (const id of [row.from_ticket, row.to_ticket]) {
        const draft = await unit.lockLead(id);
        this.record(unit, draft, actor, 'A link was taken away', 'link.undone', { linkId });
      }
    });
  }

  /** Those to tickets that who asks sees; null sees all. */
  async list(ticketId: string, viewer: Viewer | null): Promise<TicketLink[]> {
    const values: unknown[] = [ticketId];
    const seen = viewer === null ? 'true' : seenBy(viewer, 'other', (value) => `$${values.push(value)}`);
    const rows = await this.database.sql.query<TicketLink & { kind: LinkKind; reverse: boolean }>(
      `select l.id, l.kind, own.id = l.to_ticket as reverse, other.id as "ticketId", other.number as "ticketNumber", other.subject, other.status, l.actor,
         l.made_at as "madeAt"
       from tickets own join ticket_links l on own.id in (l.from_ticket, l.to_ticket)
       join tickets far on far.id = case when own.id = l.from_ticket then l.to_ticket else l.from_ticket end
       join tickets other on other.id = coalesce(far.merged_into, far.id)
       where (own.id = $1::uuid or own.merged_into = $1::uuid) and ${seen} order by l.made_at, l.id`,
      values,
    );
    return rows.map(({ reverse, kind, ...link }) => ({ ...link, kind: reverse ? REVERSE[kind] : kind }));
  }

  private record(unit: WorkUnit, draft: TicketDraft, actor: Actor, text: string, code: RecordCode, data: Record<string, unknown>): void {
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry({ id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor, text, code, data }, unit.now),
    );
  }
}
