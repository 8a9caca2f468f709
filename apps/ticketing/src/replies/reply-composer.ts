import { Inject, Injectable } from '@nestjs/common';
import type { Address, MessagePart, ReplyRequested } from '#contracts';
import type { Transaction } from '#database';
import { PermanentError, SETTINGS } from '#runtime';
import type { Settings } from '#runtime';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import type { Actor } from '../tickets/actor.js';
import { toAuthor } from '../tickets/actor.js';
import type { EntryRow, ReplyContext } from '../tickets/entry-row.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { composeOutbound } from './compose-outbound.js';
import { findLastMessage, threadOf, type LastMessage } from './last-message.js';
import { readHistory, toQuoted } from './quoted-history.js';
import { findRecipients } from './recipients.js';
import type { AccountDataOverride } from '../account-data/account-data-stop.js';
import { toFallback, type ReplyWishes } from './reply-fitter.js';
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
  /** So long it can be taken back before it goes out; default: it goes at once. */
  readonly undoForMs?: number;
  /** The ticket's version that the agent saw. */
  readonly expectedVersion?: number;
  /** To send account data where the desk stops it. */
  readonly accountData?: AccountDataOverride;
  /**
   * A message that nobody typed. With `shown` it goes to an address that is not proved: it tells nothing of the ticket, lets nobody in, and `shown` stands in
   * the thread instead of its words.
   */
  readonly automatic?: { readonly reason: string; readonly subject?: string; readonly shown?: string };
}

export interface ComposedReply {
  readonly entry: EntryRow;
  readonly reply: ReplyRequested;
  readonly channel: string;
  readonly to: readonly Address[];
}

/** Makes of an agent's words what goes out by an inbox: to whom, in which conversation and thread, signed. Queues nothing. */
@Injectable()
export class ReplyComposer {
  constructor(
    private readonly inboxes: InboxDirectory,
    private readonly tokens: TicketTokens,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** `refuse` is asked once the way is known to exist. Throws `PermanentError`: `inbox_unknown`, `recipient_missing`, and as `channelOf`. */
  async compose(
    unit: WorkUnit,
    draft: TicketDraft,
    commandId: string,
    input: ReplyInput & { readonly inboxId: string },
    actor: Actor,
    refuse: () => void = () => undefined,
  ): Promise<ComposedReply> {
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
    const composed = composeOutbound(
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
        thread: last === null || last.inbox_id !== inboxId || input.automatic?.shown !== undefined ? {} : threadOf(last),
        context: goesOn ? last.reply_context : null,
        automatic: input.automatic,
        adapt: input.adapt,
        onWindowClosed: input.onWindowClosed,
        fallback: toFallback(input),
      },
      unit.now,
    );
    return { ...composed, channel, to };
  }

  /**
   * `goesOnIn`: channel of the customer's last message by this inbox; null when we would write first. Throws `PermanentError`: `inbox_unknown`,
   * `inbox_cannot_send`, `writing_first_impossible`.
   */
  async channelOf(inboxId: string, goesOnIn: string | null): Promise<string> {
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
}

async function findGroup(transaction: Transaction, ticketId: string): Promise<string | null> {
  const [row] = await transaction.query<{ group_id: string | null }>('select group_id from tickets where id = $1::uuid', [ticketId]);
  return row?.group_id ?? null;
}

function isSame(to: readonly Address[], from: ReplyContext['from']): boolean {
  return to.length === 1 && to[0]!.scheme === from.scheme && to[0]!.value === from.value;
}
