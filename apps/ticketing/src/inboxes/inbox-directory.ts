import { Inject, Injectable } from '@nestjs/common';
import { canonicalMailAddress } from '#contracts';
import type { Capabilities, ConnectorStateChanged } from '#contracts';
import { DATABASE } from '#database';
import type { Database } from '#database';
import { CLOCK, SETTINGS } from '#runtime';
import type { Clock, Settings } from '#runtime';
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
  readonly lastSuccessAt: Date | null;
  readonly lastError: string | null;
  readonly lastErrorAt: Date | null;
  readonly capabilities: Capabilities | null;
  readonly numberCode: string | null;
  readonly address: string | null;
  readonly aliases: readonly string[];
  readonly displayName: string | null;
  readonly removed: boolean;
  readonly changedAt: Date;
}

/** How long a process trusts what it read: inboxes change rarely, and the wait for a new one's address is this long at most. */
const FRESH_MS = 5_000;

/** Inboxes as their connectors describe them on the log; ticketing asks nobody. */
@Injectable()
export class InboxDirectory {
  private known: ReadonlyMap<string, KnownInbox> = new Map();
  private readAt: number | null = null;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async find(inboxId: string): Promise<KnownInbox | null> {
    return (await this.read()).get(inboxId) ?? null;
  }

  /** All that are configured, by id. */
  async list(): Promise<KnownInbox[]> {
    return [...(await this.read(true)).values()].filter((inbox) => !inbox.removed);
  }

  /** Canonical addresses of all inboxes: what is sent to them makes nobody known. */
  async addresses(): Promise<ReadonlySet<string>> {
    const known = [...(await this.read()).values()].flatMap(({ address, aliases }) => (address === null ? aliases : [address, ...aliases]));
    return new Set([...known, this.settings.inbox.address].map(canonicalMailAddress));
  }

  /** Code in the numbers of tickets opened through an inbox. */
  async numberCode(inboxId: string, channel: string): Promise<string> {
    const known = (await this.read()).get(inboxId)?.numberCode;
    return known ?? this.settings.inboxes?.find((inbox) => inbox.id === inboxId)?.numberCode ?? defaultNumberCode(channel);
  }

  /** False only when the connector said that nothing goes out here. */
  async canSend(inboxId: string): Promise<boolean> {
    const inbox = (await this.read()).get(inboxId);
    if (inbox === undefined) return true;
    return !inbox.removed && (inbox.capabilities === null || inbox.capabilities.out.length > 0);
  }

  /** Makes the next question read anew. */
  forget(): void {
    this.readAt = null;
  }

  private async read(now = false): Promise<ReadonlyMap<string, KnownInbox>> {
    const time = this.clock.now().getTime();
    if (!now && this.readAt !== null && Math.abs(time - this.readAt) < FRESH_MS) return this.known;
    const rows = await this.database.sql.query<KnownInbox>(
      `select id, channel, provider, state, detail, hint, last_success_at as "lastSuccessAt", last_error as "lastError",
         last_error_at as "lastErrorAt", capabilities, number_code as "numberCode", address, aliases, display_name as "displayName", removed,
         changed_at as "changedAt"
       from inboxes order by id`,
    );
    this.known = new Map(rows.map((row) => [row.id, row]));
    this.readAt = time;
    return this.known;
  }
}
