import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { canonicalMailAddress, canonicalValueOf } from '#contracts';
import type { Address, MessagePart, ReplyRequested } from '#contracts';
import type { Transaction } from '#database';
import { PermanentError, SETTINGS } from '#runtime';
import type { Settings } from '#runtime';
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
import { threadAnswer, toReplyRecord } from './outbound.js';
import { readHistory, toQuoted } from './quoted-history.js';
import { composeReplySubject } from './reply-subject.js';
import { signAnswer } from './signature.js';
import { TicketTokens } from './ticket-token.js';

export interface ReplyInput {
  readonly parts: readonly MessagePart[];
  /** Default: the inbox of the customer's last message. */
  readonly inboxId?: string;
  /** Default: whom the customer's last message names for answers, else its sender. */
  readonly to?: readonly Address[];
  readonly cc?: readonly Address[];
  /** The ticket's version that the agent saw. */
  readonly expectedVersion?: number;
}

interface LastMessage {
  readonly seq: number;
  readonly inbox_id: string;
  readonly channel: string;
  readonly remote_message_id: string | null;
  readonly reply_context: ReplyContext;
  /** It is of a colleague who forwarded a customer's message: whom answers go to, and the ids that his mail program knows. */
  readonly customer: Address | null;
  readonly customer_ids: readonly string[] | null;
}

/** Answers of agents: a queued entry and the request to send it, in one transaction. */
@Injectable()
export class ReplyService {
  constructor(
    private readonly work: TicketWork,
    private readonly reader: EntryReader,
    private readonly inboxes: InboxDirectory,
    private readonly tokens: TicketTokens,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Returns the queued entry. Throws `PermanentError`: `ticket_unknown`, `version_conflict` (fields.currentVersion), `reply_empty`, `inbox_unknown`, `inbox_cannot_send`, `recipient_missing`,
   * `writing_first_impossible`.
   * A retry that the agent asks for is a new reply, with a new key.
   */
  async reply(ticketIdOrNumber: string, given: ReplyInput, actor: Actor): Promise<EntryView> {
    const input = toStorable(given);
    if (input.parts.length === 0) throw new PermanentError('a reply needs at least one part', { code: 'reply_empty' });
    const { commandId, warnings } = await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketIdOrNumber);
      refuseStale(draft, input.expectedVersion);
      const id = randomUUID();
      const receivers = await this.queue(unit, draft, id, input, actor);
      return { commandId: id, warnings: await warn(unit.transaction, receivers) };
    });
    const entry = (await this.reader.find(commandId))!;
    return warnings.length === 0 ? entry : { ...entry, warnings };
  }

  /** Queues a message on a locked ticket, as a part of other work. Returns whom it goes to. */
  async queue(unit: WorkUnit, draft: TicketDraft, commandId: string, input: ReplyInput, actor: Actor): Promise<readonly Address[]> {
    const last = await findLastMessage(unit.transaction, draft.id, input.inboxId);
    const inboxId = input.inboxId ?? last?.inbox_id;
    const to = input.to ?? (last === null ? [] : await this.findRecipients(unit.transaction, draft.id, last));
    if (inboxId === undefined)
      throw new PermanentError('say by which inbox to write: the customer wrote by none', { code: 'inbox_unknown' });
    if (to.length === 0 && (await this.inboxes.find(inboxId)) === null)
      throw new PermanentError(`there is no inbox ${inboxId}`, { code: 'inbox_unknown' });
    if (to.length === 0)
      throw new PermanentError('say to whom to write: the customer has not written by this inbox', { code: 'recipient_missing' });
    const channel = await this.channelOf(inboxId, last?.inbox_id === inboxId ? last.channel : null);
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
        subject: composeReplySubject(draft.subject, this.settings.deskSettings.subjectTag, draft.number),
        ticketToken: this.tokens.make(draft.id, draft.contactId, unit.now),
        author: toAuthor(actor),
        actor,
        signature: await this.sign(unit.transaction, draft.id, actor),
        quoted: goesOn ? await this.quote(unit.transaction, draft.id, last) : [],
        thread: last === null || last.inbox_id !== inboxId ? {} : threadOf(last),
        context,
      },
      unit.now,
    );
    draft.numberTold ??= { how: 'answer', at: unit.now.toISOString() };
    unit.addEntry(draft, channel, (seq) => ({ ...entry, seq }));
    unit.apply(draft, { kind: 'agent_answered' }, 'agent answered');
    const receivers = [...to, ...(input.cc ?? [])];
    for (const address of receivers)
      unit.people.push({ ticketId: draft.id, person: identityKey(toCanonical(address)), contactId: null, participant: true });
    unit.send(toReplyRecord(reply, channel, unit.now));
    return receivers;
  }

  /**
   * Whom the message names for answers: in the one that opened the ticket, for a form mails in its customer's name. Later on only who takes part
   * already, for a stranger must not have a ticket's history sent to himself in another's name. Else its sender.
   */
  private async findRecipients(
    transaction: Transaction,
    ticketId: string,
    { seq, reply_context, customer }: LastMessage,
  ): Promise<readonly Address[]> {
    if (customer !== null) return [customer];
    const { from, replyTo = [] } = reply_context;
    const own = await this.inboxes.addresses();
    const named = replyTo.filter((address) => !own.has(canonicalMailAddress(address.value)));
    if (named.length === 0) return [from];
    const welcome = seq === 1 || (await allTakePart(transaction, ticketId, named.map(identityKey)));
    return welcome ? named : [from];
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

/** The customer's last message, one of a person before one of a robot, and before one of a colleague who only forwarded for who is the contact now. */
async function findLastMessage(transaction: Transaction, ticketId: string, inboxId: string | undefined): Promise<LastMessage | null> {
  const [row] = await transaction.query<LastMessage>(
    `with offer as (
       select o.* from contact_offers o join contacts made on made.id = o.contact_id
       join tickets t on t.id = $1::uuid join contacts now on now.id = t.contact_id
       where o.state = 'accepted' and coalesce(made.merged_into, made.id) = coalesce(now.merged_into, now.id) and o.entry_id = any(array(
         select entry_id from contact_offers where ticket_id = $1::uuid
         union select of_entry.entry_id from entries e join contact_offers of_entry on of_entry.entry_id = e.id where e.ticket_id = $1::uuid))
       order by o.decided_at desc limit 1
     )
     select e.seq, e.inbox_id, e.channel, e.remote_message_id, e.reply_context, o.message_ids as customer_ids, case when o.value is not null
       then json_strip_nulls(json_build_object('scheme', o.scheme, 'value', o.value, 'displayName', o.display_name)) end as customer
     from entries e left join offer o on o.forwarder = concat_ws('|', e.author->'identity'->>'scheme',
       coalesce(e.author->'identity'->>'scope', ''), e.author->'identity'->>'value')
     where e.ticket_id = $1::uuid and e.direction = 'inbound' and e.inbox_id is not null and e.reply_context is not null
       and ($2::text is null or e.inbox_id = $2)
     order by e.folded, o.value is not null, e.seq desc limit 1`,
    [ticketId, inboxId ?? null],
  );
  return row ?? null;
}

function threadOf({ remote_message_id, reply_context, customer_ids }: LastMessage): ReturnType<typeof threadAnswer> {
  if (customer_ids === null || customer_ids.length === 0) return threadAnswer(remote_message_id, reply_context);
  return { inReplyTo: customer_ids.at(-1)!, references: [...customer_ids] };
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

async function allTakePart(transaction: Transaction, ticketId: string, people: readonly string[]): Promise<boolean> {
  const rows = await transaction.query<{ person: string }>(
    'select person from ticket_people where ticket_id = $1::uuid and participant and person = any($2::text[])',
    [ticketId, people],
  );
  return rows.length === new Set(people).size;
}

function toCanonical({ scheme, value }: Address): { scheme: string; value: string } {
  return { scheme, value: canonicalValueOf(scheme, value) };
}

function isSame(to: readonly Address[], from: ReplyContext['from']): boolean {
  return to.length === 1 && to[0]!.scheme === from.scheme && to[0]!.value === from.value;
}
