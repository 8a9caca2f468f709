import {
  EventSchemas,
  type ConversationKey,
  type DeliveryChanged,
  type EventData,
  type EventInput,
  type InboxId,
  type InboxRef,
} from '#contracts';
import { ManualClock, RetriableError, silentLogger, type Clock, type Logger } from '#runtime';
import type { InboundEventType, StateReport } from '../connector.js';
import type { ConnectorContext, Transcript } from '../context.js';
import type { Notes } from '../conversing.js';
import { checkEvent } from '../host/accepting/event-check.js';
import { isWritten, readEvent, type WrittenEvent } from '../writing/written-event.js';
import { MemoryHouse } from './memory-house.js';
import { MemoryBlobs, MemoryState } from './memory-stores.js';

export interface TestContextOptions {
  readonly inbox?: Partial<Record<keyof InboxRef, string>>;
  readonly clock?: Clock;
  readonly log?: Logger;
  /** Give the same one again to play a restart. */
  readonly state?: MemoryState;
  /** Give the same one to several to play a cluster, or to a later one to play a restart: transcripts and notes. */
  readonly house?: MemoryHouse;
  readonly blobs?: MemoryBlobs;
}

export interface EmittedEvent {
  readonly type: InboundEventType;
  readonly data: EventData<InboundEventType>;
  readonly blobs: readonly Buffer[];
}

/** How `emit` behaves: take events, refuse them as a log that is away does, or leave them waiting until it is told otherwise. */
export type EmitMode = 'take' | 'refuse' | 'wait';

interface WaitingEmit {
  take(): void;
  refuse(): void;
}

/** The house in memory, for tests of connectors: it records, and can be away. Every event is checked against its whole contract. */
export class TestContext implements ConnectorContext {
  readonly inbox: InboxRef;
  readonly clock: Clock;
  readonly log: Logger;
  readonly state: MemoryState;
  readonly blobs: MemoryBlobs;
  readonly house: MemoryHouse;
  readonly notes: Notes;
  /** Events taken, in order. */
  readonly emitted: EmittedEvent[] = [];
  /** Events offered, taken or not. */
  readonly offered: EmittedEvent[] = [];
  readonly deliveries: Omit<DeliveryChanged, 'inboxId' | 'rank'>[] = [];
  readonly reports: StateReport[] = [];
  readonly failures: unknown[] = [];
  /** What was told of typing contacts. */
  readonly typing: { readonly conversationKey: string; readonly on: boolean }[] = [];
  successes = 0;

  private mode: EmitMode = 'take';
  private waiting: WaitingEmit[] = [];
  private readonly controller = new AbortController();
  private readonly leases = new Map<string, AbortController>();

  constructor(options: TestContextOptions = {}) {
    const { id = 'test', channel = 'test', provider = 'test' } = options.inbox ?? {};
    this.inbox = { id: id as InboxId, channel, provider };
    this.clock = options.clock ?? new ManualClock();
    this.log = options.log ?? silentLogger;
    this.state = options.state ?? new MemoryState(this.clock);
    this.blobs = options.blobs ?? new MemoryBlobs();
    this.house = options.house ?? new MemoryHouse();
    this.notes = this.house.notesOf(this, this.controller.signal);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** What the host does before `stop`. No emit waits for longer: the real one ends by itself, too. */
  abort(): void {
    this.controller.abort();
    for (const emit of this.waiting.splice(0)) emit.refuse();
  }

  /** Changes how `emit` behaves; what waits is taken or refused accordingly. */
  setEmits(mode: EmitMode): void {
    this.mode = mode;
    if (mode === 'wait') return;
    for (const emit of this.waiting.splice(0)) emit[mode]();
  }

  async emit<T extends InboundEventType>(type: T, given: EventInput<T> | WrittenEvent<T>, blobs: readonly Buffer[] = []): Promise<void> {
    checkEvent(type, given, this.inbox, 'full');
    const data = isWritten(given) ? (readEvent(given) as EventInput<T>) : given;
    const event: EmittedEvent = { type, data: structuredClone(EventSchemas[type].parse(data)), blobs };
    this.offered.push(event);
    if (this.mode === 'refuse') throw createRefusal();
    if (this.mode === 'wait')
      await new Promise<void>((resolve, reject) => this.waiting.push({ take: resolve, refuse: () => reject(createRefusal()) }));
    for (const blob of blobs) await this.blobs.put(blob);
    this.emitted.push(event);
  }

  emitDelivery(change: Omit<DeliveryChanged, 'inboxId' | 'rank'>): Promise<void> {
    if (this.mode === 'refuse') return Promise.reject(createRefusal());
    this.deliveries.push(change);
    return Promise.resolve();
  }

  report(state: StateReport): void {
    this.reports.push(state);
  }

  succeeded(): void {
    this.successes += 1;
  }

  fail(error: unknown): void {
    this.failures.push(error);
  }

  /** The lease is always free; `loseLease` takes it away once. */
  async withLease(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    for (let lost = true; lost && !this.signal.aborted;) {
      const lease = new AbortController();
      this.leases.set(name, lease);
      try {
        await work(AbortSignal.any([this.signal, lease.signal]));
      } catch (error) {
        if (!lease.signal.aborted) throw error;
      }
      lost = lease.signal.aborted;
    }
    this.leases.delete(name);
  }

  loseLease(name: string): void {
    this.leases.get(name)?.abort(new Error(`lease ${name} lost`));
  }

  transcript(conversationKey: string): Transcript {
    return this.house.transcript(conversationKey, this.clock);
  }

  transcriptHeads(conversationKeys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.house.heads(conversationKeys);
  }

  /** As the host takes a conversation out; what the connector has open it is to be told besides. */
  erase(conversationKey: string): void {
    this.house.transcript(conversationKey, this.clock).erase();
    this.state.erase(conversationKey);
  }

  tellTyping(conversationKey: ConversationKey, on: boolean): void {
    this.typing.push({ conversationKey, on });
  }
}

export function createTestContext(options?: TestContextOptions): TestContext {
  return new TestContext(options);
}

function createRefusal(): RetriableError {
  return new RetriableError('The log is away (as the test wants it)', { code: 'log_unavailable' });
}
