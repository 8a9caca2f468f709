import { Inject, Injectable } from '@nestjs/common';
import { Topics } from '#contracts';
import { type ConsumedRecord, EVENT_BUS, type EventBus } from '#event-bus';
import { type Happening } from '../../happenings/happening.js';

const PAGE = 2_000;

/** What the log still has of tickets: one part of them at a time, all events of a ticket together. */
@Injectable()
export class PastLog {
  constructor(@Inject(EVENT_BUS) private readonly bus: EventBus) {}

  /** Calls `take` with the events since then of some tickets, in order; every ticket once. */
  async each(since: Date, take: (byTicket: ReadonlyMap<string, readonly Happening[]>) => Promise<void>): Promise<void> {
    for (const { partition, first, end } of await this.bus.outbox.bounds(Topics.ticketEvents)) {
      const byTicket = new Map<string, Happening[]>();
      let offset = await this.findOffset(partition, Number(first), Number(end), since);
      while (offset < Number(end)) {
        const records = await this.bus.outbox.read(Topics.ticketEvents, partition, String(offset), PAGE);
        if (records.length === 0) break;
        for (const record of records) gather(byTicket, record);
        offset = Number(records.at(-1)!.offset) + 1;
      }
      if (byTicket.size > 0) await take(byTicket);
    }
  }

  /** The first that was appended since then: offsets are dense and in the order of time. */
  private async findOffset(partition: number, first: number, end: number, since: Date): Promise<number> {
    let low = first;
    let high = end;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const [record] = await this.bus.outbox.read(Topics.ticketEvents, partition, String(middle), 1);
      if (record === undefined || record.appendedAt >= since) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function gather(byTicket: Map<string, Happening[]>, { envelope }: ConsumedRecord): void {
  const data = envelope.data as Happening['data'] & { ticketId: string; at: string };
  const happening = { id: envelope.id, type: envelope.type as Happening['type'], ticketId: data.ticketId, at: new Date(data.at), data };
  const known = byTicket.get(data.ticketId);
  if (known === undefined) byTicket.set(data.ticketId, [happening]);
  else known.push(happening);
}
