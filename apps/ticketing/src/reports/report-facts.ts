import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '#database';
import { CLOCK, type Clock, SETTINGS, type Settings } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { complexTypesOf, isComplexSql } from '../facts/complex-case.js';
import type { Happening } from '../happenings/happening.js';
import { CONTACT_MADE } from '../service-levels/clocks/entry-acts.js';
import { ReportDays } from './report-days.js';
import { wentOut } from '../tickets/went-out.js';

const LOST = "'no_answer', 'busy', 'failed', 'rejected', 'abandoned_queue', 'queue_timeout'";

/**
 * One row a ticket, of what is stored. A person's answer is an agent's message that is no automatic one, a call that was taken, or a record that the customer
 * was reached; a reply is anybody's, a bot's too. The first answer counts from when a bot gave the ticket to people, where one had it. A call is lost that came
 * to people and was taken by none. Solved is what is solved or closed now, since when it last became so; at first contact: by one answer, and never reopened.
 * What opened closed (robots, floods), and what neither a customer wrote nor an agent took down for him, is not counted.
 */
const REFRESH = `
  insert into report_facts (ticket_id, counted, opened_at, opened_day, answered_at, solved_at, closed_at, first_answer_s, first_reply_s, solve_s, call_wait_s, messages, answers,
    reopened, points, recommend, solved, first_contact, complex, low, is_call, connected, call_lost_s, taken_down, with_bot, handed_at, followed_up_at, step, channel, inbox_id, category, priority, status,
    group_id, agent_id, answered_by)
  select t.id, t.merged_into is null and not t.folded and not t.quarantined and coalesce(e.messages, 0) > 0, t.opened_at, (t.opened_at at time zone $2)::date,
    e.answered_at, s.solved_at, s.closed_at, ${seconds('e.answered_at', 'coalesce(b.changed_at, t.opened_at)')}, ${seconds('e.replied_at', 't.opened_at')}, ${seconds('s.solved_at', 't.opened_at')},
    e.call_wait_s, least(coalesce(e.messages, 0), 30000), least(coalesce(e.answers, 0), 30000), coalesce(s.reopened, 0), f.points, f.recommend,
    t.status in ('solved', 'closed'), t.status in ('solved', 'closed') and coalesce(e.answers, 0) <= 1 and coalesce(s.reopened, 0) = 0,
    ${isComplexSql('t', '$3')}, coalesce(f.low, false), coalesce(e.is_call, false), coalesce(e.connected, false),
    e.call_lost_s, coalesce(e.taken_down, false), exists (select 1 from bot_sessions b where b.ticket_id = t.id and b.state <> 'person'), b.changed_at,
    least(e.second_at, s.solved_at), f.step, t.channels[1], t.inbox_id, t.category, t.priority, t.status, t.group_id, t.assignee_id, e.answered_by
  from tickets t
  left join lateral (
    select count(*) filter (where by_customer) as messages,
      count(*) filter (where answer) as answers, min(coalesce(taken_at, at)) filter (where answer) as answered_at, min(coalesce(taken_at, at)) filter (where reply) as replied_at,
      (array_agg(coalesce(taken_at, at) order by at) filter (where answer))[2] as second_at,
      (array_agg(agent order by at) filter (where answer and agent is not null))[1] as answered_by,
      bool_or(by_customer and call is not null) as is_call, bool_or(by_customer and taken) as connected,
      (array_agg(wait_s order by at) filter (where by_customer and call is not null))[1] as call_wait_s,
      (array_agg(lost_s order by at) filter (where by_customer and call is not null))[1] as call_lost_s, bool_or(taken_down) as taken_down
    from (
      select e.occurred_at as at, (e.direction = 'inbound' and not e.folded) or (e.direction = 'note' and e.flags->>'recordedBy' <> 'system') as by_customer, c.call,
        e.direction = 'note' as taken_down, c.call->>'outcome' = 'answered' as taken,
        case when r.reached then (r.data->>'at')::timestamptz else (c.call->>'answeredAt')::timestamptz end as taken_at, ((c.call->>'waitMs')::bigint / 1000)::int as wait_s,
        case when c.call->>'outcome' in (${LOST}) then coalesce(((c.call->>'waitMs')::bigint / 1000)::int,
          ${seconds("(c.call->>'endedAt')::timestamptz", "(c.call->>'startedAt')::timestamptz")}) end as lost_s,
        case when e.author->>'agentId' ~ '^[0-9a-f-]{36}$' then (e.author->>'agentId')::uuid end as agent,
        (e.direction in ('outbound', 'echo') and e.flags->>'automatic' is null and e.author->>'role' = 'agent') or c.call->>'outcome' = 'answered' or r.reached as answer,
        (e.direction in ('outbound', 'echo') and (e.flags->>'automatic' is null or e.author->>'role' = 'bot')) or c.call->>'outcome' = 'answered' or r.reached as reply
      from entries e cross join lateral (select e.parts->0->'call' as call) c
        cross join lateral (select e.parts->0->'data' as data, e.direction = 'system' and e.parts->0->'data'->>'reached' = 'true' as reached) r
      where e.ticket_id = t.id and ${wentOut('e')} and (e.direction in ('inbound', 'outbound', 'echo') or (e.direction = 'note' and e.seq = 1)
        or (e.direction = 'system' and e.parts->0->>'code' = '${CONTACT_MADE}'))) one
  ) e on true
  left join lateral (
    select max(at) filter (where to_status in ('solved', 'closed') and from_status not in ('solved', 'closed') and t.status in ('solved', 'closed')) as solved_at,
      max(at) filter (where to_status = 'closed' and t.status = 'closed') as closed_at,
      count(*) filter (where from_status in ('solved', 'closed') and to_status not in ('solved', 'closed'))::int as reopened
    from ticket_statuses s where s.ticket_id = t.id
  ) s on true
  left join bot_sessions b on b.ticket_id = t.id and b.state = 'person'
  left join lateral (
    select points, recommend, step, low from feedback f where f.ticket_id = t.id and f.kind = 'rating' order by f.given_at desc, f.id limit 1
  ) f on true
  where t.id = any($1::uuid[]) order by t.id
  on conflict (ticket_id) do update set (counted, opened_at, opened_day, answered_at, solved_at, closed_at, first_answer_s, first_reply_s, solve_s, call_wait_s, messages, answers,
    reopened, points, recommend, solved, first_contact, complex, low, is_call, connected, call_lost_s, taken_down, with_bot, handed_at, followed_up_at, step, channel, inbox_id, category, priority, status,
    group_id, agent_id, answered_by) = (excluded.counted, excluded.opened_at, excluded.opened_day, excluded.answered_at, excluded.solved_at, excluded.closed_at, excluded.first_answer_s,
    excluded.first_reply_s, excluded.solve_s, excluded.call_wait_s, excluded.messages, excluded.answers, excluded.reopened, excluded.points, excluded.recommend,
    excluded.solved, excluded.first_contact, excluded.complex, excluded.low, excluded.is_call, excluded.connected, excluded.call_lost_s, excluded.taken_down, excluded.with_bot, excluded.handed_at, excluded.followed_up_at, excluded.step,
    excluded.channel, excluded.inbox_id, excluded.category, excluded.priority, excluded.status, excluded.group_id, excluded.agent_id, excluded.answered_by)`;

function seconds(to: string, from: string): string {
  // `greatest` passes over null.
  return `case when ${to} is not null then least(greatest(extract(epoch from ${to} - ${from}), 0), 2000000000)::int end`;
}

const REBUILT_AT_ONCE = 1_000;

/** Keeps the facts that reports count: of what changed, behind everything else. */
@Injectable()
export class ReportFacts {
  constructor(
    private readonly days: ReportDays,
    private readonly profiles: DeskProfiles,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async follow(transaction: Transaction, happenings: readonly Happening[]): Promise<void> {
    const moved = happenings.filter(({ type }) => type === 'ticket.status_changed.v1');
    if (moved.length > 0)
      await transaction.query(
        `insert into ticket_statuses (event_id, ticket_id, at, from_status, to_status)
         select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[]) on conflict do nothing`,
        [
          moved.map(({ id }) => id),
          moved.map(({ ticketId }) => ticketId),
          moved.map(({ at }) => at),
          moved.map(({ data }) => String(data['from'])),
          moved.map(({ data }) => String(data['to'])),
        ],
      );
    await this.refresh(
      transaction,
      happenings.map(({ ticketId }) => ticketId),
    );
  }

  async refresh(transaction: Transaction, ticketIds: readonly string[]): Promise<void> {
    if (ticketIds.length === 0) return;
    const ids = [...new Set(ticketIds)].sort();
    await transaction.query(
      REFRESH,
      [ids, this.settings.deskSettings.timeZone, complexTypesOf(this.profiles.current().desk)],
      'ticketing_refresh_report_facts',
    );
    await this.days.soil(transaction, ids);
  }

  /** All of them anew, of what is stored. Returns how many. */
  async rebuild(): Promise<{ tickets: number; at: Date }> {
    let tickets = 0;
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const ids = await this.database.run(async (transaction) => {
        const rows = await transaction.query<{ id: string }>('select id from tickets where id > $1::uuid order by id limit $2', [
          after,
          REBUILT_AT_ONCE,
        ]);
        await this.refresh(
          transaction,
          rows.map(({ id }) => id),
        );
        return rows.map(({ id }) => id);
      });
      tickets += ids.length;
      if (ids.length < REBUILT_AT_ONCE) return { tickets, at: this.clock.now() };
      after = ids.at(-1)!;
    }
  }
}
