import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { eventIdOf } from '#contracts';
import { SETTINGS, type Settings } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { ReportSection } from '../desk/schema/reports.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import { dayAt, momentOf, nextStart, spanBefore, startOf } from './period.js';
import { NOBODY_IN_PARTICULAR } from './kinds/seen-tickets.js';
import { ReportOutlets } from './report-outlets.js';
import { ReportRuns } from './report-runs.js';
import { MOST_ROWS, ReportService } from './report.service.js';

const KIND = 'report';
type Schedule = NonNullable<ReportSection['schedule']>;

/** Makes reports when their time comes: of the span that is over, kept, told and mailed to whom the desk names. */
@Injectable()
export class ReportSchedule implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly timers: Timers,
    private readonly work: TicketWork,
    private readonly reports: ReportService,
    private readonly runs: ReportRuns,
    private readonly outlets: ReportOutlets,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.timers.handle(KIND, (unit, due) => this.run(unit, due));
  }

  async onApplicationBootstrap(): Promise<void> {
    this.profiles.onChange(() => void this.arm().catch(() => undefined));
    await this.arm();
  }

  /** One that is armed already stays: what was due while nobody ran is made late, not never. */
  private async arm(): Promise<void> {
    const wanted = this.scheduled();
    if (wanted.length === 0) return;
    await this.work.run(async (unit) => {
      const rows = await unit.transaction.query<{ key: string }>('select key from timers where kind = $1', [KIND]);
      const armed = new Set(rows.map(({ key }) => key));
      const timers = wanted.map(([key, schedule]) => ({ kind: KIND, key: keyOf(key, schedule), ...this.nextTurn(schedule, unit.now) }));
      const names = new Set(timers.map(({ key }) => key));
      await this.timers.cancel(
        unit.transaction,
        KIND,
        [...armed].filter((key) => !names.has(key)),
      );
      await this.timers.set(
        unit.transaction,
        timers.filter(({ key }) => !armed.has(key)),
      );
    });
  }

  private async run(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const { definitions } = this.profiles.current().desk.reports;
    for (const timer of due) {
      const found = this.scheduled().find(([key, schedule]) => keyOf(key, schedule) === timer.key);
      if (found === undefined) continue;
      const [key, schedule] = found;
      // It may come late; it is about the span that was over when it was due.
      const turn = new Date(String(timer.data['turn']));
      const period = spanBefore(schedule.every, dayAt(turn, this.settings.deskSettings.timeZone));
      const report = await this.reports.make(key, { ...period, limit: MOST_ROWS }, NOBODY_IN_PARTICULAR, unit.transaction);
      const id = eventIdOf(`report:${key}:${period.from}:${period.to}`);
      const definition = definitions[key]!;
      await this.runs.keep(unit.transaction, id, report, definition.public, unit.now);
      await this.outlets.tell(unit, id, report, definition);
      await this.timers.set(unit.transaction, [{ kind: KIND, key: timer.key, ...this.nextTurn(schedule, turn) }]);
    }
  }

  private scheduled(): [string, Schedule][] {
    const { definitions } = this.profiles.current().desk.reports;
    return Object.entries(definitions).flatMap(([key, { schedule }]) =>
      schedule === undefined ? [] : [[key, schedule] as [string, Schedule]],
    );
  }

  /** The first day of a span, at its time, after `now`. */
  private nextTurn({ every, at }: Schedule, now: Date): { dueAt: Date; data: { turn: string } } {
    const { timeZone } = this.settings.deskSettings;
    const start = startOf(every, dayAt(now, timeZone));
    const today = momentOf(start, at, timeZone);
    const dueAt = today > now ? today : momentOf(nextStart(every, start), at, timeZone);
    return { dueAt, data: { turn: dueAt.toISOString() } };
  }
}

/** Another schedule is another timer. */
function keyOf(key: string, { every, at }: Schedule): string {
  return `${key} ${every} ${at}`;
}
