import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { seenBy, type Viewer } from '../agents/viewer.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { Effects } from '../idempotency/effects.js';
import type { Actor } from '../tickets/actor.js';
import { toStorable } from '../tickets/storable.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { judge } from './judge-review.js';

export interface EntryReview {
  readonly id: string;
  readonly sheet: string;
  readonly ticketId: string;
  readonly ticketNumber: string;
  readonly entryId: string;
  readonly subject: 'recordings' | 'answers';
  readonly agentId: string | null;
  readonly occurredAt: Date;
  readonly state: 'waiting' | 'reviewed';
  readonly scores: Readonly<Record<string, number>> | null;
  readonly result: number | null;
  readonly passed: boolean | null;
  readonly note: string | null;
  readonly reviewer: Actor | null;
  readonly reviewedAt: Date | null;
  /** How often it was reviewed. */
  readonly version: number;
}

export interface ReviewedShare {
  readonly sheet: string;
  /** Recordings or answers there were. */
  readonly all: number;
  /** In the desk's sample. */
  readonly chosen: number;
  readonly reviewed: number;
  /** Of the sample, for longer than the sheet lets them wait. */
  readonly overdue: number;
  /** Of all. */
  readonly share: number;
  readonly passed: number;
  readonly meanResult: number | null;
}

const SELECT = `select r.id, r.sheet, coalesce(t.merged_into, t.id) as "ticketId", t.number as "ticketNumber", r.entry_id as "entryId", r.subject,
  r.agent_id as "agentId", r.occurred_at as "occurredAt", case when r.reviewed_at is null then 'waiting' else 'reviewed' end as state, r.scores, r.result,
  r.passed, r.note, r.reviewer, r.reviewed_at as "reviewedAt", r.version from entry_reviews r join tickets t on t.id = r.ticket_id`;

/** Reviews of recordings and answers. */
@Injectable()
export class EntryReviews {
  constructor(
    private readonly effects: Effects,
    private readonly profiles: DeskProfiles,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The longest ago first, of the sample alone unless an entry is named. `viewer`: who asks; null sees all. */
  async list(
    filter: {
      sheet?: string | undefined;
      state?: 'waiting' | 'reviewed' | undefined;
      agentId?: string | undefined;
      entryId?: string | undefined;
    },
    limit: number,
    viewer: Viewer | null,
  ): Promise<EntryReview[]> {
    const values: unknown[] = [];
    const place = (value: unknown) => `$${values.push(value)}`;
    const where = [filter.entryId === undefined ? 'r.chosen' : `r.entry_id = ${place(filter.entryId)}::uuid`];
    if (filter.sheet !== undefined) where.push(`r.sheet = ${place(filter.sheet)}`);
    if (filter.state !== undefined) where.push(`r.reviewed_at is ${filter.state === 'waiting' ? '' : 'not '}null`);
    if (filter.agentId !== undefined) where.push(`r.agent_id = ${place(filter.agentId)}::uuid`);
    if (viewer !== null) where.push(seenBy(viewer, 't', place));
    return this.database.sql.query<EntryReview & { [column: string]: unknown }>(
      `${SELECT} where ${where.join(' and ')} order by r.occurred_at, r.id limit ${limit}`,
      values,
    );
  }

  /** Reviewed again it is the later judgement. Throws `PermanentError`: `review_unknown`, `scores_unfit`, `version_conflict`. */
  async review(
    id: string,
    {
      expectedVersion,
      ...given
    }: { scores: Readonly<Record<string, number>>; note?: string | undefined; expectedVersion?: number | undefined },
    actor: Actor,
  ): Promise<EntryReview> {
    const { scores, note } = toStorable(given);
    const [known] = isUuid(id)
      ? await this.database.sql.query<EntryReview & { [column: string]: unknown }>(`${SELECT} where r.id = $1::uuid`, [id])
      : [];
    if (known === undefined) throw new PermanentError(`there is no review ${id}`, { code: 'review_unknown' });
    const sheet = this.profiles.current().desk.quality.sheets[known.sheet];
    if (sheet === undefined) throw new PermanentError(`the desk has no sheet ${known.sheet} any more`, { code: 'review_unknown' });
    const keys = sheet.criteria.map(({ key }) => key);
    const judged = Object.keys(scores).every((key) => keys.includes(key)) ? judge(sheet, scores) : null;
    if (judged === null)
      throw new PermanentError('give points for each criterion of the sheet', {
        code: 'scores_unfit',
        hint: `it asks for ${keys.join(', ')}`,
      });
    await this.effects.run(async (transaction) => {
      const written = await transaction.query(
        `update entry_reviews set scores = $2, result = $3, passed = $4, note = $5, reviewer = $6, reviewed_at = $7, version = version + 1
         where id = $1::uuid and version = coalesce($8::int, version) returning id`,
        [
          ...[id, JSON.stringify(scores), judged.result, judged.passed, note ?? null, JSON.stringify(actor), this.clock.now()],
          expectedVersion ?? null,
        ],
      );
      if (written.length > 0) return;
      throw new PermanentError('somebody else reviewed it meanwhile', {
        code: 'version_conflict',
        hint: 'look at what he found, then send again with the current version',
        fields: { expectedVersion },
      });
    });
    const [row] = await this.database.sql.query<EntryReview & { [column: string]: unknown }>(`${SELECT} where r.id = $1::uuid`, [id]);
    return row!;
  }

  /** How much of a time was reviewed, and with what result. */
  async measure(from: Date, to: Date): Promise<ReviewedShare[]> {
    const timed = Object.entries(this.profiles.current().desk.quality.sheets).filter(([, { within }]) => within !== undefined);
    const now = this.clock.now().getTime();
    const rows = await this.database.sql.query<Omit<ReviewedShare, 'share'> & { [column: string]: unknown }>(
      `select r.sheet, count(*)::int as all, count(*) filter (where chosen)::int as chosen, count(reviewed_at)::int as reviewed,
         count(*) filter (where chosen and reviewed_at is null and occurred_at <= w.before)::int as overdue,
         count(*) filter (where passed)::int as passed, round(avg(result)::numeric, 1)::float as "meanResult"
       from entry_reviews r left join unnest($3::text[], $4::timestamptz[]) as w (sheet, before) on w.sheet = r.sheet
       where occurred_at >= $1 and occurred_at < $2 group by r.sheet order by r.sheet`,
      [from, to, timed.map(([sheet]) => sheet), timed.map(([, { within }]) => new Date(now - within!))],
    );
    return rows.map((row) => ({ ...row, share: row.all === 0 ? 0 : Math.round((row.reviewed / row.all) * 1_000) / 1_000 }));
  }
}
