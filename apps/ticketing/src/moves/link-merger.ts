import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { OutgoingRecord } from '#event-bus';
import type { TicketLink } from '../threading/index.js';
import { HOUSE } from '../tickets/actor.js';
import type { ReplyContext } from '../tickets/entry-row.js';
import { asEntryId } from '../tickets/ticket-events.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { MoveRepository } from './move.repository.js';
import { Mover } from './mover.js';

/**
 * Tickets that turned out to be one case: merged without asking where nobody sees more than before (undoable like any merge), else
 * suggested to a person.
 */
@Injectable()
export class LinkMerger {
  constructor(
    private readonly work: TicketWork,
    private readonly moves: MoveRepository,
    private readonly mover: Mover,
  ) {}

  /** What threading found while placing messages, inside intake's transaction. Returns what to tell. */
  async follow(transaction: Transaction, links: readonly TicketLink[], now: Date): Promise<readonly OutgoingRecord[]> {
    const records: OutgoingRecord[] = [];
    for (const { from, to, safe } of links) {
      const done = await this.work.runIn(transaction, now, (unit) =>
        safe ? this.mergeLeads(unit, from, to) : this.suggest(unit, from, to),
      );
      records.push(...done.records);
    }
    return records;
  }

  /**
   * An answer came before we knew the id of the mail it answers, and opened a ticket of its own. Where its sender takes part in the ticket of
   * that mail, the two become one; else they stay, and a person may merge them.
   */
  async mergeOvertaken(unit: WorkUnit, messageId: string, overtaking: string, ticketId: string): Promise<void> {
    const [first] = await unit.transaction.query<{ reply_context: ReplyContext | null; takes_part: boolean }>(
      `select e.reply_context, (t.contact_id = mine.contact_id
         or exists (select 1 from ticket_people p where p.ticket_id = mine.id and p.participant and p.contact_id = t.contact_id)) as takes_part
       from tickets t join entries e on e.ticket_id = t.id, tickets mine
       where t.id = $1 and mine.id = $2 and e.direction = 'inbound' order by e.seq limit 1`,
      [overtaking, ticketId],
    );
    const context = first?.reply_context;
    const names = context?.inReplyTo === messageId || context?.references.includes(messageId) === true;
    if (first?.takes_part === true && names) await this.mergeLeads(unit, overtaking, ticketId);
  }

  /** Puts the first message of a ticket up for review, unless it is already. */
  private async suggest(unit: WorkUnit, fromTicket: string, toTicket: string): Promise<void> {
    const from = await this.moves.findLead(unit.transaction, fromTicket);
    const to = await this.moves.findLead(unit.transaction, toTicket);
    if (from === null || to === null || from.id === to.id) return;
    const [draft] = await unit.lock([from.id]);
    const entryId = await this.moves.suggest(unit.transaction, from.id, to.id);
    if (entryId === null) return;
    draft!.touch();
    unit.tell('ticket.entry_changed.v1', draft!, { entryId: asEntryId(entryId), change: 'revised' });
  }

  private async mergeLeads(unit: WorkUnit, fromTicket: string, intoTicket: string): Promise<void> {
    const from = await this.moves.findLead(unit.transaction, fromTicket);
    const into = await this.moves.findLead(unit.transaction, intoTicket);
    if (from === null || into === null || from.id === into.id) return;
    const [gone, stays] = await unit.lock([from.id, into.id]);
    await this.mover.merge(unit, gone!, stays!, HOUSE);
  }
}
