import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { canonicalValueOf } from '#contracts';
import type { Address, MessagePart, ReplyRequested } from '#contracts';
import type { Transaction } from '#database';
import { PermanentError, SETTINGS } from '#runtime';
import type { Settings } from '#runtime';
import { ConversationTeller } from '../conversations/conversation-teller.js';
import { findUndeliverable } from '../contacts/undeliverable.repository.js';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import { identityKey } from '../threading/index.js';
import type { Actor } from '../tickets/actor.js';
import { toAuthor } from '../tickets/actor.js';
import { EntryReader } from '../tickets/entry-reader.js';
import type { ReplyContext } from '../tickets/entry-row.js';
import { toStorable } from '../tickets/storable.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { EntryView, ReplyWarning } from '../tickets/ticket-view.js';
import { refuseStale, TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { composeOutbound } from './compose-outbound.js';
import { findLastMessage, threadOf, type LastMessage } from './last-message.js';
import { toReplyRecord } from './outbound.js';
import { readHistory, toQuoted } from './quoted-history.js';
import { refuseUnproved } from './refuse-unproved.js';
import { findRecipients } from './recipients.js';
import { ReplyFitter, refuseUnfit, toFallback, type FittedReply, type ReplyWishes } from './reply-fitter.js';
import type { Adaptation } from './reply-limits.js';
import { composeReplySubject } from './reply-subject.js';
import { signAnswer } from './signature.js';
import { TicketTokens } from './ticket-token.js';

export interface ReplyInput extends ReplyWishes {
  readonly parts: readonly MessagePart[];
  /** Default: the inbox of the customer's last message. */
  readonly inboxId?: string;
  /** Default: whom the customer's last message names for answers, else its sender. */
  readonly to?: readonly Address[];
  readonly cc?: readonly Address[];
  /** The ticket's version that the agent saw. */
  readonly expectedVersion?: number;
  /** A message of the house on an agent's wish, to an address that is not proved: it tells nothing of the ticket, and lets nobody in. `shown`: what stands in the thread instead of its words. */
  readonly automatic?: { readonly reason: string; readonly subject: string; readonly shown: string };
}

/** Answers of agents: a queued entry and the request to send it, in one transaction. */
@Injectable()
export class ReplyService {
  constructor(
    private readonly work: TicketWork,
    private readonly reader: EntryReader,
    private readonly inboxes: InboxDirectory,
    private readonly tokens: TicketTokens,
    private readonly fitter: ReplyFitter,
    private readonly teller: ConversationTeller,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Returns the queued entry. Throws `PermanentError`: `ticket_unknown`, `version_conflict` (fields.currentVersion), `reply_empty`, `inbox_unknown`, `inbox_cannot_send`, `recipient_missing`,
   * `writing_first_impossible`, `window_closed`, `quota_exceeded`, `reply_unfit` (fields.faults), `proof_missing`.
   * A retry that the agent asks for is a new reply, with a new key.
   */
  async reply(ticketIdOrNumber: string, given: ReplyInput, actor: Actor): Promise<EntryView> {
    const input = toStorable(given);
    if (input.parts.length === 0) throw new PermanentError('a reply needs at least one part', { code: 'reply_empty' });
    const { commandId, adaptations, warnings } = await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketIdOrNumber);
      refuseStale(draft, input.expectedVersion);
      await refuseUnproved(unit.transaction, draft.id);
      const id = randomUUID();
      const { receivers, adaptations } = await this.queue(unit, draft, id, input, actor);
      return { commandId: id, adaptations, warnings: await warn(unit.transaction, receivers) };
    });
    const entry = (await this.reader.find(commandId))!;
    return { ...entry, ...(warnings.length === 0 ? {} : { warnings }), ...(adaptations.length === 0 ? {} : { adaptations }) };
  }

  /** What would become of a reply, nothing is queued. Throws as `reply` does for what is no matter of the channel's limits. */
  async preview(ticketIdOrNumber: string, input: ReplyInput): Promise<FittedReply> {
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketIdOrNumber);
      const last = await findLastMessage(unit.transaction, draft.id, input.inboxId);
      const inboxId = input.inboxId ?? last?.inbox_id;
      if (inboxId === undefined) throw createNoInbox();
      await this.channelOf(inboxId, last?.inbox_id === inboxId ? last.channel : null);
      return this.fitter.fit(unit.transaction, { ticketId: draft.id, inboxId, now: unit.now, queues: false }, input.parts, input);
    });
  }

  /** Queues a message on a locked ticket, as a part of other work. Says whom it goes to, and what was changed for the channel. */
  async queue(unit: WorkUnit, draft: TicketDraft, commandId: string, input: ReplyInput, actor: Actor): Promise<QueuedReply> {
    const asked = input.inboxId ?? (await findLastMessage(unit.transaction, draft.id, undefined))?.inbox_id;
    if (asked === undefined) throw createNoInbox();
    const place = { ticketId: draft.id, inboxId: asked, now: unit.now, queues: true };
    const fitted = await this.fitter.fit(unit.transaction, place, input.parts, input);
    const { inboxId, parts, adaptations } = fitted;
    const receivers = await this.send(
      unit,
      draft,
      commandId,
      { ...input, inboxId, parts, ...(fitted.to ? { to: [fitted.to] } : {}) },
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
    const { inboxId } = input;
    const last = await findLastMessage(unit.transaction, draft.id, input.inboxId);
    const to = input.to ?? (last === null ? [] : await findRecipients(unit.transaction, draft.id, last, await this.inboxes.addresses()));
    if (to.length === 0 && (await this.inboxes.find(inboxId)) === null)
      throw new PermanentError(`there is no inbox ${inboxId}`, { code: 'inbox_unknown' });
    if (to.length === 0)
      throw new PermanentError('say to whom to write: the customer has not written by this inbox', { code: 'recipient_missing' });
    const channel = await this.channelOf(inboxId, last?.inbox_id === inboxId ? last.channel : null);
    refuse();
    const begins = last !== null && last.customer !== null;
    const goesOn =
      last !== null && last.inbox_id === inboxId && !begins && (input.to === undefined || isSame(input.to, last.reply_context.from));
    const context = goesOn ? last.reply_context : null;
    const { reply, entry } = composeOutbound(
      {
        commandId,
        ticket: draft,
        seq: draft.lastSeq + 1,
        channel,
        inboxId,
        to,
        cc: input.cc,
        parts: input.parts,
        subject: input.automatic?.subject ?? composeReplySubject(draft.subject, this.settings.deskSettings.subjectTag, draft.number),
        ticketToken: this.tokens.make(draft.id, draft.contactId, unit.now),
        author: toAuthor(actor),
        actor,
        signature: await this.sign(unit.transaction, draft.id, actor),
        quoted: goesOn && input.automatic === undefined ? await this.quote(unit.transaction, draft.id, last) : [],
        thread: last === null || last.inbox_id !== inboxId || input.automatic !== undefined ? {} : threadOf(last),
        context,
        automatic: input.automatic,
        adapt: input.adapt,
        onWindowClosed: input.onWindowClosed,
        fallback: toFallback(input),
      },
      unit.now,
    );
    if (input.automatic === undefined) await this.teller.answered(unit, draft, inboxId, actor);
    unit.addEntry(draft, channel, (seq) => ({ ...entry, seq }));
    if (input.automatic === undefined) {
      draft.numberTold ??= { how: 'answer', at: unit.now.toISOString() };
      unit.apply(draft, { kind: 'agent_answered' }, 'agent answered');
    }
    const receivers = [...to, ...(input.cc ?? [])];
    for (const address of input.automatic === undefined ? receivers : [])
      unit.people.push({ ticketId: draft.id, person: identityKey(toCanonical(address)), contactId: null, participant: true });
    unit.send(toReplyRecord(reply, channel, unit.now));
    return receivers;
  }

  private async sign(transaction: Transaction, ticketId: string, actor: Actor): Promise<ReplyRequested['signature']> {
    const { replies, deskSettings } = this.settings;
    const group = Object.keys(replies.groupSignatures).length === 0 ? null : await findGroup(transaction, ticketId);
    return signAnswer(replies, { agent: actor.kind === 'agent' ? (actor.displayName ?? null) : null, group, desk: deskSettings.name });
  }

  /** Only where the desk wants it and the channel has threads: in a chat the history stands above anyway. */
  private async quote(
    transaction: Transaction,
    ticketId: string,
    { seq, inbox_id, reply_context }: LastMessage,
  ): Promise<ReplyRequested['quoted']> {
    const { replies, deskSettings } = this.settings;
    if (!(replies.quoteHistoryOf[inbox_id] ?? replies.quoteHistory)) return [];
    if ((await this.inboxes.find(inbox_id))?.capabilities?.threads !== true) return [];
    const { scheme, value } = reply_context.from;
    const entries = await readHistory(transaction, { ticketId, seq, inboxId: inbox_id, scheme, value }, replies.quoteDepth);
    return toQuoted(entries, deskSettings.timeZone, deskSettings.language);
  }

  /** `goesOnIn`: channel of the customer's last message by this inbox; null when we would write first. */
  private async channelOf(inboxId: string, goesOnIn: string | null): Promise<string> {
    const inbox = await this.inboxes.find(inboxId);
    if (inbox === null) {
      if (goesOnIn !== null) return goesOnIn;
      throw new PermanentError(`there is no inbox ${inboxId}`, { code: 'inbox_unknown' });
    }
    if (inbox.removed || inbox.capabilities?.out.length === 0)
      throw new PermanentError(`nothing can be sent by inbox ${inboxId}`, { code: 'inbox_cannot_send', hint: 'choose another inbox' });
    if (goesOnIn === null && inbox.capabilities?.proactive === false)
      throw new PermanentError(`channel ${inbox.channel} does not let us write first`, {
        code: 'writing_first_impossible',
        hint: 'choose another inbox, or wait until the customer writes',
      });
    return inbox.channel;
  }
}

export interface QueuedReply {
  readonly receivers: readonly Address[];
  readonly adaptations: readonly Adaptation[];
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

async function findGroup(transaction: Transaction, ticketId: string): Promise<string | null> {
  const [row] = await transaction.query<{ group_id: string | null }>('select group_id from tickets where id = $1::uuid', [ticketId]);
  return row?.group_id ?? null;
}

function toCanonical({ scheme, value }: Address): { scheme: string; value: string } {
  return { scheme, value: canonicalValueOf(scheme, value) };
}

function isSame(to: readonly Address[], from: ReplyContext['from']): boolean {
  return to.length === 1 && to[0]!.scheme === from.scheme && to[0]!.value === from.value;
}
