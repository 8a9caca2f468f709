import type { InboxId, InboxStop, InboxSwitchRequested } from '#contracts';
import type { Database, Transaction } from '#database';
import type { Clock, SecretKey } from '#runtime';
import type { Inbox, WantedInbox } from './inbox.js';
import { sealSecrets, unsealSecrets } from './secret-fields.js';
import { planApplying, planSeeding, type SeedingPlan } from './seeding.js';

/** Any constant: seeding processes take turns. */
const SEEDING_LOCK = 7_301_441;

const COLUMNS = 'id, channel, provider, version, settings, number_code, enabled, removed_at is not null as removed, stopped, ordered_at';

interface InboxRow {
  id: string;
  channel: string;
  provider: string | null;
  version: number;
  settings: Record<string, unknown>;
  number_code: string | null;
  enabled: boolean;
  removed: boolean;
  stopped: InboxStop | null;
  ordered_at: Date | null;
}

/** Inboxes as versioned rows. Configuration seeds them; hands may edit them; a version names one state of a row. */
export class InboxRepository {
  constructor(
    private readonly database: Database,
    private readonly secretKey: SecretKey,
    private readonly clock: Clock,
  ) {}

  /** Brings the rows of `channels` in line with configuration; rows of other channels belong to other processes. */
  async seed(wanted: readonly WantedInbox[], channels: readonly string[]): Promise<SeedingPlan> {
    const ours = wanted.filter((inbox) => channels.includes(inbox.channel));
    return this.database.run(async (transaction) => {
      await transaction.query('select pg_advisory_xact_lock($1)', [SEEDING_LOCK]);
      const rows = await transaction.query<{ id: string; seededFrom: string | null; removed: boolean }>(
        `select id, seeded_from as "seededFrom", removed_at is not null as removed
         from connector_inboxes where channel = any($1) or id = any($2)`,
        [channels, ours.map((inbox) => inbox.id)],
      );
      const plan = planSeeding(rows, ours, (inbox) => this.printOf(inbox));
      for (const inbox of [...plan.insert, ...plan.update]) await this.write(transaction, inbox, this.printOf(inbox));
      await this.remove(transaction, plan.remove);
      await transaction.query('update connector_inboxes set seeded_from = null where id = any($1)', [plan.remove]);
      return plan;
    });
  }

  /**
   * Makes the rows, of all channels, what is wanted while their hosts run; they follow. A start with the configuration that seeded them leaves
   * them so.
   */
  async apply(wanted: readonly WantedInbox[]): Promise<SeedingPlan> {
    return this.database.run(async (transaction) => {
      await transaction.query('select pg_advisory_xact_lock($1)', [SEEDING_LOCK]);
      const rows = await transaction.query<InboxRow>(`select ${COLUMNS} from connector_inboxes`);
      const present = rows.map((row) => {
        const { settings, unreadable } = this.unseal(row);
        return { id: row.id, removed: row.removed, print: unreadable === null ? this.printOf(toWanted(row, settings)) : null };
      });
      const plan = planApplying(present, wanted, (inbox) => this.printOf(inbox));
      for (const inbox of [...plan.insert, ...plan.update]) await this.write(transaction, inbox, null);
      await this.remove(transaction, plan.remove);
      return plan;
    });
  }

  /** What an operator wants of an inbox; its hosts follow. An order that is not newer than the last one changes nothing, so it may come twice. */
  async obey({ inboxId, order, at, by, reason }: InboxSwitchRequested): Promise<void> {
    const stop: InboxStop = { at, by: by.displayName ?? by.id ?? by.kind, reason: reason ?? '' };
    const change = { stop: ', stopped = $4::jsonb', start: ', stopped = null', restart: '' }[order];
    await this.database.sql.query(
      `update connector_inboxes set version = version + 1, updated_at = $3, ordered_at = $2${change}
       where id = $1 and (ordered_at is null or ordered_at < $2::timestamptz)`,
      [inboxId, at, this.clock.now(), ...(order === 'stop' ? [JSON.stringify(stop)] : [])],
    );
  }

  /** Newest version of every inbox of the channels, removed ones too. */
  async listVersions(channels: readonly string[]): Promise<Map<InboxId, number>> {
    const rows = await this.database.sql.query<{ id: InboxId; version: number }>(
      'select id, version from connector_inboxes where channel = any($1)',
      [channels],
      'inbox_versions',
    );
    return new Map(rows.map((row) => [row.id, row.version]));
  }

  /** Null when there is no such row. Settings that cannot be unsealed reject with `ConfigurationError`. */
  async load(id: InboxId): Promise<{ inbox: Inbox; unreadable: unknown } | null> {
    const [row] = await this.database.sql.query<InboxRow>(`select ${COLUMNS} from connector_inboxes where id = $1`, [id]);
    if (row === undefined) return null;
    const read = this.unseal(row);
    return { inbox: toInbox(row, read.settings), unreadable: read.unreadable };
  }

  private unseal(row: InboxRow): { settings: Record<string, unknown>; unreadable: unknown } {
    try {
      return { settings: unsealSecrets(row.settings, row.id, this.secretKey), unreadable: null };
    } catch (error) {
      return { settings: row.settings, unreadable: error };
    }
  }

  /** Without a print the row remembers the configuration it had. */
  private async write(transaction: Transaction, inbox: WantedInbox, seededFrom: string | null): Promise<void> {
    const settings = JSON.stringify(sealSecrets(inbox.settings, inbox.id, this.secretKey));
    await transaction.query(
      `insert into connector_inboxes (id, channel, provider, version, settings, number_code, enabled, seeded_from, created_at, updated_at)
       values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $8)
       on conflict (id) do update set channel = excluded.channel, provider = excluded.provider, settings = excluded.settings,
         number_code = excluded.number_code, enabled = excluded.enabled, seeded_from = coalesce(excluded.seeded_from, connector_inboxes.seeded_from), removed_at = null,
         updated_at = excluded.updated_at, version = connector_inboxes.version + 1`,
      [inbox.id, inbox.channel, inbox.provider, settings, inbox.numberCode, inbox.enabled, seededFrom, this.clock.now()],
    );
  }

  private async remove(transaction: Transaction, ids: readonly string[]): Promise<void> {
    await transaction.query(
      'update connector_inboxes set removed_at = $2, updated_at = $2, version = version + 1 where id = any($1) and removed_at is null',
      [ids, this.clock.now()],
    );
  }

  /** Keyed, for a plain hash of settings with a short password could be guessed. */
  private printOf(inbox: WantedInbox): string {
    return this.secretKey.sign('inbox-seed', canonicalJson(inbox)).toString('base64url');
  }
}

function toInbox(row: InboxRow, settings: Record<string, unknown>): Inbox {
  return {
    id: row.id as InboxId,
    channel: row.channel,
    provider: row.provider,
    version: row.version,
    settings,
    numberCode: row.number_code,
    enabled: row.enabled,
    removed: row.removed,
    stopped: row.stopped,
    orderedAt: row.ordered_at,
  };
}

function toWanted({ id, channel, provider, number_code, enabled }: InboxRow, settings: Record<string, unknown>): WantedInbox {
  return { id, channel, provider, numberCode: number_code, enabled, settings };
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
