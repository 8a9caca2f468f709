import { Injectable } from '@nestjs/common';
import { eventIdOf, type MessagePart } from '#contracts';
import { PermanentError } from '#runtime';
import { AcknowledgementWays } from '../acknowledgements/acknowledgement-ways.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { toTextPart } from '../replies/compose-outbound.js';
import { findLastMessage } from '../replies/last-message.js';
import { ReplyService } from '../replies/reply.service.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';

export interface AutomaticMessage {
  /** Once for each, whatever happens: `survey:<ticket>`, `rule:<run>:1`. */
  readonly key: string;
  readonly text: string;
  /** Instead of `text` where the channel may show more than words; its fallbacks are the words. */
  readonly parts?: readonly MessagePart[];
  /** `survey`, `evidence_asked`, `incident`, …: stands on the entry. */
  readonly reason: string;
  readonly actor: Actor;
  /** Another inbox than the ticket's last. */
  readonly inboxId?: string;
  readonly to?: readonly { readonly scheme: string; readonly value: string; readonly displayName?: string }[];
}

/** Anything but `queued` and `repeated` is told in the thread. */
export type AutomaticOutcome = 'queued' | 'repeated' | 'capped' | 'folded' | 'not_sendable';

const DAY_MS = 86_400_000;

/** What the desk writes by itself on a ticket's own channel, or the one that is set up where nothing goes out by it. It stops no clock, for no person answered. */
@Injectable()
export class AutomaticMessages {
  constructor(
    private readonly replies: ReplyService,
    private readonly ways: AcknowledgementWays,
    private readonly profiles: DeskProfiles,
  ) {}

  /** The id of the entry that `key` leads to. */
  static entryIdOf(key: string): string {
    return eventIdOf(`automatic:${key}`);
  }

  /** On a locked ticket, as a part of other work. */
  async send(unit: WorkUnit, draft: TicketDraft, message: AutomaticMessage): Promise<AutomaticOutcome> {
    const { transaction, now } = unit;
    const [fresh] = await transaction.query(
      // Its row goes by age; the entry that it became stays.
      `insert into automatic_messages (key, ticket_id, reason, outcome, at) select $1::text, $2::uuid, $3::text, 'queued', $4::timestamptz
       where not exists (select from entries where id = $5::uuid) on conflict do nothing returning key`,
      [message.key, draft.id, message.reason, now, AutomaticMessages.entryIdOf(message.key)],
    );
    if (fresh === undefined) return 'repeated';
    const refusal = draft.folded || draft.quarantined ? 'folded' : await this.findCap(unit, draft);
    if (refusal !== null) return this.refuse(unit, draft, message, refusal, null);
    const { key, text, parts = [toTextPart(text)], reason } = message;
    const input = { parts, automatic: { reason }, ...(await this.findWay(unit, draft, message)) };
    try {
      await this.replies.queue(unit, draft, AutomaticMessages.entryIdOf(key), input, message.actor);
      return 'queued';
    } catch (error) {
      // Said before anything was changed.
      if (error instanceof PermanentError) return this.refuse(unit, draft, message, 'not_sendable', error);
      throw error;
    }
  }

  /** Where nothing goes out by the inbox he came by, the way that is set up for it (`acknowledgements.via`), if his answer comes back by it. */
  private async findWay(
    { transaction }: WorkUnit,
    draft: TicketDraft,
    { inboxId, to }: AutomaticMessage,
  ): Promise<Pick<AutomaticMessage, 'inboxId' | 'to'>> {
    if (inboxId !== undefined || to !== undefined) return { ...(inboxId && { inboxId }), ...(to && { to }) };
    const last = await findLastMessage(transaction, draft.id, undefined);
    if (last === null || !this.ways.leadElsewhere(last.inbox_id)) return {};
    const { from, replyTo, replyWindow } = last.reply_context;
    const open = (replyWindow as { open?: boolean } | undefined)?.open !== false;
    const way = await this.ways.find({ inboxId: last.inbox_id, channel: last.channel, from, replyTo: replyTo?.[0], open });
    return way === null || typeof way === 'string' || way.answers || !way.hears ? {} : { inboxId: way.inboxId, to: [way.to] };
  }

  private async findCap({ transaction, now }: WorkUnit, draft: TicketDraft): Promise<'capped' | null> {
    const { perTicketPerDay, perContactPerDay } = this.profiles.current().desk.automatic;
    const [row] = await transaction.query<{ ticket: number; contact: number }>(
      `select count(*) filter (where m.ticket_id = $1::uuid)::int as ticket, count(*)::int as contact
       from automatic_messages m where m.outcome = 'queued' and m.at > $3
         and m.ticket_id in (select id from tickets where contact_id = $2::uuid)`,
      [draft.id, draft.contactId, new Date(now.getTime() - DAY_MS)],
    );
    // The one that is being sent is counted already.
    return row!.ticket > perTicketPerDay || row!.contact > perContactPerDay ? 'capped' : null;
  }

  private async refuse(
    unit: WorkUnit,
    draft: TicketDraft,
    { key, reason }: AutomaticMessage,
    outcome: AutomaticOutcome,
    why: PermanentError | null,
  ): Promise<AutomaticOutcome> {
    await unit.transaction.query('update automatic_messages set outcome = $2 where key = $1', [key, outcome]);
    const text = `A message of the desk (${reason}) was not sent: ${why?.message ?? REASONS[outcome] ?? outcome}.`;
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry(
        {
          id: AutomaticMessages.entryIdOf(key),
          ticketId: draft.id,
          seq,
          direction: 'system',
          actor: { kind: 'system' },
          text,
          code: 'automatic.refused',
          data: { reason, outcome, ...(why === null ? {} : { problem: why.code, fault: why.message }) },
        },
        unit.now,
      ),
    );
    return outcome;
  }
}

const REASONS: Readonly<Partial<Record<AutomaticOutcome, string>>> = {
  capped: 'as many as the desk allows a day went out',
  folded: 'nobody is known to read there',
};
