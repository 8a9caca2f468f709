import type { ConsumedRecord, TopicTail } from '#event-bus';
import type { Logger } from '#runtime';
import type { FactsOfTickets } from './stream-viewer.js';

const BATCH = 500;
const TROUBLE_MS = 1_000;

/** The one reader of a process: from the end of the topic on, for as long as there are clients. */
export class FeedRun {
  /** What has been told; null until the end of the topic is known. */
  position: readonly number[] | null = null;
  /** Resolves when `position` is known, or the run was stopped. */
  readonly ready: Promise<void>;
  private stopped = false;
  private moved = false;
  private wake: (() => void) | undefined;
  private readonly unlisten: () => Promise<void>;
  private readonly ended: Promise<void>;

  constructor(
    private readonly tail: TopicTail,
    private readonly look: (records: readonly ConsumedRecord[]) => Promise<FactsOfTickets>,
    private readonly tell: (records: readonly ConsumedRecord[], facts: FactsOfTickets) => void,
    private readonly log: Logger,
  ) {
    this.unlisten = tail.listen(() => this.ring());
    this.ready = this.findEnd();
    this.ended = this.ready.then(() => this.follow());
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.ring();
    await this.unlisten();
    await this.ended;
  }

  private async findEnd(): Promise<void> {
    while (!this.stopped && this.position === null) {
      try {
        this.position = (await this.tail.findBounds()).end;
      } catch (error) {
        await this.bearWith(error);
      }
    }
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      try {
        this.moved = false;
        const records = await this.tail.read(this.position!, BATCH);
        if (records.length > 0) this.advance(records, await this.look(records));
        else if (!this.moved) await this.rest();
      } catch (error) {
        await this.bearWith(error);
      }
    }
  }

  private advance(records: readonly ConsumedRecord[], facts: FactsOfTickets): void {
    const position = [...this.position!];
    for (const { partition, offset } of records) position[partition] = Number(offset) + 1;
    this.position = position;
    if (!this.stopped) this.tell(records, facts);
  }

  private async bearWith(error: unknown): Promise<void> {
    this.log.debug('the stream of ticket events stands still', { error });
    this.moved = false;
    await Promise.race([this.rest(), new Promise((resolve) => setTimeout(resolve, TROUBLE_MS))]);
  }

  /** Until somebody rings; the tail does so every second at the latest. */
  private rest(): Promise<void> {
    if (this.moved || this.stopped) return Promise.resolve();
    return new Promise((resolve) => (this.wake = resolve));
  }

  private ring(): void {
    this.moved = true;
    this.wake?.();
    this.wake = undefined;
  }
}
