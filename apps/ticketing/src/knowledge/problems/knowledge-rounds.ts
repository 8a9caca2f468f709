import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '#database';
import { CLOCK, type Clock, SETTINGS, type Settings } from '#runtime';
import { Notices } from '../../notices/notices.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { Timers } from '../../timers/timers.js';
import { endOfMonth } from '../review-day.js';
import { Proposals } from './proposals.js';
import { dateOf, localDay, monthOf, nextMorning } from './rounds.js';

const KINDS = ['week', 'month'] as const;
type Kind = (typeof KINDS)[number];
const KIND_OF_TIMERS = 'knowledge-round';
const HOUR = 6;

/** Each Monday problems that keep coming are proposed; on the first of the month is said which articles are due for review. Each once, by whichever process. */
@Injectable()
export class KnowledgeRounds implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly proposals: Proposals,
    private readonly notices: Notices,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async onModuleInit(): Promise<void> {
    this.timers.handle(KIND_OF_TIMERS, async (unit, due) => {
      for (const { key } of due) await this.go(unit, key as Kind);
    });
    await this.database.run(async (transaction) => {
      for (const kind of KINDS) {
        // One that is overdue since we were down stays so.
        const [known] = await transaction.query('select 1 from knowledge_rounds where kind = $1 and done_at is null', [kind]);
        if (known === undefined) await this.plan(transaction, kind, this.clock.now());
      }
    });
  }

  private async plan(transaction: Transaction, kind: Kind, after: Date): Promise<void> {
    const at = nextMorning(after, this.zone, HOUR, ({ day, weekday }) => (kind === 'week' ? weekday === 1 : day === 1));
    await transaction.query('insert into knowledge_rounds (kind, period, done_at) values ($1, $2, null) on conflict do nothing', [
      kind,
      dateOf(localDay(at, this.zone)),
    ]);
    await this.timers.set(transaction, [{ kind: KIND_OF_TIMERS, key: kind, dueAt: at }]);
  }

  private async go(unit: WorkUnit, kind: Kind): Promise<void> {
    const today = localDay(unit.now, this.zone);
    await unit.transaction.query('update knowledge_rounds set done_at = $2 where kind = $1 and done_at is null', [kind, unit.now]);
    if (kind === 'week') await this.proposals.propose(unit, monthOf(today));
    else await this.tellReviews(unit, dateOf(today));
    await this.plan(unit.transaction, kind, unit.now);
  }

  private async tellReviews(unit: WorkUnit, today: string): Promise<void> {
    const [row] = await unit.transaction.query<{ due: number }>(
      `select count(*)::int as due from knowledge_articles where state = 'published' and review_due <= $1::date`,
      [endOfMonth(today)],
    );
    if (row!.due === 0) return;
    await this.notices.tell(unit, [
      {
        to: { role: 'supervisor' },
        kind: 'knowledge_reviews_due',
        text: `${row!.due} articles of the help are due for review this month: GET /api/v1/knowledge/reviews?month=${today.slice(0, 7)}`,
        key: `knowledge-reviews:${today.slice(0, 7)}`,
      },
    ]);
  }

  private get zone(): string {
    return this.settings.deskSettings.timeZone;
  }
}
