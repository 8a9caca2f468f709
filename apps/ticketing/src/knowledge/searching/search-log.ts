import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { Effects } from '../../idempotency/effects.js';
import { toStorable } from '../../tickets/storable.js';
import { toTerms } from '../words/to-terms.js';

export interface Question {
  readonly shown: string;
  readonly language: string | null;
}

/** What people look for, and how often in vain. Who asked is not kept. */
export interface AskedQuestion {
  readonly question: string;
  readonly language: string | null;
  readonly asked: number;
  readonly unanswered: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

@Injectable()
export class SearchLog {
  constructor(
    private readonly effects: Effects,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Questions of the same words are one. A question whose words say nothing is none. */
  async record(given: Question, answered: boolean): Promise<void> {
    const { shown, language } = toStorable(given);
    const question = [...new Set(toTerms(shown))].sort().join(' ').slice(0, 500);
    if (question === '') return;
    await this.database.sql.query(
      `insert into knowledge_searches as known (question, shown, language, asked, unanswered, first_at, last_at) values ($1, $2, $3, 1, $4, $5, $5)
       on conflict (question) do update set asked = known.asked + 1, unanswered = known.unanswered + excluded.unanswered, last_at = excluded.last_at,
         shown = excluded.shown, language = coalesce(excluded.language, known.language),
         dealt_with_at = case when excluded.unanswered > 0 then null else known.dealt_with_at end`,
      [question, shown, language, answered ? 0 : 1, this.clock.now()],
    );
  }

  /** Without a hit: most often first. */
  async listUnanswered(limit: number): Promise<AskedQuestion[]> {
    return this.database.sql.query<AskedQuestion & { [column: string]: unknown }>(
      `select shown as question, language, asked, unanswered, first_at as "firstAt", last_at as "lastAt" from knowledge_searches
       where unanswered > 0 and dealt_with_at is null order by unanswered desc, last_at desc limit $1`,
      [limit],
    );
  }

  /** Off the list until it is asked in vain again. Throws `PermanentError` (`search_unknown`). */
  async dealWith(shown: string): Promise<void> {
    await this.effects.run(async (transaction) => {
      const rows = await transaction.query(
        'update knowledge_searches set dealt_with_at = $2, unanswered = 0 where shown = $1 and unanswered > 0 returning question',
        [shown, this.clock.now()],
      );
      if (rows.length === 0) throw new PermanentError('nobody looked for that in vain', { code: 'search_unknown' });
    });
  }
}
