import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { ConversationTeller } from '../conversations/conversation-teller.js';
import type { Actor } from './actor.js';
import { toRecordEntry } from './actor.js';
import { EntryReader } from './entry-reader.js';
import { toStorable } from './storable.js';
import { nextStatus } from './ticket-state.js';
import type { TicketPriority, TicketStatus } from './ticket-state.js';
import type { EntryView } from './ticket-view.js';
import { refuseStale, TicketWork } from './ticket-work.js';
import type { WorkUnit } from './work-unit.js';

/** What an agent may change of a ticket; what is absent stays. Null takes a value away. */
export interface TicketEdit {
  readonly status?: TicketStatus;
  readonly priority?: TicketPriority;
  readonly subject?: string;
  readonly category?: string | null;
  readonly group?: string | null;
  readonly assignee?: string | null;
  /** The ticket's version that the agent saw. */
  readonly expectedVersion?: number;
}

/** Changes that are no message: status, fields, assignment, internal notes. */
@Injectable()
export class TicketEditor {
  constructor(
    private readonly work: TicketWork,
    private readonly reader: EntryReader,
    private readonly teller: ConversationTeller,
  ) {}

  /** Returns the ticket's id after merges. Throws `PermanentError`: `ticket_unknown`, `version_conflict`. */
  async edit(ticketIdOrNumber: string, given: TicketEdit, actor: Actor): Promise<string> {
    const edit = toStorable(given);
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketIdOrNumber);
      refuseStale(draft, edit.expectedVersion);
      const fields = {
        priority: edit.priority,
        subject: edit.subject,
        category: edit.category,
        group_id: edit.group,
        assignee_id: edit.assignee,
      };
      const given = Object.entries(fields).filter(([, value]) => value !== undefined);
      if (given.length > 0 || movesStatus(draft.status, edit.status)) draft.touch();
      if (given.length > 0)
        await unit.transaction.query(
          `update tickets set ${given.map(([name], index) => `${name} = $${index + 2}`).join(', ')} where id = $1`,
          [draft.id, ...given.map(([, value]) => value)],
        );
      const assignee = edit.assignee ? await findAgent(unit, edit.assignee) : null;
      if (assignee !== null) await this.teller.taken(unit, draft.id, assignee);
      if (edit.status !== undefined) unit.apply(draft, { kind: 'agent_set', status: edit.status }, actor.kind);
      if (edit.status === 'solved' || edit.status === 'closed') await this.teller.ended(unit, draft.id);
      if (edit.group !== undefined || edit.assignee !== undefined) {
        const [row] = await unit.transaction.query<{ assignee: string | null; group: string | null }>(
          'select assignee_id as assignee, group_id as "group" from tickets where id = $1',
          [draft.id],
        );
        unit.tell('ticket.assigned.v1', draft, { ...row!, reason: actor.kind });
      }
      return draft.id;
    });
  }

  /** An agent looked at the thread, up to entry `upTo`: the contact is told, once, where his channel shows it. */
  async see(ticketIdOrNumber: string, upTo: number | undefined): Promise<void> {
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketIdOrNumber);
      await this.teller.seen(unit, draft.id, upTo ?? draft.lastSeq);
    });
  }

  /** An internal note: agents see it, nobody else. */
  async addNote(ticketIdOrNumber: string, text: string, actor: Actor): Promise<EntryView> {
    const noted = toStorable(text).slice(0, 65_536);
    if (noted.trim() === '') throw new PermanentError('a note needs words', { code: 'note_empty' });
    const id = await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketIdOrNumber);
      const noteId = randomUUID();
      unit.addEntry(draft, null, (seq) =>
        toRecordEntry({ id: noteId, ticketId: draft.id, seq, direction: 'note', actor, text: noted }, unit.now),
      );
      return noteId;
    });
    return (await this.reader.find(id))!;
  }
}

function movesStatus(from: TicketStatus, status: TicketStatus | undefined): boolean {
  return status !== undefined && nextStatus(from, { kind: 'agent_set', status }) !== from;
}

async function findAgent(unit: WorkUnit, id: string): Promise<{ id: string; displayName: string } | null> {
  const [row] = await unit.transaction.query<{ id: string; displayName: string }>(
    'select id, display_name as "displayName" from agents where id = $1::uuid',
    [id],
  );
  return row ?? null;
}
