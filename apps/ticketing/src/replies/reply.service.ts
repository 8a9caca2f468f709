import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Address } from '#contracts';
import type { Transaction } from '#database';
import { PermanentError } from '#runtime';
import { AccountDataStop } from '../account-data/account-data-stop.js';
import { ConversationTeller } from '../conversations/conversation-teller.js';
import { findUndeliverable } from '../contacts/undeliverable.repository.js';
import { forgetDraft } from '../drafts/forget-draft.js';
import type { Actor } from '../tickets/actor.js';
import { EntryReader } from '../tickets/entry-reader.js';
import { toStorable } from '../tickets/storable.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { EntryView, ReplyWarning } from '../tickets/ticket-view.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { refuseStale, TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { AttachmentNamer } from './attachment-namer.js';
import { findLastMessage } from './last-message.js';
import { HeldReplies } from './held-replies.js';
import { refuseUnproved } from './refuse-unproved.js';
import { ReplyComposer, type ReplyInput } from './reply-composer.js';
import { ReplyFitter, refuseUnfit, type FittedReply } from './reply-fitter.js';
import type { Adaptation } from './reply-limits.js';

/** Answers of agents: a queued entry and the request to send it, in one transaction. */
@Injectable()
export class ReplyService {
  constructor(
    private readonly work: TicketWork,
    private readonly reader: EntryReader,
    private readonly composer: ReplyComposer,
    private readonly fitter: ReplyFitter,
    private readonly teller: ConversationTeller,
    private readonly names: AttachmentNamer,
    private readonly stop: AccountDataStop,
    private readonly held: HeldReplies,
  ) {}

  /**
   * Returns the queued entry. Throws `PermanentError`: `ticket_unknown`, `version_conflict` (fields.currentVersion), `reply_empty`, `inbox_unknown`, `inbox_cannot_send`, `recipient_missing`,
   * `writing_first_impossible`, `window_closed`, `quota_exceeded`, `reply_unfit` (fields.faults), `proof_missing`, `attachment_unnamed`,
   * `account_data_stopped` (fields.kinds, fields.where).
   * A retry that the agent asks for is a new reply, with a new key.
   */
  async reply(ticketIdOrNumber: string, given: ReplyInput, actor: Actor): Promise<EntryView> {
    const input = toStorable(given);
    if (input.parts.length === 0) throw new PermanentError('a reply needs at least one part', { code: 'reply_empty' });
    const { commandId, adaptations, warnings } = await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketIdOrNumber);
      refuseStale(draft, input.expectedVersion);
      const id = randomUUID();
      const { receivers, adaptations } = await this.queue(unit, draft, id, input, actor);
      await forgetDraft(unit.transaction, draft.id, actor, 'answer');
      return { commandId: id, adaptations, warnings: await warn(unit.transaction, receivers) };
    });
    const entry = (await this.reader.find(commandId))!;
    return { ...entry, ...(warnings.length === 0 ? {} : { warnings }), ...(adaptations.length === 0 ? {} : { adaptations }) };
  }

  /**
   * Takes an answer back that has not gone out yet, and gives it back as it was written. Throws `PermanentError`: `ticket_unknown`, `entry_unknown`,
   * `too_late`.
   */
  async takeBack(ticketIdOrNumber: string, entryId: string, actor: Actor): Promise<EntryView> {
    if (!isUuid(entryId)) throw new PermanentError(`there is no answer ${entryId}`, { code: 'entry_unknown' });
    await this.work.run(async (unit) => this.held.takeBack(unit, await unit.lockLead(ticketIdOrNumber), entryId, actor));
    return (await this.reader.find(entryId))!;
  }

  /** What would become of a reply, nothing is queued. Throws as `reply` does for what is no matter of the channel's limits. */
  async preview(ticketIdOrNumber: string, input: ReplyInput): Promise<FittedReply> {
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketIdOrNumber);
      const last = await findLastMessage(unit.transaction, draft.id, input.inboxId);
      const inboxId = input.inboxId ?? last?.inbox_id;
      if (inboxId === undefined) throw createNoInbox();
      await this.composer.channelOf(inboxId, last?.inbox_id === inboxId ? last.channel : null);
      return this.fitter.fit(unit.transaction, { ticketId: draft.id, inboxId, now: unit.now, queues: false }, input.parts, input);
    });
  }

  /**
   * Queues a message on a locked ticket, as a part of other work. Says whom it goes to, and what was changed for the channel. Throws as `reply` does for what
   * is no matter of versions.
   */
  async queue(unit: WorkUnit, draft: TicketDraft, commandId: string, given: ReplyInput, actor: Actor): Promise<QueuedReply> {
    if (given.automatic?.shown === undefined) await refuseUnproved(unit.transaction, draft.id);
    const input = { ...given, parts: this.names.apply(given.parts, draft.number, actor, unit.now) };
    const asked = input.inboxId ?? (await findLastMessage(unit.transaction, draft.id, undefined))?.inbox_id;
    if (asked === undefined) throw createNoInbox();
    const place = { ticketId: draft.id, inboxId: asked, now: unit.now, queues: true };
    const fitted = await this.fitter.fit(unit.transaction, place, input.parts, input);
    const { inboxId, parts, adaptations } = fitted;
    const receivers = await this.send(
      unit,
      draft,
      commandId,
      { ...input, inboxId, parts, ...(fitted.to ? { to: [fitted.to], fallback: undefined } : {}) },
      actor,
      () => refuseUnfit(fitted),
    );
    return { receivers, adaptations };
  }

  private async send(
    unit: WorkUnit,
    draft: TicketDraft,
    commandId: string,
    input: ReplyInput & { readonly inboxId: string },
    actor: Actor,
    refuse: () => void,
  ): Promise<readonly Address[]> {
    const { reply, entry, channel, to } = await this.composer.compose(unit, draft, commandId, input, actor, refuse);
    const receivers = [...to, ...(input.cc ?? [])];
    // A code goes to an address because nobody proved it yet.
    if (input.automatic?.shown === undefined)
      await this.stop.check(unit, draft, { text: wordsOf(input.parts), channel, receivers }, input.accountData, actor);
    const outgoing = { reply, channel, receivers, actor, automatic: input.automatic !== undefined };
    const until = await this.held.until(unit, reply, input.undoForMs);
    if (until === null) {
      if (input.automatic === undefined) await this.teller.answered(unit, draft, input.inboxId, actor);
      unit.addEntry(draft, channel, (seq) => ({ ...entry, seq }));
      await this.held.goOut(unit, draft, outgoing);
    } else {
      const delivery = { ...entry.delivery!, held: { until: until.toISOString() } };
      unit.addEntry(draft, channel, (seq) => ({ ...entry, seq, delivery }), true);
      await this.held.keep(unit, draft.id, outgoing, until);
    }
    return receivers;
  }
}

export interface QueuedReply {
  readonly receivers: readonly Address[];
  readonly adaptations: readonly Adaptation[];
}

/** Everything of an answer that one can read. */
function wordsOf(parts: ReplyInput['parts']): string {
  return parts
    .map((part) =>
      ['text' in part ? part.text : '', 'html' in part ? String(part.html).replaceAll(/<[^>]*>/g, '') : '', part.fallback].join('\n'),
    )
    .join('\n');
}

function createNoInbox(): PermanentError {
  return new PermanentError('say by which inbox to write: the customer wrote by none', { code: 'inbox_unknown' });
}

async function warn(transaction: Transaction, receivers: readonly Address[]): Promise<ReplyWarning[]> {
  const marked = await findUndeliverable(transaction, receivers);
  return marked.map(({ scheme, value, since, status, reason }) => ({
    code: 'recipient_undeliverable',
    scheme,
    value,
    since,
    status,
    reason,
  }));
}
