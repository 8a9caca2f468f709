import { ConversationErased, ConversationStateChanged, ReplyRecallRequested, ReplyRequested, Topics } from '#contracts';
import { PartlyFailed, type ConsumedBatch, type ConsumedRecord, type EventBus, type Subscription } from '#event-bus';
import { PermanentError } from '#runtime';
import type { ConversationEraser } from '../forgetting/conversation-eraser.js';
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

interface RecordedState {
  readonly record: ConsumedRecord;
  readonly key: string;
  readonly change: ConversationStateChanged;
}

interface RecordedErasure {
  readonly record: ConsumedRecord;
  readonly key: string;
  readonly erased: ConversationErased;
}

interface RecordedRecall {
  readonly record: ConsumedRecord;
  readonly key: string;
  readonly recall: ReplyRecallRequested;
}

type Recorded = RecordedOrder | RecordedState | RecordedErasure | RecordedRecall;

type Wanted =
  | { readonly reply: ReplyRequested }
  | { readonly change: ConversationStateChanged }
  | { readonly erased: ConversationErased }
  | { readonly recall: ReplyRecallRequested };

/** What a channel is asked for besides sending. */
export interface OutboundWorks {
  readonly states: Pick<StateShower, 'show'>;
  readonly eraser: Pick<ConversationEraser, 'erase'>;
  readonly recaller: Pick<ReplyRecaller, 'recall'>;
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
        if ('erased' in order) {
          await this.works.eraser.erase(order.erased);
          continue;
        }
        if ('recall' in order) {
          await this.works.recaller.recall(order.recall, new Date(order.record.envelope.time));
          continue;
        }
        if ('change' in order) {
          const { id, time } = order.record.envelope;
          await this.works.states.show(order.change, { id, at: new Date(time) });
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
      if ('change' in one) return { record, key: record.key, change: one.change };
      if ('erased' in one) return { record, key: record.key, erased: one.erased };
      if ('recall' in one) return { record, key: record.key, recall: one.recall };
      const requestedAt = new Date(record.envelope.time);
      return { reply: one.reply, record, key: record.key, requestedAt, known: known.get(one.reply.commandId) ?? null, signal };
    });
  }

  /** Null for what needs no sending. */
  private read({ envelope }: ConsumedRecord): Wanted | null {
    if (envelope.type === 'reply.recall_requested.v1') return { recall: parse(ReplyRecallRequested, envelope) };
    if (envelope.type === 'conversation.state_changed.v1') return { change: parse(ConversationStateChanged, envelope) };
    if (envelope.type === 'conversation.erased.v1') return { erased: parse(ConversationErased, envelope) };
    // What a channel's connector does not know is for a newer one.
    return envelope.type === 'reply.requested.v1' ? { reply: parse(ReplyRequested, envelope) } : null;
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

function parse<T>(
  schema: { safeParse(data: unknown): { success: true; data: T } | { success: false; error: Error } },
  envelope: ConsumedRecord['envelope'],
): T {
  const parsed = schema.safeParse(envelope.data);
  if (parsed.success) return parsed.data;
  throw new PermanentError(`${envelope.type} ${envelope.id} breaks its contract: ${parsed.error.message}`, {
    code: 'event_invalid',
    cause: parsed.error,
  });
}
