import { Topics, type ConnectorStateChanged, type EventId } from '#contracts';
import type { EventBus, OutgoingRecord } from '#event-bus';
import type { Clock, Logger } from '#runtime';
import { randomUUID } from 'node:crypto';

/** Brings the newest state of each inbox onto the log; while the log is away only the newest is kept. */
export class StatePublisher {
  private pending = new Map<string, ConnectorStateChanged>();
  private publishing: Promise<void> | null = null;
  private retry: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly bus: EventBus,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly retryMs = 1_000,
  ) {}

  publish(change: ConnectorStateChanged): void {
    this.pending.set(change.inboxId, change);
    this.publishing ??= this.drain();
  }

  /** Gives what is left one more try. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    await this.publishing;
    if (this.pending.size > 0) await this.drain();
  }

  private async drain(): Promise<void> {
    // Reports of one turn of the event loop go together.
    await Promise.resolve();
    while (this.pending.size > 0) {
      const batch = this.pending;
      this.pending = new Map();
      try {
        await this.bus.append([...batch.values()].map((change) => this.toRecord(change)));
      } catch (error) {
        this.logger.warn('states of inboxes could not be published', { inboxes: [...batch.keys()], error });
        for (const [inboxId, change] of batch) if (!this.pending.has(inboxId)) this.pending.set(inboxId, change);
        break;
      }
    }
    this.publishing = null;
    if (this.pending.size > 0 && !this.stopped) this.retry = setTimeout(() => void (this.publishing ??= this.drain()), this.retryMs);
  }

  private toRecord(change: ConnectorStateChanged): OutgoingRecord {
    return {
      topic: Topics.connectorStates,
      key: change.inboxId,
      envelope: {
        specversion: '1.0',
        id: randomUUID() as EventId,
        source: `/inboxes/${change.inboxId}`,
        type: 'connector.state_changed.v1',
        time: this.clock.now().toISOString(),
        subject: change.inboxId,
        datacontenttype: 'application/json',
        data: change,
      },
    };
  }
}
