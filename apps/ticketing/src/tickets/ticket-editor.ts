import { randomUUID } from 'node:crypto';
import { forgetDraft } from '../drafts/forget-draft.js';
import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { ConversationTeller } from '../conversations/conversation-teller.js';
import { writeLook } from '../service-levels/attention/looks.js';
import { type Actor, HOUSE } from './actor.js';
import { toRecordEntry } from './actor.js';
import { EntryReader } from './entry-reader.js';
import { toStorable } from './storable.js';
import { TicketChanger } from './ticket-changer.js';
import type { TicketEdit } from './ticket-edit.js';
import type { EntryView } from './ticket-view.js';
import { refuseStale, TicketWork } from './ticket-work.js';

/** Changes that are no message: status, fields, assignment, internal notes. */
@Injectable()
export class TicketEditor {
  constructor(
    private readonly work: TicketWork,
    private readonly reader: EntryReader,
    private readonly changer: TicketChanger,
    private readonly teller: ConversationTeller,
  ) {}

  /** Returns the ticket's id after merges. Throws `PermanentError`: `ticket_unknown`, `version_conflict`. */
  async edit(ticketIdOrNumber: string, given: TicketEdit, actor: Actor): Promise<string> {
    const edit = toStorable(given);
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketIdOrNumber);
      refuseStale(draft, edit.expectedVersion);
      await this.changer.change(unit, [{ draft, edit }], { actor, reason: actor.kind });
      return draft.id;
    });
  }

  /** An agent looked at the thread, up to entry `upTo`: the contact is told, once, where his channel shows it. */
  async see(ticketIdOrNumber: string, upTo: number | undefined, actor: Actor = HOUSE): Promise<void> {
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketIdOrNumber);
      const seq = Math.min(upTo ?? draft.lastSeq, draft.lastSeq);
      if (actor.id !== undefined) await writeLook(unit.transaction, { ticketId: draft.id, agentId: actor.id, seq }, unit.now);
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
      await forgetDraft(unit.transaction, draft.id, actor, 'note');
      return noteId;
    });
    return (await this.reader.find(id))!;
  }
}
