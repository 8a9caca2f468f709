import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { contactKey } from '../threading/index.js';
import type { Actor } from '../tickets/actor.js';
import { toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { refuseStale, TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { StoredOffer } from './contact-offer.js';
import { ContactOfferRepository } from './contact-offer.repository.js';
import { ContactRepository } from './contact.repository.js';

/** Makes the one who wrote what was forwarded the contact of a ticket, and back. */
@Injectable()
export class ContactOfferService {
  constructor(
    private readonly work: TicketWork,
    private readonly contacts: ContactRepository,
    private readonly offers: ContactOfferRepository,
  ) {}

  /**
   * About the offer of this entry, which the ticket must still show. Throws `PermanentError`: `ticket_unknown`, `version_conflict`, `offer_unknown`,
   * `offer_changed`, `offer_decided`.
   */
  async decide(
    ticket: string,
    { entryId, decision, expectedVersion }: { entryId: string; decision: 'accept' | 'reject'; expectedVersion?: number | undefined },
    actor: Actor,
  ): Promise<void> {
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticket);
      refuseStale(draft, expectedVersion);
      const offer = await this.offers.lockShown(unit.transaction, draft.id);
      if (offer === null) throw unknown(draft);
      if (offer.entryId !== entryId) throw changed(draft);
      if (offer.state !== 'offered') throw decided(draft);
      if (decision === 'accept') return this.accept(unit, draft, offer, actor);
      draft.touch();
      await this.offers.decide(unit.transaction, offer.entryId, { state: 'rejected' }, actor, unit.now);
    });
  }

  /** Puts back what the last decision changed; its offer stands again. Throws like `decide`. */
  async undo(ticket: string, actor: Actor): Promise<void> {
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticket);
      const offer = await this.offers.lockDecided(unit.transaction, draft.id);
      if (offer === null) throw unknown(draft);
      if (offer.state === 'offered') throw decided(draft);
      const { before } = offer;
      if (before === null) draft.touch();
      else {
        const shown = await this.offers.lockShown(unit.transaction, draft.id);
        if (shown?.entryId !== offer.entryId) throw decided(draft);
        await setContact(unit, draft.id, before.contactId);
        draft.numberTold ??= before.numberTold;
        const data = { entryId: offer.entryId, contactId: before.contactId, undone: true };
        keepRecord(unit, draft, actor, 'That who wrote the forwarded message is the contact of this ticket was undone.', data);
      }
      await this.offers.decide(unit.transaction, offer.entryId, { state: 'offered' }, actor, unit.now);
    });
  }

  /** The forwarder stays somebody who takes part; the number was told to him, not to the customer. */
  async accept(unit: WorkUnit, draft: TicketDraft, offer: StoredOffer, actor: Actor): Promise<void> {
    const { scheme, value, displayName } = offer.address;
    const identities = [{ scheme, value, raw: value, assurance: 'claimed' as const }];
    const sender = { role: 'customer' as const, identities, ...(displayName === undefined ? {} : { displayName }) };
    const [contactId] = await this.contacts.resolveSenders(unit.transaction, [sender], unit.now);
    const before = { contactId: draft.contactId, numberTold: draft.numberTold };
    await setContact(unit, draft.id, contactId!);
    draft.numberTold = null;
    unit.people.push({ ticketId: draft.id, person: contactKey(before.contactId), contactId: before.contactId, participant: true });
    const data = { entryId: offer.entryId, contactId, undone: false };
    keepRecord(unit, draft, actor, 'Who wrote the forwarded message is the contact of this ticket now.', data);
    await this.offers.decide(unit.transaction, offer.entryId, { state: 'accepted', contactId: contactId!, before }, actor, unit.now);
  }
}

async function setContact(unit: WorkUnit, ticketId: string, contactId: string): Promise<void> {
  await unit.transaction.query('update tickets set contact_id = $2 where id = $1', [ticketId, contactId]);
}

/** Without names: an erasure must not have to find them in tickets of others. */
function keepRecord(unit: WorkUnit, draft: TicketDraft, actor: Actor, text: string, data: Record<string, unknown>): void {
  unit.addEntry(draft, null, (seq) =>
    toRecordEntry({ id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor, text, code: 'contact.changed', data }, unit.now),
  );
}

function unknown(draft: TicketDraft): PermanentError {
  return new PermanentError(`nobody is offered as the contact of ticket ${draft.number}`, { code: 'offer_unknown' });
}

function changed(draft: TicketDraft): PermanentError {
  return new PermanentError(`ticket ${draft.number} shows another offer by now`, {
    code: 'offer_changed',
    hint: 'look at contactOffer of the ticket again, and decide about its entryId',
  });
}

function decided(draft: TicketDraft): PermanentError {
  return new PermanentError(`there is nothing to decide, or to undo, about the contact of ticket ${draft.number}`, {
    code: 'offer_decided',
  });
}
