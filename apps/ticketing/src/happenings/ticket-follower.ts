import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { ConsumedRecord } from '#event-bus';
import { TicketWork } from '../tickets/ticket-work.js';
import { Followers } from './followers.js';
import type { Happening } from './happening.js';

/** Hands ticket events to all who follow, in one transaction that remembers them: an event that comes again finds its work done. */
@Injectable()
export class TicketFollower {
  constructor(
    private readonly followers: Followers,
    private readonly work: TicketWork,
  ) {}

  async take(records: readonly ConsumedRecord[]): Promise<void> {
    const followers = this.followers.inOrder();
    if (followers.length === 0 || records.length === 0) return;
    const happenings = records.map(toHappening);
    await this.work.run(async (unit) => {
      const fresh = await keepNew(unit.transaction, happenings, unit.now);
      if (fresh.length === 0) return;
      for (const follower of followers) await follower.follow(unit, fresh);
    });
  }
}

function toHappening({ envelope }: ConsumedRecord): Happening {
  const data = envelope.data as Happening['data'] & { ticketId: string; at: string };
  return { id: envelope.id, type: envelope.type as Happening['type'], ticketId: data.ticketId, at: new Date(data.at), data };
}

async function keepNew(transaction: Transaction, happenings: readonly Happening[], now: Date): Promise<Happening[]> {
  const rows = await transaction.query<{ id: string }>(
    `insert into followed_events (event_id, at) select id, $2 from unnest($1::uuid[]) as e(id) order by id on conflict do nothing returning event_id as id`,
    [happenings.map(({ id }) => id), now],
    'ticketing_keep_followed',
  );
  const fresh = new Set(rows.map(({ id }) => id));
  // Twice in one batch is once.
  return happenings.filter(({ id }) => fresh.delete(id));
}
