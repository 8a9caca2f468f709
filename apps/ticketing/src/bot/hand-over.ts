import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ConversationTeller } from '../conversations/conversation-teller.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { fillText, pickText } from '../desk/schema/texts.js';
import type { TicketFacts } from '../facts/ticket-facts.js';
import { HoursNotice } from '../service-levels/hours/hours-notice.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { PersonReason, Said } from './converse.js';

const REASONS: Readonly<Record<PersonReason, string>> = {
  asked: 'the customer asked for a person',
  emergency: 'an emergency',
  script: 'its script ends with a person',
  unknown: 'it did not know the answer',
  too_long: 'the conversation became long',
  rejected: 'its answer was not approved',
  unreviewed: 'nobody approved its answer in time',
  outside: 'the program that answers asked for it',
};

/** Gives a bot's conversation to people, and says what to tell the customer: that he need not repeat himself, his place and the likely wait. */
@Injectable()
export class HandOver {
  constructor(
    private readonly teller: ConversationTeller,
    private readonly profiles: DeskProfiles,
    private readonly hours: HoursNotice,
  ) {}

  /** On a locked ticket; its session must be saved as `person` by the caller, before. */
  async run(
    unit: WorkUnit,
    draft: TicketDraft,
    facts: TicketFacts,
    { reason, note, bot }: { readonly reason: PersonReason; readonly note?: string; readonly bot: Actor },
  ): Promise<Said> {
    const { desk } = this.profiles.current();
    const { texts } = desk.bot;
    const line = (await this.teller.queue(unit, draft.id)) ?? (await placeOf(unit, draft.id, facts.inboxId));
    const words = `Handed over to a person: ${REASONS[reason]}.${note === undefined ? '' : `\n\n${note}`}`;
    const data = { reason, note, ...(line === null ? {} : line) };
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry(
        { id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor: bot, text: words, code: 'bot.handed_over', data },
        unit.now,
      ),
    );
    unit.tell('ticket.changed.v1', draft, {
      changes: { bot: { from: 'active', to: 'person' } },
      by: { kind: 'bot' },
      reason: `bot ${reason}`,
    });
    const tell = (text: Parameters<typeof pickText>[0], values: Record<string, number> = {}) =>
      fillText(pickText(text, facts.language, desk.languages[0]), values);
    const lines = [tell(texts.handedOver)];
    if (line !== null) lines.push(tell(texts.position, { position: line.position, ahead: line.position - 1 }));
    // Nobody is there: when somebody will be says more than how long it takes.
    const closed = await this.hours.find(
      facts.inboxId,
      facts.message?.channel ?? '',
      facts.language?.startsWith('zh') === true ? 'zh' : 'en',
    );
    if (closed !== null) lines.push(closed);
    else if (line?.estimateMs != null) lines.push(tell(texts.estimate, { minutes: Math.max(1, Math.ceil(line.estimateMs / 60_000)) }));
    if (texts.community !== undefined) lines.push(tell(texts.community));
    return { text: lines.join('\n'), from: { kind: 'house' } };
  }
}

/** Where the channel shows no line: how many of the inbox wait for a person longer. */
async function placeOf(
  { transaction }: WorkUnit,
  ticketId: string,
  inboxId: string | null,
): Promise<{ position: number; estimateMs: null } | null> {
  if (inboxId === null) return null;
  const [row] = await transaction.query<{ ahead: number }>(
    `select count(*)::int as ahead from tickets t where t.inbox_id = $2 and t.id <> $1::uuid and t.status in ('new', 'open') and t.assignee_id is null
       and not t.folded and not t.quarantined and t.merged_into is null
       and not exists (select from bot_sessions s where s.ticket_id = t.id and s.state = 'active')`,
    [ticketId, inboxId],
  );
  return { position: row!.ahead + 1, estimateMs: null };
}
