import type { BlobStore } from '#blob-store';
import type { ConversationKey, EventInput, InboxRef } from '#contracts';
import { RetriableError, type Clock, type Logger, type Tracing } from '#runtime';
import type { InboundEventType, StateReport } from '../../connector.js';
import type { ConnectorBlobs, ConnectorContext, StateStore, Transcript } from '../../context.js';
import type { WrittenEvent } from '../../writing/written-event.js';
import { checkEvent, type EventValidation } from '../accepting/event-check.js';
import type { Notes } from '../../conversing.js';
import type { Acceptance } from '../accepting/acceptance.js';
import type { EventWriter } from '../accepting/event-writer.js';
import type { FaultGuard } from '../faults/fault-guard.js';
import type { LeaseKeeper } from '../leases/lease-keeper.js';
import type { InboxNotes } from '../notices/inbox-notes.js';
import type { DeliveryTeller } from '../sending/delivery-teller.js';
import type { ConnectorRun } from '../supervision/connector-run.js';
import type { StateReporter } from '../supervision/state-reporter.js';
import type { HostMetrics } from '../host-metrics.js';
import type { StateRepository } from './state.repository.js';
import type { TranscriptRepository } from './transcript.repository.js';

/** What every inbox of the process shares. */
export interface HostParts {
  readonly acceptance: Acceptance;
  readonly writer: EventWriter;
  readonly blobStore: BlobStore;
  readonly states: StateRepository;
  readonly transcripts: TranscriptRepository;
  readonly leases: LeaseKeeper;
  readonly notes: InboxNotes;
  readonly deliveries: DeliveryTeller;
  readonly guard: FaultGuard;
  readonly metrics: HostMetrics;
  readonly clock: Clock;
  readonly tracing: Tracing;
  readonly validation: EventValidation;
}

/** The house as one run of one inbox sees it. Ends with the run: a connector left behind reaches nothing any more. */
export class InboxContext implements ConnectorContext {
  readonly clock: Clock;
  readonly state: StateStore;
  readonly blobs: ConnectorBlobs;
  readonly notes: Notes;

  constructor(
    readonly inbox: InboxRef,
    readonly log: Logger,
    private readonly run: ConnectorRun,
    private readonly reporter: StateReporter,
    private readonly parts: HostParts,
  ) {
    this.clock = parts.clock;
    this.state = parts.states.of(inbox.id);
    this.notes = parts.notes.of(inbox.id, run.signal);
    const { blobStore, writer } = parts;
    this.blobs = {
      describe: (content) => writer.describe(content),
      put: (content, options) => blobStore.put(content, options),
      get: (ref) => blobStore.get(ref),
      open: (ref) => blobStore.open(ref),
    };
  }

  get signal(): AbortSignal {
    return this.run.signal;
  }

  async emit<T extends InboundEventType>(type: T, event: EventInput<T> | WrittenEvent<T>, blobs: readonly Buffer[] = []): Promise<void> {
    this.refuseWhenOver();
    const { acceptance, guard, metrics, tracing, validation, writer } = this.parts;
    const head = checkEvent(type, event, this.inbox, validation);
    const span = tracing.startSpan('accept', undefined, { 'inbox.id': this.inbox.id, 'event.type': type });
    const startedAt = performance.now();
    try {
      const prepared = writer.write(head, event, { inbox: this.inbox, traceparent: span.traceparent, blobs });
      await guard.leave(() => acceptance.accept(head.conversationKey, prepared));
      this.reporter.succeeded();
      metrics.accepted(this.inbox.id, type, performance.now() - startedAt);
      span.end();
    } catch (error) {
      metrics.refused(this.inbox.id, error);
      span.end(error);
      throw error;
    }
  }

  async emitDelivery(change: Parameters<ConnectorContext['emitDelivery']>[0]): Promise<void> {
    this.refuseWhenOver();
    await this.parts.guard.leave(() => this.parts.deliveries.tell(this.inbox.id, change));
  }

  report(state: StateReport): void {
    if (!this.run.isOver) this.reporter.report(state);
  }

  fail(error: unknown): void {
    this.run.fail(error);
  }

  succeeded(): void {
    if (!this.run.isOver) this.reporter.succeeded();
  }

  async withLease(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { guard, leases } = this.parts;
    await guard.leave(() =>
      leases.withLease(`${this.inbox.id}/${name}`, this.signal, (signal) => guard.runFor(this.run, () => work(signal))),
    );
  }

  transcript(conversationKey: string): Transcript {
    return this.parts.transcripts.of(this.inbox.id, conversationKey);
  }

  transcriptHeads(conversationKeys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.parts.transcripts.heads(this.inbox.id, conversationKeys);
  }

  tellTyping(conversationKey: ConversationKey, on: boolean): void {
    if (!this.run.isOver) this.parts.notes.tellTyping(this.inbox.id, conversationKey, on);
  }

  private refuseWhenOver(): void {
    if (this.run.isOver)
      throw new RetriableError(`Inbox ${this.inbox.id} has stopped`, { code: 'inbox_stopped', hint: 'The next start takes it.' });
  }
}
