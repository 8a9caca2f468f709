import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { canonicalMailAddress } from '#contracts';
import type { Capabilities, ConnectorStateChanged, InboxStop, InboxSwitchRequested, StateReason } from '#contracts';
import { DATABASE } from '#database';
import type { Database } from '#database';
import { CLOCK, LOGGER, Remembered, SETTINGS } from '#runtime';
import type { Clock, Logger, Settings } from '#runtime';
import { defaultNumberCode } from '../numbering/ticket-number.js';

/** What ticketing knows of an inbox: what its connector last said. */
export interface KnownInbox {
  readonly id: string;
  readonly channel: string;
  readonly provider: string;
  readonly state: ConnectorStateChanged['state'];
  readonly detail: string | null;
  /** What an operator can do about it. */
  readonly hint: string | null;
  /** What `detail` and `hint` say, in codes; null: they have none. */
  readonly reasons: readonly StateReason[] | null;
  readonly lastSuccessAt: Date | null;
  readonly lastError: string | null;
  readonly lastErrorReasons: readonly StateReason[] | null;
  readonly lastErrorAt: Date | null;
  readonly capabilities: Capabilities | null;
  readonly numberCode: string | null;
  readonly address: string | null;
  readonly aliases: readonly string[];
  readonly displayName: string | null;
  readonly removed: boolean;
  /** By an operator. */
  readonly stopped: InboxStop | null;
  /** What was ordered of it and it has not obeyed yet. */
  readonly ordered: { readonly order: InboxSwitchRequested['order']; readonly at: string } | null;
  readonly changedAt: Date;
}

type InboxRow = Omit<KnownInbox, 'ordered'> & {
  readonly lastOrder: InboxSwitchRequested['order'] | null;
  readonly orderedAt: Date | null;
  /** Null: nothing was ordered. */
  readonly isOrdered: boolean | null;
};

/** A process that asks often reads again this often, behind who asks: what another one was told of an inbox is known here a moment after. */
const FRESH_MS = 2_000;
/** One that was asked nothing for this long waits for the reading: nothing older is ever served. */
const OLDEST_MS = 5_000;

/**
 * Inboxes as their connectors describe them on the log; ticketing asks nobody. What is served is 5 s old at most, 2 s and a reading where it is asked
 * all the time; the process that consumed a connector's report knows it at once. May be asked inside transactions.
 */
@Injectable()
export class InboxDirectory implements OnModuleInit {
  private readonly known: Remembered<ReadonlyMap<string, KnownInbox>>;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOGGER) log: Logger,
  ) {
    this.known = new Remembered({
      read: () => this.read(),
      clock,
      freshMs: FRESH_MS,
      oldestMs: OLDEST_MS,
      onError: (error) => log.warn('inboxes were not read; what is known of them stays until the next question', { error }),
    });
  }

  async onModuleInit(): Promise<void> {
    await this.known.refresh();
  }

  /** One that is not known is looked for anew: it may be another process's news. */
  async find(inboxId: string): Promise<KnownInbox | null> {
    return (await this.known.get()).get(inboxId) ?? (await this.known.refresh()).get(inboxId) ?? null;
  }

  /** All that are configured, by id; as the database has them now. */
  async list(): Promise<KnownInbox[]> {
    return [...(await this.known.refresh()).values()].filter((inbox) => !inbox.removed);
  }

  /** Canonical addresses of all inboxes: what is sent to them makes nobody known. */
  async addresses(): Promise<ReadonlySet<string>> {
    const known = [...(await this.known.get()).values()].flatMap(({ address, aliases }) =>
      address === null ? aliases : [address, ...aliases],
    );
    return new Set([...known, this.settings.inbox.address].map(canonicalMailAddress));
  }

  /** Code in the numbers of tickets opened through an inbox. */
  async numberCode(inboxId: string, channel: string): Promise<string> {
    const known = (await this.known.get()).get(inboxId)?.numberCode;
    return known ?? this.settings.inboxes?.find((inbox) => inbox.id === inboxId)?.numberCode ?? defaultNumberCode(channel);
  }

  /** False only when the connector said that nothing goes out here. */
  async canSend(inboxId: string): Promise<boolean> {
    const inbox = (await this.known.get()).get(inboxId);
    if (inbox === undefined) return true;
    return !inbox.removed && (inbox.capabilities === null || inbox.capabilities.out.length > 0);
  }

  /** Reads anew; what was written before is in all later answers. */
  async refresh(): Promise<void> {
    await this.known.refresh();
  }

  private async read(): Promise<ReadonlyMap<string, KnownInbox>> {
    const rows = await this.database.aside.query<InboxRow>(
      `select id, channel, provider, state, detail, hint, reasons, last_success_at as "lastSuccessAt", last_error as "lastError",
         last_error_reasons as "lastErrorReasons", last_error_at as "lastErrorAt", capabilities, number_code as "numberCode", address, aliases, display_name as "displayName", removed, stopped,
         last_order as "lastOrder", ordered_at as "orderedAt", ordered_at > coalesce(obeyed_at, '-infinity') as "isOrdered",
         changed_at as "changedAt"
       from inboxes order by id`,
    );
    return new Map(
      rows.map(({ lastOrder, orderedAt, isOrdered, ...inbox }) => {
        const ordered = isOrdered === true ? { order: lastOrder!, at: orderedAt!.toISOString() } : null;
        return [inbox.id, { ...inbox, ordered }];
      }),
    );
  }
}
