import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { DATABASE, type Database } from '#database';
import { Effects } from '../idempotency/effects.js';
import type { Actor } from '../tickets/actor.js';
import { isUuid } from '../tickets/ticket.repository.js';

export interface ReleasableFigures {
  readonly runId: string;
  readonly key: string;
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly madeAt: Date;
  readonly release: { readonly id: string; readonly releasedAt: Date; readonly releasedBy: Actor } | null;
}

const MOST = 100;

/** Figures are shown to everybody when a person said so, run by run, and until he takes it back. */
@Injectable()
export class FigureReleases {
  constructor(
    private readonly effects: Effects,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Reports that the desk’s file calls public, as they were made, newest first. */
  async list(): Promise<ReleasableFigures[]> {
    return this.database.sql.query<ReleasableFigures>(
      `select r.id as "runId", r.key, r.report->>'title' as title, to_char(r.period_from, 'YYYY-MM-DD') as "from",
         to_char(r.period_to, 'YYYY-MM-DD') as "to", r.made_at as "madeAt", case when l.id is not null
           then json_build_object('id', l.id, 'releasedAt', l.released_at, 'releasedBy', l.released_by) end as release
       from report_runs r left join figure_releases l on l.run_id = r.id and l.withdrawn_at is null
       where r.shown order by r.period_to desc, r.made_at desc, r.id limit ${MOST}`,
      [],
    );
  }

  /** Once: released again it is the same release. Throws `PermanentError`: `report_unknown`, `report_private`. */
  async release(runId: string, actor: Actor) {
    const { id } = await this.effects.run(async (transaction) => {
      const [run] = isUuid(runId)
        ? await transaction.query<{ key: string; shown: boolean }>('select key, shown from report_runs where id = $1::uuid for update', [
            runId,
          ])
        : [];
      if (run === undefined) throw new PermanentError(`there is no report ${runId}`, { code: 'report_unknown' });
      if (!run.shown)
        throw new PermanentError(`the report ${run.key} is not for everybody`, {
          code: 'report_private',
          hint: 'call it public in the desk’s file first',
        });
      await transaction.query(
        `insert into figure_releases (id, run_id, key, released_at, released_by) values ($1, $2, $3, $4, $5)
         on conflict (run_id) where withdrawn_at is null do nothing`,
        [randomUUID(), runId, run.key, this.clock.now(), JSON.stringify(actor)],
      );
      const [row] = await transaction.query<{ id: string }>(
        'select id from figure_releases where run_id = $1::uuid and withdrawn_at is null',
        [runId],
      );
      return { id: row!.id };
    });
    const [made] = await this.database.sql.query<{ id: string; runId: string; key: string; releasedAt: Date }>(
      'select id, run_id as "runId", key, released_at as "releasedAt" from figure_releases where id = $1::uuid',
      [id],
    );
    return made!;
  }

  /** Throws `PermanentError` (`release_unknown`). */
  async withdraw(id: string, actor: Actor): Promise<void> {
    await this.effects.run(async (transaction) => {
      const rows = isUuid(id)
        ? await transaction.query<{ id: string }>(
            `update figure_releases set withdrawn_at = coalesce(withdrawn_at, $2), withdrawn_by = coalesce(withdrawn_by, $3::jsonb)
             where id = $1::uuid returning id`,
            [id, this.clock.now(), JSON.stringify(actor)],
          )
        : [];
      if (rows.length === 0) throw new PermanentError(`there is no release ${id}`, { code: 'release_unknown' });
      return { id };
    });
  }
}
