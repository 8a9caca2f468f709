import { Injectable } from '@nestjs/common';
import type { ConversationState, ConversationStateChanged } from '#contracts';
import type { Transaction } from '#database';
import type { OutgoingRecord } from '#event-bus';
import { answersFirst } from '../bot/answers-first.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import type { Actor } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { type ChangedConversation, LiveConversationRepository, type Wanted } from './live-conversation.repository.js';
import { toStateRecord } from './state-record.js';
import { WaitingLine } from './waiting-line.js';

/**
 * Tells contacts how their conversation stands, where their channel shows it: each change once, written in the transaction that makes it. Whoever
 * calls holds the ticket.
 */
@Injectable()
export class ConversationTeller {
  constructor(
    private readonly conversations: LiveConversationRepository,
    private readonly line: WaitingLine,
    private readonly inboxes: InboxDirectory,
    private readonly profiles: DeskProfiles,
  ) {}

  /** Contacts wrote. Of each conversation one, the first of a batch. Returns what to tell. */
  async begin(transaction: Transaction, messages: readonly Omit<Wanted, 'bot'>[], now: Date): Promise<OutgoingRecord[]> {
    const shown = await Promise.all(messages.map(({ inboxId }) => this.showsAny(inboxId)));
    const { bot } = this.profiles.current().desk;
    const wanted: Wanted[] = [
      ...new Map(
        messages
          .filter((_, index) => shown[index])
          .reverse()
          .map((one) => [`${one.inboxId}\n${one.key}`, { ...one, bot: answersFirst(bot, one) }]),
      ).values(),
    ];
    if (wanted.length === 0) return [];
    for (const one of wanted.filter(({ named }) => named)) await this.conversations.rename(transaction, one);
    const queued = (await this.conversations.begin(transaction, wanted)).filter(({ state }) => state === 'queued');
    const told = await Promise.all(queued.map(({ inboxId }) => this.shows(inboxId, 'queued')));
    const records: OutgoingRecord[] = [];
    for (const inboxId of new Set(queued.map((one) => one.inboxId))) {
      const fresh = queued.filter((one, index) => one.inboxId === inboxId && told[index]);
      const since = wanted.filter((one) => one.inboxId === inboxId).reduce((at, one) => (one.at < at ? one.at : at), now);
      records.push(...(await this.line.place(transaction, inboxId, fresh, since, now)));
    }
    return records;
  }

  /** A person is to take over from the bot: who wrote hears his place in the line. Returns it with the likely wait; null where no line is shown. */
  async queue(unit: WorkUnit, ticketId: string): Promise<{ position: number; estimateMs: number | null } | null> {
    const { transaction, now } = unit;
    const queued = await this.conversations.queue(transaction, ticketId, now);
    let place: { position: number; estimateMs: number | null } | null = null;
    for (const one of queued) {
      if (!(await this.shows(one.inboxId, 'queued'))) continue;
      for (const record of await this.line.place(transaction, one.inboxId, [one], now, now)) {
        const { position, estimateMs = null } = record.envelope.data as ConversationStateChanged;
        if (position !== undefined) place ??= { position, estimateMs };
        unit.send(record);
      }
    }
    return place;
  }

  /** An agent has the ticket. */
  async taken(unit: WorkUnit, ticketId: string, agent: { readonly id: string; readonly displayName: string }): Promise<void> {
    await this.tellJoined(unit, await this.conversations.take(unit.transaction, ticketId, agent.id), agent.displayName);
  }

  /** Nobody has these tickets any more: their conversations wait again, where they stood. `WaitingLine` tells the places. */
  async waitAgain(transaction: Transaction, ticketIds: readonly string[]): Promise<void> {
    await this.conversations.waitAgain(transaction, ticketIds);
  }

  /** An agent answers by an inbox; to be called before the answer is sent, for it is told before it. */
  async answered(unit: WorkUnit, draft: TicketDraft, inboxId: string, actor: Actor, seq = draft.lastSeq): Promise<void> {
    if (actor.kind !== 'agent' || !(await this.showsAny(inboxId))) return;
    const about = { ticketId: draft.id, inboxId, agent: actor.id ?? null, seq };
    const changed = await this.conversations.answer(unit.transaction, about, unit.now);
    await this.tellJoined(
      unit,
      changed.filter(({ was }) => was !== 'joined'),
      actor.displayName,
    );
  }

  /** An agent looked at the thread, up to `seq`. */
  async seen(unit: WorkUnit, ticketId: string, seq: number): Promise<void> {
    for (const one of await this.conversations.see(unit.transaction, ticketId, seq)) await this.tell(unit, one, 'read');
  }

  /** The desk is done with the ticket. Who was answered is asked how it was. */
  async ended(unit: WorkUnit, ticketId: string): Promise<void> {
    for (const one of await this.conversations.end(unit.transaction, ticketId)) {
      await this.tell(unit, one, 'ended');
      if (one.answered) await this.tell(unit, one, 'rating_asked');
    }
  }

  private async tellJoined(unit: WorkUnit, changed: readonly ChangedConversation[], agentName: string | undefined): Promise<void> {
    for (const one of changed) await this.tell(unit, one, 'joined', agentName === undefined ? {} : { agentName });
  }

  private async tell(unit: WorkUnit, one: ChangedConversation, state: ConversationState, more: { agentName?: string } = {}): Promise<void> {
    if (await this.shows(one.inboxId, state)) unit.send(toStateRecord(one, { state, ...more }, unit.now));
  }

  private async shows(inboxId: string, state: ConversationState): Promise<boolean> {
    return (await this.inboxes.find(inboxId))?.capabilities?.states?.includes(state) === true;
  }

  private async showsAny(inboxId: string): Promise<boolean> {
    return ((await this.inboxes.find(inboxId))?.capabilities?.states ?? []).length > 0;
  }
}
