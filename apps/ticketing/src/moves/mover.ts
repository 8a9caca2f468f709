import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { TicketId } from '#contracts';
import { contactKey } from '../threading/index.js';
import type { Actor } from '../tickets/actor.js';
import { toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { asEntryId } from '../tickets/ticket-events.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { MoveDetails, StoredMove } from './move.js';
import { MoveRepository } from './move.repository.js';
import type { PlacedEntry } from './move.repository.js';

/** Puts entries into another ticket, and back. Works on locked tickets inside a transaction; `MoveService` is its door. */
@Injectable()
export class Mover {
  constructor(private readonly moves: MoveRepository) {}

  async move(
    unit: WorkUnit,
    kind: 'move' | 'split',
    entries: readonly PlacedEntry[],
    from: TicketDraft,
    to: TicketDraft,
    actor: Actor,
  ): Promise<string> {
    const id = randomUUID();
    const details = await this.carry(unit, entries, from, to);
    const count = entries.length === 1 ? 'An entry' : `${entries.length} entries`;
    const moved = { kind, entries: entries.length };
    this.keepRecord(unit, from, id, actor, `${count} went to ticket ${to.number}.`, {
      ...moved,
      way: 'to',
      otherTicket: to.number,
    });
    this.keepRecord(unit, to, id, actor, `${count} came from ticket ${from.number}.`, { ...moved, way: 'from', otherTicket: from.number });
    await this.store(unit, { id, kind, from, to, entries, actor, details });
    return id;
  }

  /** `from` leads to `into` from now on: its entries, its number, its people. */
  async merge(unit: WorkUnit, from: TicketDraft, into: TicketDraft, actor: Actor): Promise<string> {
    const id = randomUUID();
    const { status } = from;
    this.keepRecord(unit, from, id, actor, `This ticket was merged into ${into.number}.`, {
      kind: 'merge',
      way: 'to',
      otherTicket: into.number,
    });
    const entries = await this.moves.findAllEntries(unit.transaction, from.id);
    const details = await this.carry(unit, entries, from, into, [{ person: contactKey(from.contactId), contactId: from.contactId }]);
    const led = await this.moves.leadOn(unit.transaction, from.id, into.id);
    this.keepRecord(unit, into, id, actor, `Ticket ${from.number} was merged into this one.`, {
      kind: 'merge',
      way: 'from',
      otherTicket: from.number,
    });
    const needsWork = status === 'new' || status === 'open';
    if (needsWork && !from.folded) unit.apply(into, { kind: 'customer_wrote' }, 'merged');
    if (needsWork) unit.apply(from, { kind: 'agent_set', status: 'closed' }, 'merged');
    unit.tell('ticket.merged.v1', from, { intoTicketId: into.id as TicketId, undone: false });
    await this.store(unit, { id, kind: 'merge', from, to: into, entries, actor, details: { ...details, status, led } });
    return id;
  }

  /** Entries that went on to a third ticket meanwhile stay there; what came to the other ticket since stays too. */
  async undo(unit: WorkUnit, move: StoredMove, from: TicketDraft, to: TicketDraft, actor: Actor): Promise<void> {
    const { details } = move;
    const entries = await this.moves.findEntries(unit.transaction, move.entryIds);
    const back = entries.filter((entry) => entry.ticketId === to.id);
    await this.moves.place(
      unit.transaction,
      back.map(({ id }) => ({ id, ticketId: from.id, seq: details.seqs[id]! })),
    );
    await this.moves.removeParticipants(unit.transaction, to.id, details.people);
    await this.moves.redirectConversations(unit.transaction, details.conversations, to.id, from.id);
    if (move.kind === 'merge') {
      await this.moves.standAlone(unit.transaction, from.id, details.led ?? []);
      if (details.status !== undefined) unit.apply(from, { kind: 'restored', status: details.status }, 'merge undone');
      unit.tell('ticket.merged.v1', from, { intoTicketId: to.id as TicketId, undone: true });
    }
    // A ticket that only the split had made waits for nobody.
    if (move.kind === 'split' && !(await this.moves.hasMessages(unit.transaction, to.id))) {
      unit.apply(to, { kind: 'agent_set', status: 'closed' }, 'split undone');
      to.folded = true;
    }
    const data = { kind: move.kind, undone: true };
    this.keepRecord(unit, from, move.id, actor, `${label(move.kind)} to ticket ${to.number} was undone.`, {
      ...data,
      way: 'to',
      otherTicket: to.number,
    });
    this.keepRecord(unit, to, move.id, actor, `${label(move.kind)} from ticket ${from.number} was undone.`, {
      ...data,
      way: 'from',
      otherTicket: from.number,
    });
    for (const { id } of back) unit.tell('ticket.entry_changed.v1', from, { entryId: asEntryId(id), change: 'moved' });
  }

  private async carry(
    unit: WorkUnit,
    entries: readonly PlacedEntry[],
    from: TicketDraft,
    to: TicketDraft,
    further: readonly { person: string; contactId: string }[] = [],
  ): Promise<MoveDetails> {
    const places = entries.map((entry) => {
      const seq = to.addEntry(entry.direction === 'note' || entry.direction === 'system' ? null : entry.channel, unit.now);
      unit.tell('ticket.entry_changed.v1', to, { entryId: asEntryId(entry.id), change: 'moved' });
      return { id: entry.id, ticketId: to.id, seq };
    });
    from.touch();
    await this.moves.place(unit.transaction, places);
    const people = [...further, ...entries.flatMap(({ person, contactId }) => (person === null ? [] : [{ person, contactId }]))];
    const conversations = entries.flatMap(({ conversation, inboxId }) =>
      conversation?.continues === true && inboxId !== null ? [{ inboxId, key: conversation.key }] : [],
    );
    return {
      seqs: Object.fromEntries(entries.map(({ id, seq }) => [id, seq])),
      people: await this.moves.addParticipants(unit.transaction, to.id, people),
      conversations: await this.moves.redirectConversations(unit.transaction, conversations, from.id, to.id),
    };
  }

  private keepRecord(unit: WorkUnit, ticket: TicketDraft, moveId: string, actor: Actor, text: string, data: Record<string, unknown>): void {
    unit.addEntry(ticket, null, (seq) =>
      toRecordEntry(
        { id: randomUUID(), ticketId: ticket.id, seq, direction: 'system', actor, text, code: 'entries.moved', data: { moveId, ...data } },
        unit.now,
      ),
    );
  }

  private async store(
    unit: WorkUnit,
    made: {
      id: string;
      kind: StoredMove['kind'];
      from: TicketDraft;
      to: TicketDraft;
      entries: readonly PlacedEntry[];
      actor: Actor;
      details: MoveDetails;
    },
  ): Promise<void> {
    const { id, kind, from, to, entries, actor, details } = made;
    const entryIds = entries.map((entry) => entry.id);
    await this.moves.insert(unit.transaction, {
      id,
      kind,
      fromTicket: from.id,
      toTicket: to.id,
      entryIds,
      actor,
      madeAt: unit.now,
      details,
    });
  }
}

function label(kind: StoredMove['kind']): string {
  return kind === 'merge' ? 'The merge' : kind === 'split' ? 'The split' : 'The move';
}
