import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock } from '#runtime';
import { groupIdOf } from '../../desk/desk-groups.js';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { GroupHours } from '../group-hours.js';
import { addDays, toLocalTime, weekdayOf } from './local-time.js';
import { planDays, type ShiftDay } from './shift-days.js';
import { forecast, type HourOfStaff } from './staffing.js';

export type { ShiftDay } from './shift-days.js';

const WEEK_MS = 7 * 86_400_000;

/** The shift plan by day, and where it will be short of people by what came in the weeks before. */
@Injectable()
export class ShiftReader {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly hours: GroupHours,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Days of the desk's zone from `from` (today where it is left out). */
  async plan(from: string | undefined, days: number): Promise<ShiftDay[]> {
    const { shifts } = this.profiles.current().desk;
    const members = await this.listMembers();
    return planDays(shifts, this.listDates(from, days), members, (day) => this.hours.isHoliday(shifts.calendar, day));
  }

  /** Hours of the days that begin at `from`, of each group. */
  async forecast(from: string | undefined, days: number): Promise<HourOfStaff[]> {
    const { shifts } = this.profiles.current().desk;
    const volumes = await this.readVolumes();
    return forecast({
      shifts,
      dates: this.listDates(from, days),
      members: await this.listMembers(),
      volumeOf: (group, date, hour) => volumes.get(`${groupIdOf(group)} ${weekdayOf(date)} ${hour}`) ?? 0,
      isHoliday: (date) => this.hours.isHoliday(shifts.calendar, date),
    });
  }

  private listDates(from: string | undefined, days: number): string[] {
    const first = from ?? toLocalTime(this.clock.now(), this.profiles.current().desk.shifts.zone).date;
    return Array.from({ length: days }, (_, index) => addDays(first, index));
  }

  /** Logins by the key of their group: of the desk's file and of the API. */
  private async listMembers(): Promise<Map<string, string[]>> {
    const { groups } = this.profiles.current().desk;
    const rows = await this.database.sql.query<{ group: string; logins: string[] }>(
      `select p.group_id as "group", array_agg(a.email order by a.email) as logins from group_people p join agents a on a.id = p.agent_id
       where a.disabled_at is null group by 1`,
    );
    const added = new Map(rows.map((row) => [row.group, row.logins]));
    return new Map(
      Object.entries(groups).map(([key, { members, supervisors }]) => [
        key,
        [...new Set([...members, ...supervisors, ...(added.get(groupIdOf(key)) ?? [])])],
      ]),
    );
  }

  /** Tickets an hour of an ordinary week, by group, day of the week and hour; a desk younger than the weeks looked at is measured by its age. */
  private async readVolumes(): Promise<Map<string, number>> {
    const { zone, forecast: by } = this.profiles.current().desk.shifts;
    const now = this.clock.now();
    const since = new Date(now.getTime() - by.weeks * WEEK_MS);
    const rows = await this.database.sql.query<{ group: string; weekday: number; hour: number; count: number; first: Date }>(
      `select group_id as "group", extract(isodow from opened_at at time zone $3)::int - 1 as weekday, extract(hour from opened_at at time zone $3)::int as hour,
         count(*)::int as count, min(opened_at) as first
       from tickets where opened_at >= $1 and opened_at < $2 and not folded and not quarantined and merged_into is null and group_id is not null
       group by 1, 2, 3`,
      [since, now, zone],
      'ticketing_read_volumes',
    );
    const first = Math.min(...rows.map((row) => row.first.getTime()));
    const weeks = Math.min(by.weeks, Math.max(1, Math.ceil((now.getTime() - first) / WEEK_MS)));
    return new Map(rows.map(({ group, weekday, hour, count }) => [`${group} ${weekday} ${hour}`, count / weeks]));
  }
}
