import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import { ClockDesk } from './clock-desk.js';
import { type ActingEntry, actOf, askedAt, readThreads } from './entry-acts.js';
import type { ThreadItem } from './waiting-rounds.js';

/** Threads as clocks see them. */
@Injectable()
export class ThreadReader {
  constructor(private readonly desk: ClockDesk) {}

  /** Of each ticket, in the order of its thread. */
  async read(sql: Sql, ticketIds: readonly string[]): Promise<Map<string, ActingEntry[]>> {
    const threads = new Map<string, ActingEntry[]>(ticketIds.map((id) => [id, []]));
    for (const entry of await readThreads(sql, ticketIds)) threads.get(entry.ticketId)!.push(entry);
    return threads;
  }

  toItem(entry: ActingEntry): ThreadItem {
    const { id: entryId, inboxId, channel: medium, call } = entry;
    const asked = askedAt(entry);
    const channel = this.desk.channelOf(inboxId, medium);
    const act = actOf(entry);
    return {
      entryId,
      asked: asked === null ? null : { entryId, at: asked, channel, ivr: call?.ivr.map(({ key }) => key) ?? [] },
      acted: act === null ? null : { entryId, ...act },
    };
  }
}
