import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Topics } from '#contracts';
import { DATABASE } from '#database';
import type { Database } from '#database';
import { type ConsumedRecord, TopicTail } from '#event-bus';
import { LOGGER } from '#runtime';
import type { Logger } from '#runtime';
import type { ClientPipe } from './client-pipe.js';
import { FeedRun } from './feed-run.js';
import { decodeStreamCursor, refuseExpired } from './stream-cursor.js';
import { StreamClient } from './stream-client.js';
import { SignsOfLife } from './signs-of-life.js';
import { type FactsOfTickets, readFacts, type StreamViewer, ticketOf } from './stream-viewer.js';
import { TicketViewers } from './ticket-viewers.js';
import { TypingContacts } from './typing-contacts.js';

const HEARTBEAT_MS = 15_000;

/**
 * Ticket events to any number of clients by one reader a process, which runs while there are clients. A client that begins earlier reads by
 * itself until it has come up to the reader.
 */
@Injectable()
export class EventFeed implements OnModuleDestroy {
  private readonly tail: TopicTail;
  private readonly typing: TypingContacts;
  private readonly clients = new Set<StreamClient>();
  private run: FeedRun | null = null;
  private beating: NodeJS.Timeout | undefined;

  constructor(
    private readonly signs: SignsOfLife,
    private readonly viewers: TicketViewers,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    this.tail = new TopicTail(database, log, Topics.ticketEvents);
    this.typing = new TypingContacts(database, log, (told) => {
      for (const client of this.clients) for (const one of told) client.hearTyping(one);
    });
    viewers.onTold((told) => {
      for (const client of this.clients) for (const one of told) client.hearViewer(one);
    });
  }

  /** Where a stream begins. Throws `PermanentError`: `cursor_invalid`, `cursor_expired`. */
  async locate(since: string | undefined): Promise<number[]> {
    const asked = since === undefined || since === '' ? null : decodeStreamCursor(since);
    const bounds = await this.tail.findBounds();
    if (asked === null) return [...bounds.end];
    refuseExpired(asked, bounds);
    return asked;
  }

  /** Sends everything from `position` on until the pipe is closed. `identify` is asked now and then; null ends it. Returns what to call then. */
  join(pipe: ClientPipe, position: readonly number[], viewer: StreamViewer, identify: () => Promise<StreamViewer | null>): () => void {
    const client = new StreamClient(pipe, position, viewer, identify, (gone) => this.leave(gone));
    this.clients.add(client);
    this.run ??= new FeedRun(
      this.tail,
      (records) => readFacts(this.database.sql, records),
      (records, facts) => this.tell(records, facts),
      this.log,
    );
    this.beating ??= setInterval(() => this.beat(), HEARTBEAT_MS);
    this.typing.listen();
    this.viewers.listen();
    const { run } = this;
    client.greet();
    this.tellSigns([client]);
    void client
      .catchUp(this.tail, run, (records) => readFacts(this.database.sql, records))
      .catch((error: unknown) => {
        this.log.warn('a stream could not be read on', { error });
        client.end('failed');
      });
    return () => this.leave(client);
  }

  async onModuleDestroy(): Promise<void> {
    const { run } = this;
    for (const client of this.clients) client.end('stopping');
    await this.typing.stop();
    await run?.stop();
  }

  private tell(records: readonly ConsumedRecord[], facts: FactsOfTickets): void {
    const told = records.map((record) => ({
      facts: facts.get(ticketOf(record) ?? ''),
      partition: record.partition,
      offset: Number(record.offset),
      event: JSON.stringify(record.envelope),
    }));
    for (const client of this.clients) client.hear(told);
  }

  private beat(): void {
    for (const client of this.clients) void client.beat();
    this.tellSigns([...this.clients]);
  }

  private tellSigns(clients: readonly StreamClient[]): void {
    this.signs.tell([...new Set(clients.flatMap(({ login }) => login ?? []))]);
  }

  private leave(client: StreamClient): void {
    client.stop();
    if (!this.clients.delete(client) || this.clients.size > 0) return;
    clearInterval(this.beating);
    this.beating = undefined;
    this.typing.rest();
    void this.run?.stop();
    this.run = null;
  }
}
