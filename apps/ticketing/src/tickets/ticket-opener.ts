import { Inject, Injectable } from '@nestjs/common';
import { eventIdOf } from '#contracts';
import type { Identity, MessagePart } from '#contracts';
import { CLOCK, PermanentError, SETTINGS } from '#runtime';
import type { Clock, Settings } from '#runtime';
import { ContactRepository } from '../contacts/contact.repository.js';
import { toTopicId } from '../intake/sql-thread-facts.js';
import { NumberDrawer } from '../numbering/number-drawer.js';
import type { ReplyInput } from '../replies/reply-composer.js';
import { ReplyService } from '../replies/reply.service.js';
import { contactKey, identityKey, readTopic } from '../threading/index.js';
import type { Actor } from './actor.js';
import { toRecordEntry } from './actor.js';
import { makeOrderedId } from './ordered-id.js';
import { toStorable } from './storable.js';
import { TicketDraft } from './ticket-draft.js';
import type { TicketPriority } from './ticket-state.js';
import { TicketWork } from './ticket-work.js';
import type { WorkUnit } from './work-unit.js';

export interface TicketOpeningInput {
  /** Somebody we know, or an identity of his (he becomes a contact if nobody has it). */
  readonly contact: { readonly id: string } | { readonly identity: Omit<Identity, 'assurance'>; readonly displayName?: string };
  readonly subject: string;
  /** How the customer came: one of `deskSettings.origins` (counter, call, letter). */
  readonly origin: string;
  /** What he said, as the agent took it down; the first entry of the thread. */
  readonly text?: string;
  /** Writes to the customer at once, where the inbox's channel lets us write first. `inboxId` is required. */
  readonly message?: { readonly parts: readonly MessagePart[]; readonly inboxId: string } & Pick<ReplyInput, 'to' | 'cc'>;
  readonly priority?: TicketPriority;
  readonly category?: string;
  readonly group?: string;
  readonly assignee?: string;
}

/** Opens a ticket by hand. */
@Injectable()
export class TicketOpener {
  constructor(
    private readonly work: TicketWork,
    private readonly contacts: ContactRepository,
    private readonly numbers: NumberDrawer,
    private readonly replies: ReplyService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Returns the ticket's id. Throws `PermanentError`: `origin_unknown`, `contact_unknown`, `recipient_missing`, `inbox_unknown`,
   * `inbox_cannot_send`, `writing_first_impossible`.
   */
  async open(given: TicketOpeningInput, actor: Actor): Promise<string> {
    const input = toStorable(given);
    const number = await this.drawNumber(input.origin);
    return this.work.run((unit) => this.openIn(unit, number, input, actor));
  }

  /** Throws `PermanentError` (`origin_unknown`). */
  async drawNumber(origin: string): Promise<string> {
    const { origins } = this.settings.deskSettings;
    const code = origins[origin];
    if (code === undefined)
      throw new PermanentError(`this desk knows no origin "${origin}"`, {
        code: 'origin_unknown',
        hint: `one of: ${Object.keys(origins).join(', ')}; deskSettings.origins names them`,
      });
    const [number] = await this.numbers.draw([code], this.clock.now());
    return number!;
  }

  /** As a part of other work, with a number that was drawn for it. Returns the ticket's id. */
  async openIn(unit: WorkUnit, number: string, input: TicketOpeningInput, actor: Actor): Promise<string> {
    const id = makeOrderedId(unit.now);
    await this.write(unit, id, number, input, actor);
    return id;
  }

  private async write(unit: WorkUnit, id: string, number: string, input: TicketOpeningInput, actor: Actor): Promise<void> {
    const contactId = await this.findContact(unit, input.contact);
    const topic = readTopic(input.subject);
    const draft = unit.open({
      draft: new TicketDraft({
        ...{
          id,
          number,
          subject: input.subject,
          contactId,
          status: 'open',
          channels: [input.origin],
          inboxId: input.message?.inboxId ?? null,
        },
        ...{ version: 1, lastSeq: 0, folded: false, quarantined: false, numberTold: null, automaticMails: 0, lastOccurredAt: null },
      }),
      openedAt: unit.now,
      topicId: toTopicId(topic.bare),
      startsWithReply: false,
      firstOccurredAt: unit.now,
      priority: input.priority,
      category: input.category,
      groupId: input.group,
      assigneeId: input.assignee,
    });
    unit.people.push({ ticketId: id, person: contactKey(contactId), contactId, participant: true });
    if ('identity' in input.contact)
      unit.people.push({ ticketId: id, person: identityKey(input.contact.identity), contactId, participant: true });
    const entryId = eventIdOf(`opening:${id}`);
    const text = input.text?.trim() ?? '';
    unit.addEntry(draft, input.origin, (seq) => {
      const record = { id: entryId, ticketId: id, seq, direction: 'note' as const, actor, text: text === '' ? input.subject : text };
      return { ...toRecordEntry(record, unit.now), channel: input.origin, flags: { recordedBy: actor.id ?? actor.kind } };
    });
    if (input.message !== undefined) await this.writeFirst(unit, draft, input, actor);
  }

  /** To the identity given, else to the first that the contact has: the connector says when it cannot write there. */
  private async writeFirst(unit: WorkUnit, draft: TicketDraft, input: TicketOpeningInput, actor: Actor): Promise<void> {
    const message = input.message!;
    const known = (await this.contacts.findMany(unit.transaction, [draft.contactId])).get(draft.contactId);
    const identity = 'identity' in input.contact ? input.contact.identity : known?.identities[0];
    const name = known?.displayName === null || known?.displayName === undefined ? {} : { displayName: known.displayName };
    const to = message.to ?? (identity === undefined ? [] : [{ scheme: identity.scheme, value: identity.value, ...name }]);
    await this.replies.queue(unit, draft, eventIdOf(`first:${draft.id}`), { ...message, to }, actor);
  }

  private async findContact(unit: WorkUnit, contact: TicketOpeningInput['contact']): Promise<string> {
    if ('id' in contact) {
      const found = await this.contacts.findMany(unit.transaction, [contact.id]);
      if (!found.has(contact.id)) throw new PermanentError(`there is no contact ${contact.id}`, { code: 'contact_unknown' });
      return contact.id;
    }
    const { identity, displayName } = contact;
    const sender = { role: 'customer' as const, identities: [{ ...identity, assurance: 'claimed' as const }], displayName };
    const [id] = await this.contacts.resolveSenders(unit.transaction, [sender], unit.now);
    return id!;
  }
}
