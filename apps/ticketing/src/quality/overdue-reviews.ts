import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { ReviewSheet } from '../desk/schema/quality.js';
import { type LocalisedText, pickText } from '../desk/schema/texts.js';
import { Notices } from '../notices/notices.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { Timers } from '../timers/timers.js';

const OVERDUE_TIMER = 'quality.overdue';
const HOUR_MS = 3_600_000;
const WORDS: LocalisedText = {
  zh: '{name}：{count} 条逾期未评，最早为 {oldest}',
  en: '{name}: {count} overdue, the oldest of ticket {oldest}',
};

/** Tells supervisors of reviews that nobody gave in time: of all that are overdue by then, on the full hour, each once. */
@Injectable()
export class OverdueReviews implements OnModuleInit {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly timers: Timers,
    private readonly notices: Notices,
  ) {}

  onModuleInit(): void {
    this.timers.handle(OVERDUE_TIMER, async (unit, due) => {
      for (const { key } of due) await this.remind(unit, key);
      await this.arm(
        unit,
        due.map(({ key }) => key),
      );
    });
  }

  /** For the next of these sheets that will be overdue. */
  async arm({ transaction }: WorkUnit, names: readonly string[]): Promise<void> {
    const timed = names.filter((name) => this.sheet(name)?.within !== undefined);
    if (timed.length === 0) return;
    const rows = await transaction.query<{ sheet: string; first: Date | null }>(
      `select s.sheet, (select min(r.occurred_at) from entry_reviews r
         where r.sheet = s.sheet and r.chosen and r.reviewed_at is null and r.reminded_at is null) as first from unnest($1::text[]) as s (sheet)`,
      [timed],
    );
    const next = rows.flatMap(({ sheet, first }) => (first === null ? [] : [{ sheet, at: first.getTime() + this.sheet(sheet)!.within! }]));
    await this.timers.set(
      transaction,
      next.map(({ sheet, at }) => ({ kind: OVERDUE_TIMER, key: sheet, dueAt: new Date(Math.ceil(at / HOUR_MS) * HOUR_MS) })),
    );
  }

  private async remind(unit: WorkUnit, name: string): Promise<void> {
    const sheet = this.sheet(name);
    if (sheet?.within === undefined) return;
    const overdue = await unit.transaction.query<{ ticketId: string; number: string; at: Date }>(
      `with late as (
         update entry_reviews set reminded_at = $3::timestamptz
         where sheet = $1 and chosen and reviewed_at is null and reminded_at is null and occurred_at <= $2::timestamptz returning ticket_id, occurred_at
       )
       select coalesce(t.merged_into, t.id) as "ticketId", t.number, l.occurred_at as at from late l join tickets t on t.id = l.ticket_id order by at, number`,
      [name, new Date(unit.now.getTime() - sheet.within), unit.now],
    );
    const [oldest] = overdue;
    if (oldest === undefined) return;
    const [language] = this.profiles.current().desk.languages;
    const text = pickText(WORDS, language)
      .replace('{name}', pickText(sheet.name, language))
      .replace('{count}', String(overdue.length))
      .replace('{oldest}', oldest.number);
    await this.notices.tell(unit, [{ to: { role: 'supervisor' }, kind: 'reviews_overdue', text, ticketId: oldest.ticketId }]);
  }

  private sheet(name: string): ReviewSheet | undefined {
    return this.profiles.current().desk.quality.sheets[name];
  }
}
