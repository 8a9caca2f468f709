import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { Topics } from '#contracts';
import { EVENT_BUS } from '#event-bus';
import type { ConsumedRecord, EventBus } from '#event-bus';
import { LOGGER, METRICS } from '#runtime';
import type { Logger, Metrics } from '#runtime';
import { INTAKE_GROUP } from '../intake/groups.js';
import { InboxDirectory } from './inbox-directory.js';

export interface LagOfInbox {
  /** Messages on the log that intake has not taken up. */
  readonly unread: number;
  /** Only the oldest were counted. */
  readonly atLeast: boolean;
  readonly oldestAt: Date | null;
}

/** Records looked at, of each partition: a count for a person to look at must not read a long queue through. */
const MOST_READ = 500;

/** How far intake is behind, inbox by inbox: the log knows partitions only, so the unread records themselves are looked at. */
@Injectable()
export class InboxLag implements OnModuleInit {
  constructor(
    @Inject(EVENT_BUS) private readonly bus: EventBus,
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(METRICS) private readonly metrics: Metrics,
    private readonly inboxes: InboxDirectory,
  ) {}

  onModuleInit(): void {
    const help = 'Messages of an inbox on the log that are no entries yet; the oldest 500 of each partition are counted';
    this.metrics.gauge('tributary_inbox_lag_messages', help, ['inbox'], async (gauge) => {
      gauge.reset();
      const lags = await this.count();
      if (lags !== null) for (const { id } of await this.inboxes.list()) gauge.set({ inbox: id }, lags.of(id).unread);
    });
  }

  /** Null when the log does not answer. */
  async count(): Promise<{ of(inboxId: string): LagOfInbox } | null> {
    try {
      const behind = (await this.bus.lag(Topics.inboundMessages, INTAKE_GROUP)).filter(({ lag }) => lag > 0);
      const atLeast = behind.some(({ lag }) => lag > MOST_READ);
      const pages = await Promise.all(
        behind.map(({ partition, committed, lag }) =>
          this.bus.read(Topics.inboundMessages, partition, committed, Math.min(lag, MOST_READ)),
        ),
      );
      const unread = pages.flat();
      return {
        of: (inboxId) => {
          const own = unread.filter((record) => inboxOf(record) === inboxId);
          const oldest = own.reduce<Date | null>((at, record) => (at === null || record.appendedAt < at ? record.appendedAt : at), null);
          return { unread: own.length, atLeast, oldestAt: oldest };
        },
      };
    } catch (error) {
      this.log.warn('the lag of the inboxes cannot be told now', { error });
      return null;
    }
  }
}

function inboxOf({ envelope: { data } }: ConsumedRecord): string | undefined {
  if (typeof data !== 'object' || data === null || !('inbox' in data)) return undefined;
  return (data.inbox as { id?: string } | undefined)?.id;
}
