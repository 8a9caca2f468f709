import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, SETTINGS, type Settings } from '#runtime';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { GroupDirectory } from '../../groups/group-directory.js';
import { addDays, dayAt, momentOf } from '../period.js';
import { add, type AgentFigures, type LiveFigures, NO_TICKETS, type OpenRow, sumBy, toBranches } from './live-figures.js';

/** A look is kept so long, for however many watch. */
const FRESH_MS = 500;
const SOON_MS = 15 * 60_000;

const OPEN = `
  select t.group_id as "group", t.channels[cardinality(t.channels)] as channel, v.branch, count(*)::int as open, count(*) filter (where t.status = 'new')::int as new,
    count(*) filter (where t.status <> 'pending')::int as waiting, count(*) filter (where t.assignee_id is null and t.status <> 'pending')::int as unassigned,
    coalesce(greatest(extract(epoch from $1::timestamptz - min(case when t.status = 'new' then t.opened_at when t.status = 'open' then coalesce(t.last_occurred_at, t.opened_at) end)), 0), 0)::float8 as "longestWaitS"
  from tickets t left join visits v on v.ticket_id = t.id
  where t.status in ('new', 'open', 'pending') and t.merged_into is null and not t.folded and not t.quarantined group by 1, 2, 3`;

const VISITS = `
  select b.branch, (select count(*)::int from visits v where v.branch = b.branch and v.visited_at >= $2::timestamptz) as today from unnest($1::text[]) as b(branch)`;

const TODAY = `
  select (select count(*)::int from live_conversations where state = 'queued') as "inLine",
    (select count(*)::int from report_facts where counted and opened_day = $1::date) as "openedToday",
    (select count(*)::int from report_facts where counted and solved_at >= $2::timestamptz) as "solvedToday",
    (select count(*)::int from feedback where given_at >= $2::timestamptz and low) as "lowScoresToday"`;

const AGENTS = `
  select a.id, a.display_name as name, null::text as state, coalesce(o.open, 0) as open, coalesce(d.answered, 0) as "answeredToday", coalesce(s.solved, 0) as "solvedToday"
  from agents a
  left join (select assignee_id as id, count(*)::int as open from tickets where status in ('new', 'open', 'pending') and merged_into is null and assignee_id is not null group by 1) o on o.id = a.id
  left join (select answered_by as id, count(*)::int as answered from report_facts where counted and opened_day >= $1::date and answered_at >= $2::timestamptz group by 1) d on d.id = a.id
  left join (select agent_id as id, count(*)::int as solved from report_facts where counted and solved_at >= $2::timestamptz group by 1) s on s.id = a.id
  where a.disabled_at is null order by a.display_name, a.id`;

/** How the desk stands now: counted anew at most twice a second, however many look. */
@Injectable()
export class LiveBoard {
  private last: { readonly at: number; readonly figures: Promise<LiveFigures> } | null = null;

  constructor(
    private readonly groups: GroupDirectory,
    private readonly profiles: DeskProfiles,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Not older than half a second. */
  read(): Promise<LiveFigures> {
    const now = performance.now();
    if (this.last === null || now - this.last.at > FRESH_MS) {
      const look = { at: now, figures: this.look() };
      this.last = look;
      // A look that failed is nobody else's answer.
      look.figures.catch(() => (this.last = this.last === look ? null : this.last));
    }
    return this.last.figures;
  }

  /** The next look counts anew. */
  forget(): void {
    this.last = null;
  }

  private async look(): Promise<LiveFigures> {
    const now = this.clock.now();
    const { timeZone } = this.settings.deskSettings;
    const today = dayAt(now, timeZone);
    const start = momentOf(today, '00:00', timeZone);
    const { sql } = this.database;
    const branches = this.profiles.current().desk.visits.branches.map(({ key }) => key);
    const [open, [counted], agents, visits, clocks, present] = await Promise.all([
      sql.query<OpenRow>(OPEN, [now], 'ticketing_live_open'),
      sql.query<Pick<LiveFigures['all'], 'inLine' | 'openedToday' | 'solvedToday' | 'lowScoresToday'>>(
        TODAY,
        [today, start],
        'ticketing_live_today',
      ),
      sql.query<AgentFigures>(AGENTS, [addDays(today, -1), start], 'ticketing_live_agents'),
      sql.query<{ branch: string; today: number }>(VISITS, [branches, start], 'ticketing_live_visits'),
      this.readClocks(now),
      this.readPresence(now),
    ]);
    const shown = agents.map((agent) => ({ ...agent, state: present.get(agent.id) ?? 'offline' }));
    const online = shown.filter(({ state }) => state === 'online');
    return {
      at: now,
      all: {
        ...open.reduce(add, NO_TICKETS),
        ...counted!,
        ...clocks,
        agentsOnline: online.length,
        agentsFree: online.filter((agent) => agent.open === 0).length,
      },
      groups: sumBy(open, ({ group }) => this.groups.keyOf(group)),
      channels: sumBy(open, ({ channel }) => channel),
      branches: toBranches(branches, open, visits),
      agents: shown,
    };
  }

  private async readClocks(now: Date): Promise<{ breached: number; dueSoon: number }> {
    const [row] = await this.database.sql.query<{ breached: number; dueSoon: number }>(
      `select count(*) filter (where due_at <= $1)::int as breached, count(*) filter (where due_at > $1)::int as "dueSoon"
       from clocks where met_at is null and cancelled_at is null and due_at is not null and due_at <= $2`,
      [now, new Date(now.getTime() + SOON_MS)],
    );
    return row!;
  }

  private async readPresence(now: Date): Promise<Map<string, string>> {
    const rows = await this.database.sql.query<{ id: string; state: string }>(
      'select agent_id as id, state from agent_presence where expires_at > $1',
      [now],
    );
    return new Map(rows.map(({ id, state }) => [id, state]));
  }
}
