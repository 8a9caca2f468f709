import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Followers } from '../../happenings/followers.js';
import type { Happening } from '../../happenings/happening.js';
import { type NewNotice, Notices } from '../../notices/notices.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import type { Timer } from '../../timers/timer.js';
import { Timers } from '../../timers/timers.js';
import { ConsultationRepository } from './consultation.repository.js';
import { CONSULTATION_TIMER } from './consultation.service.js';
import { GROUP_TASK_TIMER } from './group-tasks.js';

const ORDER = 51;

interface LateTask {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly groupId: string;
  readonly ticketId: string;
  readonly number: string;
}

/** Tells who has a ticket what came of the work of others, and supervisors what did not come in time. */
@Injectable()
export class CollaborationWatch implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly timers: Timers,
    private readonly notices: Notices,
    private readonly consultations: ConsultationRepository,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'collaboration', order: ORDER, follow: (unit, happenings) => this.report(unit, happenings) });
    this.timers.handle(GROUP_TASK_TIMER, (unit, due) => this.tellLateTasks(unit, due));
    this.timers.handle(CONSULTATION_TIMER, (unit, due) => this.tellLateConsultations(unit, due));
  }

  /** Results of groups' tasks come back to who has the ticket. */
  private async report(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const entries = happenings.flatMap(({ type, data }) =>
      type === 'ticket.entry_added.v1' && data['direction'] === 'system' ? [String(data['entryId'])] : [],
    );
    if (entries.length === 0) return;
    const done = await unit.transaction.query<{
      ticketId: string;
      number: string;
      assignee: string;
      text: string;
      outcome: string | null;
      id: string;
    }>(
      `select t.id as "ticketId", t.number, t.assignee_id as assignee, k.text, k.outcome, k.id
       from entries e join tasks k on k.id = (e.parts->0->'data'->>'taskId')::uuid join tickets t on t.id = e.ticket_id
       where e.id = any($1::uuid[]) and e.parts->0->>'code' = 'task.done' and k.done_at is not null and k.group_id is not null
         and t.assignee_id is not null`,
      [entries],
      'ticketing_find_reported_tasks',
    );
    await this.notices.tell(
      unit,
      done.map(({ ticketId, number, assignee, text, outcome, id }) => ({
        ...{ to: { agent: assignee }, kind: 'task_done', ticketId, key: `task-done:${id}` },
        text: `${number}: ${text}${outcome === null ? '' : ` → ${outcome}`}`,
      })),
    );
  }

  private async tellLateTasks(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const late = await unit.transaction.query<LateTask>(
      `select k.id, k.kind, k.text, k.group_id as "groupId", coalesce(t.merged_into, t.id) as "ticketId", t.number
       from tasks k join entries e on e.id = k.entry_id join tickets t on t.id = e.ticket_id
       where k.id = any($1::uuid[]) and k.done_at is null and k.group_id is not null`,
      [due.map(({ key }) => key)],
    );
    await this.notices.tell(
      unit,
      late.flatMap(({ id, kind, text, groupId, ticketId, number }) => {
        const notice = { kind: kind === 'joint' ? 'joint_handling_late' : 'task_late', text: `${number}: ${text}`, ticketId };
        return toBoth(notice, { group: groupId }, `task-late:${id}`);
      }),
    );
  }

  private async tellLateConsultations(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const asked = await this.consultations.findMany(
      unit.transaction,
      due.map(({ key }) => key),
    );
    await this.notices.tell(
      unit,
      asked
        .filter(({ answeredAt }) => answeredAt === null)
        .flatMap(({ id, question, ticketId, ticketNumber, groupId, agentId }) => {
          const notice = { kind: 'consultation_late', text: `${ticketNumber}: ${question}`, ticketId };
          return toBoth(notice, groupId === null ? { agent: agentId! } : { group: groupId }, `consultation-late:${id}`);
        }),
    );
  }
}

function toBoth(notice: Omit<NewNotice, 'to'>, to: NewNotice['to'], key: string): NewNotice[] {
  return [
    { ...notice, to, key },
    { ...notice, to: { role: 'supervisor' }, key: `${key}:supervisor` },
  ];
}
