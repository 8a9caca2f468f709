import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import type { Actor } from '../tickets/actor.js';
import { isUuid } from '../tickets/ticket.repository.js';

export type Severity = 'info' | 'warning' | 'outage';

/** Title and text by language. */
export type AnnouncementTexts = Readonly<Record<string, { readonly title: string; readonly text: string }>>;

export interface Announcement {
  readonly id: string;
  readonly texts: AnnouncementTexts;
  readonly severity: Severity;
  readonly from: Date;
  /** Null: until somebody ends it. */
  readonly until: Date | null;
  /** From when on customers see it. */
  readonly shownFrom: Date;
  readonly incidentId: string | null;
  readonly version: number;
  readonly madeAt: Date;
  readonly madeBy: Actor;
  readonly changedAt: Date;
  readonly changedBy: Actor;
  readonly withdrawnAt: Date | null;
}

const COLUMNS = `id, texts, severity, starts_at as "from", ends_at as "until", shown_from as "shownFrom", incident_id as "incidentId", version,
  made_at as "madeAt", made_by as "madeBy", changed_at as "changedAt", changed_by as "changedBy", withdrawn_at as "withdrawnAt"`;
const MOST = 200;

@Injectable()
export class AnnouncementRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Those that are seen at a moment, what is most severe first. */
  async listShown(now: Date): Promise<Announcement[]> {
    return this.database.sql.query<Announcement>(
      `select ${COLUMNS} from announcements where withdrawn_at is null and shown_from <= $1 and (ends_at is null or ends_at > $1)
       order by array_position(array['outage', 'warning', 'info'], severity), starts_at, made_at, id limit ${MOST}`,
      [now],
    );
  }

  /** All of the desk's, the last to begin first. */
  async list(): Promise<Announcement[]> {
    return this.database.sql.query<Announcement>(`select ${COLUMNS} from announcements order by starts_at desc, id desc limit ${MOST}`, []);
  }

  async find(id: string, sql: Sql = this.database.sql): Promise<Announcement | null> {
    if (!isUuid(id)) return null;
    const [row] = await sql.query<Announcement>(`select ${COLUMNS} from announcements where id = $1::uuid`, [id]);
    return row ?? null;
  }

  async lock(transaction: Transaction, id: string): Promise<Announcement | null> {
    if (!isUuid(id)) return null;
    const [row] = await transaction.query<Announcement>(`select ${COLUMNS} from announcements where id = $1::uuid for update`, [id]);
    return row ?? null;
  }

  async insert(transaction: Transaction, made: Announcement): Promise<void> {
    await transaction.query(
      `insert into announcements (id, texts, severity, starts_at, ends_at, shown_from, incident_id, made_at, made_by, changed_at, changed_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8, $9)`,
      [
        ...[made.id, JSON.stringify(made.texts), made.severity, made.from, made.until, made.shownFrom, made.incidentId],
        ...[made.madeAt, JSON.stringify(made.madeBy)],
      ],
    );
  }

  async save(transaction: Transaction, to: Announcement, actor: Actor, now: Date): Promise<void> {
    await transaction.query(
      `update announcements set texts = $2, severity = $3, starts_at = $4, ends_at = $5, shown_from = $6, withdrawn_at = $7,
         withdrawn_by = case when $7::timestamptz is null then null else $9::jsonb end, version = version + 1, changed_at = $8, changed_by = $9
       where id = $1::uuid`,
      [...[to.id, JSON.stringify(to.texts), to.severity, to.from, to.until, to.shownFrom, to.withdrawnAt], ...[now, JSON.stringify(actor)]],
    );
  }
}
