import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { groupIdOf } from '../../desk/desk-groups.js';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import type { ThresholdSection } from '../../desk/schema/reports.js';
import { pickText } from '../../desk/schema/texts.js';
import { type NewNotice, Notices } from '../../notices/notices.js';
import { TicketWork } from '../../tickets/ticket-work.js';
import { isCrossed, valueOf } from './find-crossed.js';
import { LiveBoard } from './live-board.js';

/** Tells the desk when a figure passes a threshold, and when it is back; each once, whichever process sees it first. */
@Injectable()
export class ThresholdWatch {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly board: LiveBoard,
    private readonly work: TicketWork,
    private readonly notices: Notices,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  async look(): Promise<void> {
    const { reports, languages } = this.profiles.current().desk;
    const known = await this.readKnown();
    if (reports.thresholds.length + known.size === 0) return;
    const figures = await this.board.read();
    const looked = reports.thresholds.map((threshold) => ({ threshold, value: valueOf(threshold, figures) }));
    const above = looked.filter(({ threshold, value }) => isCrossed(threshold, value));
    const keys = new Set(above.map(({ threshold }) => threshold.key));
    if (keys.size === known.size && [...keys].every((key) => known.has(key))) return;
    await this.work.run(async (unit) => {
      const begun = await unit.transaction.query<{ key: string }>(
        `insert into live_alerts (key, value, since) select key, value, $3 from unnest($1::text[], $2::float8[]) as a(key, value) on conflict do nothing returning key`,
        [above.map(({ threshold }) => threshold.key), above.map(({ value }) => value), unit.now],
      );
      const over = await unit.transaction.query<{ key: string }>('delete from live_alerts where key <> all($1::text[]) returning key', [
        [...keys],
      ]);
      const told = (rows: readonly { key: string }[], kind: string) =>
        looked
          .filter(({ threshold }) => rows.some(({ key }) => key === threshold.key))
          .flatMap(({ threshold, value }) => toNotices(threshold, value, kind, languages[0]!));
      await this.notices.tell(unit, [...told(begun, 'threshold_passed'), ...told(over, 'threshold_over')]);
    });
  }

  /** Asked each time: whoever told of them may be gone by now, and what was over meanwhile is told by who looks next. */
  private async readKnown(): Promise<ReadonlySet<string>> {
    const rows = await this.database.sql.query<{ key: string }>('select key from live_alerts', [], 'ticketing_live_alerts');
    return new Set(rows.map(({ key }) => key));
  }
}

function toNotices(threshold: ThresholdSection, value: number, kind: string, language: string): NewNotice[] {
  const { metric, group, channel, above, below, tell, text } = threshold;
  const limit = above === undefined ? `< ${below!}` : `> ${above}`;
  const where = group ?? channel;
  const figure = `${metric}${where === undefined ? '' : ` (${where})`}: ${Math.round(value * 10) / 10} (${kind === 'threshold_passed' ? limit : 'ok'})`;
  const words = text === undefined ? figure : `${pickText(text, language)} – ${figure}`;
  const to: NewNotice['to'][] = [...tell.roles.map((role) => ({ role })), ...tell.groups.map((key) => ({ group: groupIdOf(key) }))];
  return to.map((each) => ({ to: each, kind, text: words }));
}
