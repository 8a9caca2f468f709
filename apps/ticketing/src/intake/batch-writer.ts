import { Inject, Injectable } from '@nestjs/common';
import { together } from '#database';
import type { Transaction } from '#database';
import { EVENT_BUS } from '#event-bus';
import type { EventBus, OutgoingRecord } from '#event-bus';
import { ContactOfferer } from '../contacts/contact-offerer.js';
import { readConversationEvent } from '../conversations/conversation-event.js';
import { ConversationTeller } from '../conversations/conversation-teller.js';
import type { Wanted } from '../conversations/live-conversation.repository.js';
import { LinkMerger } from '../moves/link-merger.js';
import { ReplyWindowRepository, type WindowStatement } from '../replies/reply-window.repository.js';
import { EntryRepository } from '../tickets/entry.repository.js';
import { TicketRepository } from '../tickets/ticket.repository.js';
import { HandlingFollower } from './handling.js';
import { ConversationEventFollower } from './conversation-event-follower.js';
import { toRecords } from './batch-events.js';
import type { BatchPlan } from './batch-plan.js';
import type { ResolvedBatch } from './batch-resolver.js';
import { MessageClaimRepository } from './message-claim.repository.js';
import type { MessageItem } from './intake-item.js';
import type { SortedItems } from './sort-out.js';
import { toDelivery } from './sort-out.js';
import { isUnlimited } from './to-entry-row.js';

/** Writes a batch's plan. Tickets are locked by now; what is appended to the log comes last, for it holds the heads of its partitions. */
@Injectable()
export class BatchWriter {
  constructor(
    private readonly claims: MessageClaimRepository,
    private readonly tickets: TicketRepository,
    private readonly entries: EntryRepository,
    private readonly links: LinkMerger,
    private readonly offerer: ContactOfferer,
    private readonly handling: HandlingFollower,
    private readonly teller: ConversationTeller,
    private readonly events: ConversationEventFollower,
    private readonly windows: ReplyWindowRepository,
    @Inject(EVENT_BUS) private readonly bus: EventBus,
  ) {}

  async write(transaction: Transaction, batch: ResolvedBatch, plan: BatchPlan, sorted: SortedItems, now: Date): Promise<void> {
    const opened = new Set(plan.openings.map(({ draft }) => draft));
    const changed = [...plan.drafts.values()].filter((draft) => !opened.has(draft));
    const deliveries = batch.messages.map(({ item }) => toDelivery(item.message));
    await together([
      this.claims.settle(transaction, batch.unsettled),
      this.tickets.write(transaction, plan.openings, changed, now),
      this.tickets.addPeople(transaction, plan.people),
      this.tickets.rememberConversations(transaction, conversationsOf(batch), now),
      this.entries.insert(
        transaction,
        plan.entries.map(({ row }) => row),
        deliveries,
        now,
      ),
      this.entries.countDeliveries(transaction, sorted.repeated, now),
      this.windows.keep(transaction, statementsOf(batch), now),
    ]);
  }

  /** Follows up on what the batch showed: conversations that begin, tickets that are one case, people whom colleagues write for. Returns what to tell. */
  async followUp(
    transaction: Transaction,
    batch: ResolvedBatch,
    plan: BatchPlan,
    sorted: SortedItems,
    now: Date,
  ): Promise<readonly OutgoingRecord[]> {
    const asked = await this.handling.follow(transaction, askingOf(batch, sorted), now);
    const begun = await this.teller.begin(transaction, talkingOf(plan), now);
    const done = await this.events.follow(transaction, plan.entries, now);
    const links = batch.messages.flatMap(({ decision }) => decision.links);
    const offered = await this.offerer.follow(transaction, plan.entries, now);
    return [...begun, ...done, ...asked, ...offered, ...(await this.links.follow(transaction, links, now))];
  }

  asksFollowUp(batch: ResolvedBatch, plan: BatchPlan, sorted: SortedItems): boolean {
    if (askingOf(batch, sorted).length > 0 || talkingOf(plan).length > 0) return true;
    return batch.messages.some(
      ({ decision, item: { message } }) =>
        decision.links.length > 0 || message.forwarded !== undefined || readConversationEvent(message.parts) !== null,
    );
  }

  async tell(transaction: Transaction, plan: BatchPlan, further: readonly OutgoingRecord[], now: Date): Promise<void> {
    const records = [...toRecords(plan, now), ...further];
    if (records.length > 0) await this.bus.appendInTransaction(transaction, records);
  }
}

/** Messages whose doors ask something of the desk, and newer states of known ones: these may ask it no more. */
function askingOf(batch: ResolvedBatch, { revisions }: SortedItems): MessageItem[] {
  return [...batch.messages.map(({ item }) => item).filter(({ message }) => message.handling !== undefined), ...revisions];
}

/** What people wrote now in conversations that go on. */
function talkingOf(plan: BatchPlan): Omit<Wanted, 'bot'>[] {
  return plan.entries.flatMap(({ byCustomer, draft, row, resolved }) => {
    if (!byCustomer || row.inboxId === null || row.replyContext?.continues !== true) return [];
    const named = resolved?.decision.rule === 'reference';
    const { inboxId, channel, receivedAt } = row;
    return [{ inboxId, key: row.replyContext.conversationKey, channel, ticketId: draft.id, at: new Date(receivedAt), named }];
  });
}

function conversationsOf(batch: ResolvedBatch): { inboxId: string; key: string; ticketId: string }[] {
  return batch.messages
    .filter(
      ({ item, threadable, decision }) =>
        item.message.conversation.continues && !(threadable.question === true && decision.ticket.kind === 'existing'),
    )
    .map(({ item, decision }) => ({
      inboxId: item.message.inbox.id,
      key: item.message.conversation.key,
      ticketId: decision.ticket.ticketId,
    }));
}

/** What the batch says of how conversations may be answered. */
function statementsOf(batch: ResolvedBatch): WindowStatement[] {
  return batch.messages.flatMap(({ item: { message } }) => {
    const { inbox, conversation, occurredAt: at, direction, replyWindow, windowAfter } = message;
    const ofMessage = direction === 'inbound' && conversation.continues && !isUnlimited(replyWindow) ? replyWindow : undefined;
    const window = windowAfter ?? ofMessage;
    return window === undefined ? [] : [{ inboxId: inbox.id, key: conversation.key, at, window }];
  });
}
