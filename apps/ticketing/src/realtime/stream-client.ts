import type { ConsumedRecord, TopicTail } from '#event-bus';
import type { ClientPipe, CloseReason } from './client-pipe.js';
import type { SeenFacts } from '../agents/viewer.js';
import { type FactsOfTickets, mayHear, type StreamViewer, ticketOf } from './stream-viewer.js';
import { type ToldViewing, VIEWING_LASTS_MS } from './ticket-viewers.js';
import { TYPING_LASTS_MS, type TypingContact } from './typing-contacts.js';
import type { FeedRun } from './feed-run.js';
import { encodeStreamCursor } from './stream-cursor.js';

export interface ToldEvent {
  readonly partition: number;
  readonly offset: number;
  /** The CloudEvents envelope as JSON. */
  readonly event: string;
  /** By which one sees who may hear of it. */
  readonly facts: SeenFacts | undefined;
}

const BATCH = 100;
/** A client that is so far behind what is told now is cut; it comes back with its cursor and reads at its own pace. */
const MOST_BACKLOG = 1024 * 1024;
const DRAINED = 64 * 1024;
const PATIENCE_MS = 30_000;

/** One client's place in the stream. Each event once, in order per ticket. */
export class StreamClient {
  private readonly position: number[];
  private live = false;
  private ended = false;

  constructor(
    private readonly pipe: ClientPipe,
    position: readonly number[],
    private viewer: StreamViewer,
    private readonly identify: () => Promise<StreamViewer | null>,
    private readonly onEnd: (client: StreamClient) => void,
  ) {
    this.position = [...position];
  }

  /** The agent whose page it is. */
  get login(): string | null {
    return this.viewer.login ?? null;
  }

  /** A first message, so that a client has a cursor before anything happens. */
  greet(): void {
    this.sendCursor();
  }

  /** Reads from its place until it has all that the run has told; from then on it hears what the run tells. */
  async catchUp(tail: TopicTail, run: FeedRun, look: (records: readonly ConsumedRecord[]) => Promise<FactsOfTickets>): Promise<void> {
    await run.ready;
    while (!this.ended) {
      // No waiting between this look and being live: nothing can be told in between.
      if (run.position === null || run.position.every((offset, partition) => this.position[partition]! >= offset)) {
        this.live = true;
        return;
      }
      const records = await tail.read(this.position, BATCH);
      const facts = await look(records);
      for (const record of records) {
        const offset = Number(record.offset);
        // Dense offsets: a gap is what the retention took away just now.
        if (offset > this.position[record.partition]!) return this.end('expired');
        const event = JSON.stringify(record.envelope);
        this.send({ partition: record.partition, offset, event, facts: facts.get(ticketOf(record) ?? '') });
      }
      if (!(await this.pipe.drained(DRAINED, PATIENCE_MS))) return this.end('slow');
    }
  }

  hear(told: readonly ToldEvent[]): void {
    if (!this.live || this.ended) return;
    for (const each of told) if (each.offset >= this.position[each.partition]!) this.send(each);
    if (this.pipe.backlog > MOST_BACKLOG) this.end('slow');
  }

  /** No event: it has no place of its own, and is told to who is there and may see the ticket. */
  hearTyping({ ticketId, number, inboxId, on, ...facts }: TypingContact): void {
    if (!this.live || this.ended) return;
    if (!mayHear(this.viewer, facts)) return;
    const cursor = encodeStreamCursor(this.position);
    const typing = JSON.stringify({ ticketId, number, inboxId, on, expiresInMs: TYPING_LASTS_MS });
    this.pipe.write(cursor, `{"cursor":"${cursor}","typing":${typing}}`);
  }

  /** As who types; not to himself. */
  hearViewer({ ticketId, number, agentId, name, typing, ...facts }: ToldViewing): void {
    if (!this.live || this.ended || agentId === this.login) return;
    if (!mayHear(this.viewer, facts)) return;
    const cursor = encodeStreamCursor(this.position);
    const viewer = JSON.stringify({ ticketId, number, agentId, name, typing, expiresInMs: VIEWING_LASTS_MS });
    this.pipe.write(cursor, `{"cursor":"${cursor}","viewer":${viewer}}`);
  }

  async beat(): Promise<void> {
    if (this.ended) return;
    if (!this.pipe.probe()) return this.end('failed');
    // While the database is away nobody can be asked; the right was there a moment ago.
    const viewer = await this.identify().catch(() => this.viewer);
    if (viewer === null) return this.end('forbidden');
    this.viewer = viewer;
    if (!this.hasEnded()) this.sendCursor();
  }

  end(reason: CloseReason): void {
    if (this.ended) return;
    this.ended = true;
    this.pipe.close(reason);
    this.onEnd(this);
  }

  stop(): void {
    this.ended = true;
  }

  private hasEnded(): boolean {
    return this.ended;
  }

  private sendCursor(): void {
    const cursor = encodeStreamCursor(this.position);
    this.pipe.write(cursor, `{"cursor":"${cursor}"}`);
  }

  private send({ partition, offset, event, facts }: ToldEvent): void {
    this.position[partition] = offset + 1;
    if (!mayHear(this.viewer, facts)) return;
    const cursor = encodeStreamCursor(this.position);
    this.pipe.write(cursor, `{"cursor":"${cursor}","event":${event}}`);
  }
}
