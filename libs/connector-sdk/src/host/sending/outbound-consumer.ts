import {
  ConversationErased,
  ConversationStateChanged,
  InboxFetchRequested,
  InboxListingRequested,
  InboxSwitchRequested,
  ReplyRecallRequested,
  ReplyRequested,
  Topics,
} from '#contracts';
import { PartlyFailed, type ConsumedBatch, type ConsumedRecord, type EventBus, type Subscription } from '#event-bus';
import { PermanentError } from '#runtime';
import type { ConversationEraser } from '../forgetting/conversation-eraser.js';
import type { InboxRepository } from '../inboxes/inbox.repository.js';
import type { HeldTeller } from '../listing/held-teller.js';
import type { ReplyRecaller } from './reply-recaller.js';
import type { Order, ReplySender } from './reply-sender.js';
import type { Hold, SentCommandsRepository } from './sent-commands.repository.js';
import type { StateShower } from './state-shower.js';
import type { WaitingBehind } from './waiting-behind.js';

/** Records of one batch; different conversations of it are sent at once. */
const BATCH = 50;
const CONVERSATIONS_AT_ONCE = 16;

interface RecordedOrder extends Order {
  readonly record: ConsumedRecord;
}

interface RecordedDeed {
  readonly record: ConsumedRecord;
  readonly key: string;
  readonly deed: Deed;
}

/** What is asked for besides sending. */
type Deed = () => Promise<void>;
type Recorded = RecordedOrder | RecordedDeed;
type Wanted = { readonly reply: ReplyRequested } | { readonly deed: Deed };

/** What a channel is asked for besides sending. */
export interface OutboundWorks {
  readonly states: Pick<StateShower, 'show'>;
  readonly eraser: Pick<ConversationEraser, 'erase'>;
  readonly recaller: Pick<ReplyRecaller, 'recall'>;
  readonly inboxes: Pick<InboxRepository, 'obey'>;
  readonly held: Pick<HeldTeller, 'list' | 'fetch'>;
}

/** Reads what is to be sent on one channel. One conversation's replies leave in their order; a held one holds those behind it. */
export class OutboundConsumer {
  private subscription: Subscription | null = null;

  constructor(
    private readonly bus: EventBus,
    private readonly channel: string,
    private readonly sender: ReplySender,
    private readonly commands: Pick<SentCommandsRepository, 'findAll'>,
    private readonly behind: Pick<WaitingBehind, 'explain'>,
    private readonly works: OutboundWorks,
  ) {}

  async start(): Promise<void> {
    const topic = Topics.outboundMessages(this.channel);
    await this.bus.ensureTopics([topic]);
    this.subscription = await this.bus.subscribe({
      topic,
      group: `${this.channel}-connector`,
      maxBatch: BATCH,
      acrossPartitions: true,
      handler: (batch) => this.handle(batch),
      onParkedBehind: (records) => this.behind.explain(records),
    });
  }

  async stop(): Promise<void> {
    await this.subscription?.stop();
    this.subscription = null;
    await this.sender.settled();
  }

  /** Rejects with `PartlyFailed` when every conversation has ended or stopped at its fault. */
  async handle({ records, signal }: ConsumedBatch): Promise<void> {
    const faults = new Map<ConsumedRecord, unknown>();
    const conversations = groupByKey(await this.readOrders(records, signal, faults));
    const holds: Hold[] = [];
    const work = async () => {
      for (let group = conversations.shift(); group !== undefined; group = conversations.shift())
        await this.sendInOrder(group, holds, faults);
    };
    await Promise.all(Array.from({ length: CONVERSATIONS_AT_ONCE }, work));
    await this.sender.note(holds);
    if (faults.size > 0) throw records.length === 1 ? [...faults.values()][0] : new PartlyFailed(faults);
  }

  private async sendInOrder(orders: readonly Recorded[], holds: Hold[], faults: Map<ConsumedRecord, unknown>): Promise<void> {
    for (const order of orders) {
      try {
        if ('deed' in order) {
          await order.deed();
          continue;
        }
        const held = await this.sender.sendInTime(order);
        if (held === null) continue;
        if (held.hold !== null) holds.push(held.hold);
        faults.set(order.record, held.error);
      } catch (error) {
        faults.set(order.record, error);
      }
      return;
    }
  }

  /** What is to be sent now: nothing of a conversation behind a fault. */
  private async readOrders(
    records: readonly ConsumedRecord[],
    signal: AbortSignal,
    faults: Map<ConsumedRecord, unknown>,
  ): Promise<Recorded[]> {
    const wanted: (Wanted & { record: ConsumedRecord })[] = [];
    const stopped = new Set<string>();
    const stop = (record: ConsumedRecord, error: unknown) => {
      faults.set(record, error);
      stopped.add(record.key);
    };
    for (const record of records) {
      if (stopped.has(record.key)) continue;
      try {
        const one = this.read(record);
        const held = one !== null && 'reply' in one ? this.sender.findNoted(one.reply.commandId) : null;
        if (held !== null) stop(record, held.error);
        else if (one !== null) wanted.push({ ...one, record });
      } catch (error) {
        stop(record, error);
      }
    }
    const known = await this.commands.findAll(wanted.flatMap((one) => ('reply' in one ? [one.reply.commandId] : [])));
    return wanted.map((one) => {
      const { record } = one;
      if ('deed' in one) return { record, key: record.key, deed: one.deed };
      const requestedAt = new Date(record.envelope.time);
      return { reply: one.reply, record, key: record.key, requestedAt, known: known.get(one.reply.commandId) ?? null, signal };
    });
  }

  /** Null for what needs no sending. */
  private read({ envelope }: ConsumedRecord): Wanted | null {
    const { states, eraser, recaller, inboxes, held } = this.works;
    const about = { id: envelope.id, at: new Date(envelope.time) };
    const toDeed = <T>(schema: Schema<T>, run: (data: T) => Promise<void>): Wanted => {
      const data = parse(schema, envelope);
      return { deed: () => run(data) };
    };
    switch (envelope.type) {
      case 'reply.requested.v1':
        return { reply: parse(ReplyRequested, envelope) };
      case 'reply.recall_requested.v1':
        return toDeed(ReplyRecallRequested, (recall) => recaller.recall(recall, about.at));
      case 'conversation.state_changed.v1':
        return toDeed(ConversationStateChanged, (change) => states.show(change, about));
      case 'conversation.erased.v1':
        return toDeed(ConversationErased, (erased) => eraser.erase(erased));
      case 'inbox.switch_requested.v1':
        return toDeed(InboxSwitchRequested, (wanted) => inboxes.obey(wanted));
      case 'inbox.listing_requested.v1':
        return toDeed(InboxListingRequested, (wanted) => held.list(wanted, about));
      case 'inbox.fetch_requested.v1':
        return toDeed(InboxFetchRequested, (wanted) => held.fetch(wanted, about));
      default:
        // What a channel's connector does not know is for a newer one.
        return null;
    }
  }
}

function groupByKey<T extends { readonly key: string }>(orders: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const order of orders) {
    const group = groups.get(order.key);
    if (group === undefined) groups.set(order.key, [order]);
    else group.push(order);
  }
  return [...groups.values()];
}

interface Schema<T> {
  safeParse(data: unknown): { success: true; data: T } | { success: false; error: Error };
}

function parse<T>(schema: Schema<T>, envelope: ConsumedRecord['envelope']): T {
  const parsed = schema.safeParse(envelope.data);
  if (parsed.success) return parsed.data;
  throw new PermanentError(`${envelope.type} ${envelope.id} breaks its contract: ${parsed.error.message}`, {
    code: 'event_invalid',
    cause: parsed.error,
  });
}
