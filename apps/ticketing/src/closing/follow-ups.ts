import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { SETTINGS, type Settings } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { FollowUp } from '../desk/schema/archive.js';
import { Notices } from '../notices/notices.js';
import { writeToCustomer } from '../request-types/case-words.js';
import { DeskDeadlines } from '../request-types/desk-deadlines.js';
import { ownerOf } from '../request-types/stage-watch.js';
import { type Task, TaskRepository } from '../tasks/task.repository.js';
import { TaskService } from '../tasks/task.service.js';
import { HOUSE, toRecordEntry } from '../tickets/actor.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import type { Ending } from './closing-facts.js';

export const FOLLOW_UP_TASK = 'follow_up';
const FOLLOW_UP_DUE = 'closing.follow_up';

export interface WantedFollowUp extends Ending {
  readonly rule: string;
}

/** Customers who are rung again: a task with its day, which the supervisor hears of when it passes. */
@Injectable()
export class FollowUps implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly tasks: TaskRepository,
    private readonly work: TaskService,
    private readonly deadlines: DeskDeadlines,
    private readonly notices: Notices,
    private readonly profiles: DeskProfiles,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.timers.handle(FOLLOW_UP_DUE, (unit, due) => this.miss(unit, due));
    this.work.onReopen(FOLLOW_UP_TASK, (unit, _, task) => this.reopen(unit, task));
  }

  /** Each rule once a ticket. */
  async plan(unit: WorkUnit, wanted: readonly WantedFollowUp[]): Promise<void> {
    if (wanted.length === 0) return;
    const { desk } = this.profiles.current();
    const planned = wanted.map((each) => {
      const rule = desk.closing.followUps[each.rule]!;
      return { ...each, entryId: randomUUID(), text: this.write(each, rule), dueAt: this.deadlines.end(rule.within, unit.now, each.facts) };
    });
    const fresh = await unit.transaction.query<{ ticketId: string; rule: string }>(
      `insert into follow_ups (ticket_id, rule, entry_id, created_at, due_at)
       select ticket_id, rule, entry_id, $2::timestamptz, due_at
       from json_to_recordset($1::json) as f (ticket_id uuid, rule text, entry_id uuid, due_at timestamptz) order by ticket_id, rule
       on conflict do nothing returning ticket_id as "ticketId", rule`,
      [
        JSON.stringify(planned.map(({ draft, rule, entryId, dueAt }) => ({ ticket_id: draft.id, rule, entry_id: entryId, due_at: dueAt }))),
        unit.now,
      ],
    );
    const made = planned.filter(({ draft, rule }) => fresh.some((each) => each.ticketId === draft.id && each.rule === rule));
    for (const { draft, rule, entryId, text, dueAt } of made)
      unit.addEntry(draft, null, (seq) =>
        toRecordEntry(
          {
            ...{ id: entryId, ticketId: draft.id, seq, direction: 'system' as const, actor: HOUSE, text },
            ...{ code: 'closing.follow_up', data: { rule, dueAt } },
          },
          unit.now,
        ),
      );
    await this.tasks.insert(
      unit.transaction,
      made.map(({ rule, entryId, text, dueAt }) => ({
        entryId,
        task: { key: `follow-up:${rule}`.slice(0, 64), kind: FOLLOW_UP_TASK, text, dueAt: dueAt.toISOString() },
      })),
      unit.now,
    );
    await this.timers.set(
      unit.transaction,
      made.map(({ draft, rule, dueAt }) => ({
        kind: FOLLOW_UP_DUE,
        key: `${draft.id}:${rule}`,
        ticketId: draft.id,
        dueAt,
        data: { rule },
      })),
    );
  }

  /** What agents report of them, by the entries that tell it. */
  async finish(unit: WorkUnit, entryIds: readonly string[]): Promise<void> {
    if (entryIds.length === 0) return;
    const done = await unit.transaction.query<{ key: string }>(
      `update follow_ups f set done_at = k.done_at, outcome = k.outcome
       from entries e join tasks k on k.id = (e.parts->0->'data'->>'taskId')::uuid
       where e.id = any($1::uuid[]) and e.parts->0->>'code' = 'task.done' and k.kind = $2 and f.entry_id = k.entry_id
         and f.done_at is null and k.done_at is not null
       returning f.ticket_id || ':' || f.rule as key`,
      [entryIds, FOLLOW_UP_TASK],
    );
    await this.timers.cancel(
      unit.transaction,
      FOLLOW_UP_DUE,
      done.map(({ key }) => key),
    );
  }

  /** Its day holds as before. */
  private async reopen({ transaction }: WorkUnit, { entryId }: Task): Promise<void> {
    const open = await transaction.query<{ ticketId: string; rule: string; dueAt: Date }>(
      `update follow_ups set done_at = null, outcome = null where entry_id = $1::uuid
       returning ticket_id as "ticketId", rule, due_at as "dueAt"`,
      [entryId],
    );
    await this.timers.set(
      transaction,
      open.map(({ ticketId, rule, dueAt }) => ({ kind: FOLLOW_UP_DUE, key: `${ticketId}:${rule}`, ticketId, dueAt, data: { rule } })),
    );
  }

  private async miss(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const missed = await unit.transaction.query<{
      ticketId: string;
      number: string;
      rule: string;
      assigneeId: string | null;
      groupId: string | null;
    }>(
      `update follow_ups f set missed_at = $3
       from unnest($1::uuid[], $2::text[]) as d (ticket_id, rule) join tickets t on t.id = d.ticket_id
       where f.ticket_id = d.ticket_id and f.rule = d.rule and f.done_at is null and f.missed_at is null
       returning f.ticket_id as "ticketId", t.number, f.rule, t.assignee_id as "assigneeId", t.group_id as "groupId"`,
      [due.map(({ ticketId }) => ticketId), due.map(({ data }) => data['rule']), unit.now],
    );
    await this.notices.tell(
      unit,
      missed.flatMap((each) => {
        const notice = { kind: 'follow_up_missed', text: `${each.number}: the follow-up ${each.rule} is overdue`, ticketId: each.ticketId };
        const key = `follow-up:${each.ticketId}:${each.rule}`;
        return [
          { ...notice, to: ownerOf(each), key },
          { ...notice, to: { role: 'supervisor' as const }, key: `${key}:supervisor` },
        ];
      }),
    );
  }

  /** For colleagues: in the desk's own language, whoever the customer is. */
  private write({ facts }: Ending, { text }: FollowUp): string {
    const { desk } = this.profiles.current();
    return writeToCustomer(text, { ...facts, language: desk.languages[0]! }, desk, this.settings.deskSettings);
  }
}
