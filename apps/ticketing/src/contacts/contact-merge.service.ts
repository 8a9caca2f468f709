import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import { randomUUID } from 'node:crypto';
import type { Actor } from '../tickets/actor.js';
import { toRecordEntry } from '../tickets/actor.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { ContactMerge, MergeReason } from './contact-merge.js';
import { ContactMergeRepository } from './contact-merge.repository.js';

/** Tickets that say so in their thread; a person with more open ones is a program. */
const MOST_TOLD = 50;

/** Puts two contacts together that are one person, and apart again when that was wrong. */
@Injectable()
export class ContactMergeService {
  constructor(
    private readonly work: TicketWork,
    private readonly merges: ContactMergeRepository,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** `from` leads to `into` afterwards. Throws `PermanentError`: `contact_unknown`, `same_contact`, `different_people`. */
  async merge(intoId: string, fromId: string, actor: Actor): Promise<ContactMerge> {
    const id = await this.work.run(async (unit) => (await this.mergeIn(unit, { intoId, fromId, reason: 'agent', actor })).id);
    return this.find(id);
  }

  /** As a part of other work; throws like `merge`. */
  async mergeIn(
    unit: WorkUnit,
    { intoId, fromId, reason, actor }: { intoId: string; fromId: string; reason: MergeReason; actor: Actor },
  ): Promise<ContactMerge> {
    const into = await this.findLead(unit, intoId);
    const from = await this.findLead(unit, fromId);
    if (into === from) throw new PermanentError(`contact ${fromId} and contact ${intoId} are one already`, { code: 'same_contact' });
    const merge = await this.merges.merge(unit.transaction, { from, into, reason, actor }, unit.now);
    if (merge === null)
      throw new PermanentError(`contacts ${from} and ${into} have proved different accounts`, {
        code: 'different_people',
        hint: 'they are two people to the desk’s own user directory; look at their identities',
      });
    await this.tell(unit, merge, actor, false);
    return merge;
  }

  /** Throws `PermanentError`: `merge_unknown`, `merge_undone`, `merge_covered`. */
  async undo(contactId: string, mergeId: string, actor: Actor): Promise<ContactMerge> {
    await this.work.run(async (unit) => {
      const lead = isUuid(contactId) ? await this.merges.findLead(unit.transaction, contactId) : null;
      if (lead === null || !isUuid(mergeId)) throw new PermanentError(`there is no merge ${mergeId}`, { code: 'merge_unknown' });
      const merge = await this.merges.undo(unit.transaction, mergeId, actor, unit.now);
      if (![merge.intoContact, merge.fromContact].includes(lead))
        throw new PermanentError(`merge ${mergeId} is of other contacts`, { code: 'merge_unknown' });
      await this.tell(unit, merge, actor, true);
    });
    return this.find(mergeId);
  }

  /** Newest first. */
  async listOf(contactId: string): Promise<ContactMerge[]> {
    return this.merges.listOf(this.database.sql, contactId);
  }

  private async find(id: string): Promise<ContactMerge> {
    return (await this.merges.find(this.database.sql, id))!;
  }

  private async findLead(unit: WorkUnit, id: string): Promise<string> {
    const lead = isUuid(id) ? await this.merges.findLead(unit.transaction, id) : null;
    if (lead === null) throw new PermanentError(`there is no contact ${id}`, { code: 'contact_unknown' });
    return lead;
  }

  /** In the threads people work on. Without names: an erasure must not have to find them in tickets of others. */
  private async tell(unit: WorkUnit, merge: ContactMerge, actor: Actor, undone: boolean): Promise<void> {
    const { id, fromContact, intoContact, reason, led } = merge;
    const rows = await unit.transaction.query<{ id: string }>(
      `select id from tickets where contact_id = any($1::uuid[]) and merged_into is null and status not in ('solved', 'closed')
       order by opened_at desc limit ${MOST_TOLD}`,
      [[fromContact, intoContact, ...led]],
    );
    const text = undone ? 'Two contacts that were one person here are two again.' : 'Two contacts are one person since.';
    const data = { mergeId: id, fromContact, intoContact, reason, undone };
    for (const draft of await unit.lock(rows.map((row) => row.id).sort()))
      unit.addEntry(draft, null, (seq) =>
        toRecordEntry(
          { id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor, text, code: 'contact.merged', data },
          unit.now,
        ),
      );
  }
}
