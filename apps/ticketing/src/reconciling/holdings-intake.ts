import { Inject, Injectable } from '@nestjs/common';
import type { InboxFetched, InboxId, InboxListed } from '#contracts';
import { DATABASE, type Database } from '#database';
import { EVENT_BUS, type EventBus } from '#event-bus';
import { CLOCK, type Clock } from '#runtime';
import { compareHoldings } from './compare-holdings.js';
import { KnownDeliveries } from './known-deliveries.js';
import { ReconciliationRepository } from './reconciliation.repository.js';
import { toListingRecord } from './reconciler.js';

/** What connectors answer of their remotes. An answer that comes twice, or to a question that nobody has any more, changes nothing. */
@Injectable()
export class HoldingsIntake {
  constructor(
    private readonly repository: ReconciliationRepository,
    private readonly known: KnownDeliveries,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(EVENT_BUS) private readonly bus: EventBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async takeListed(listed: InboxListed): Promise<void> {
    const { requestId: id, described, messages, failure, last } = listed;
    // Who wrote a message that is missing may stay unknown: that it is missing does not.
    if (described) return this.repository.describe(this.database.sql, id, messages);
    const isAsked = await this.database.run(async (transaction) => {
      if ((await this.repository.lockAsked(transaction, id)) === null) return false;
      if (failure !== undefined) await this.repository.fail(transaction, id, failure);
      else await this.repository.keepPart(transaction, listed);
      return failure === undefined;
    });
    if (isAsked && last) await this.compare(listed);
  }

  async takeFetched({ requestId: id, taken, gone, failure }: InboxFetched): Promise<void> {
    const { sql } = this.database;
    await this.repository.noteFetched(sql, id, taken, 'taken');
    await this.repository.noteFetched(sql, id, gone, 'gone');
    if (failure !== undefined) await this.repository.noteFetched(sql, id, await this.repository.listAsked(id), 'failed', failure);
  }

  private async compare(listed: InboxListed): Promise<void> {
    const { messages, leftOut } = await this.repository.readParts(listed);
    const compared = compareHoldings(messages, leftOut, await this.known.find(messages));
    await this.database.run(async (transaction) => {
      const asked = await this.repository.lockAsked(transaction, listed.requestId);
      if (asked === null) return;
      const now = this.clock.now();
      const refs = await this.repository.settle(transaction, listed.requestId, compared, now);
      if (refs.length === 0) return;
      const data = { requestId: listed.requestId, inboxId: asked.inboxId as InboxId, refs };
      await this.bus.appendInTransaction(transaction, [toListingRecord(asked.channel, data, now)]);
    });
  }
}
