import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { inviteGuests, withdrawGuests } from '../../agents/ticket-guests.js';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { GroupDirectory } from '../../groups/group-directory.js';
import { Notices } from '../../notices/notices.js';
import type { Actor } from '../../tickets/actor.js';
import type { TicketDraft } from '../../tickets/ticket-draft.js';
import { refuseStale, TicketWork } from '../../tickets/ticket-work.js';
import { type Task, TaskRepository } from '../../tasks/task.repository.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { Timers } from '../../timers/timers.js';
import { AgentRoster, type RosteredAgent } from '../agents/agent-roster.js';
import { isThere } from '../matching/team-round.js';
import { addRecord } from './consultation.service.js';

export const GROUP_TASK_TIMER = 'routing.group-task';
const GIVEN: ReadonlySet<string> = new Set<GroupTaskWish['kind']>(['joint', 'department']);

export interface GroupTaskWish {
  /** Keys or ids. Each gets a task of its own. */
  readonly groups: readonly string[];
  /** `joint`: all at once within the desk's time · `department`: a part of the work, its result comes back into the ticket. */
  readonly kind: 'joint' | 'department';
  readonly text: string;
  readonly dueAt?: Date | undefined;
  /** Of the ticket, as who asks saw it: two who ask at once would give the work twice. */
  readonly expectedVersion?: number | undefined;
}

interface OpenTask {
  readonly id: string;
  readonly kind: GroupTaskWish['kind'];
  readonly text: string;
  readonly groupId: string;
  readonly ticketId: string;
  readonly number: string;
}

const noticeKindOf = (kind: GroupTaskWish['kind']) => (kind === 'joint' ? 'joint_handling' : 'task_given');

/** Work for other groups on a ticket that stays where it is. A group's deputy A has it, B when A is not there; without deputies the group as a whole. */
@Injectable()
export class GroupTasks {
  constructor(
    private readonly work: TicketWork,
    private readonly groups: GroupDirectory,
    private readonly profiles: DeskProfiles,
    private readonly roster: AgentRoster,
    private readonly timers: Timers,
    private readonly notices: Notices,
    private readonly tasks: TaskRepository,
  ) {}

  /** Returns the ids of the tasks, in the order of the groups. Throws `PermanentError`: `ticket_unknown`, `version_conflict`, `group_unknown`, `group_twice`. */
  async ask(idOrNumber: string, wish: GroupTaskWish, actor: Actor): Promise<string[]> {
    return this.work.run(async (unit) => this.askIn(unit, await unit.lockLead(idOrNumber), wish, actor));
  }

  /** On a locked ticket, as a part of other work; throws like `ask`. */
  async askIn(unit: WorkUnit, draft: TicketDraft, wish: GroupTaskWish, actor: Actor): Promise<string[]> {
    refuseStale(draft, wish.expectedVersion);
    const groups = wish.groups.map((group) => this.groups.resolve(group));
    if (new Set(groups).size < groups.length)
      throw new PermanentError('a group is named twice', { code: 'group_twice', hint: 'name each once' });
    const { within } = this.profiles.current().desk.routing.jointHandling;
    const dueAt = wish.dueAt ?? (wish.kind === 'joint' ? new Date(unit.now.getTime() + within) : null);
    const keys = groups.map((id) => this.groups.keyOf(id)!);
    const data = { groups: keys, kind: wish.kind, dueAt: dueAt?.toISOString() ?? null, text: wish.text };
    const code = wish.kind === 'joint' ? 'ticket.joint_handling' : 'ticket.task_given';
    const entryId = addRecord(unit, draft, { code, text: `${keys.join(', ')}: ${wish.text}`, data }, actor);
    const owners = await this.findOwners(unit, keys);
    const tasks = groups.map((group, index) => ({
      ...{ id: randomUUID(), entry_id: entryId, key: `group:${group}`, kind: wish.kind, text: wish.text, due_at: dueAt },
      ...{ group_id: group, assignee_id: owners[index]! },
    }));
    // The entry is written at the end of this unit; tasks have no foreign key on it.
    await unit.transaction.query(
      `insert into tasks (id, entry_id, key, kind, text, due_at, created_at, group_id, assignee_id)
       select id, entry_id, key, kind, text, due_at, $2::timestamptz, group_id, assignee_id from json_to_recordset($1::json)
         as w (id uuid, entry_id uuid, key text, kind text, text text, due_at timestamptz, group_id uuid, assignee_id uuid)`,
      [JSON.stringify(tasks), unit.now],
    );
    const guests = tasks.flatMap(({ group_id, assignee_id }) => [group_id, assignee_id]).filter((guest) => guest !== null);
    await inviteGuests(
      unit.transaction,
      guests.map((guest) => ({ ticketId: draft.id, guest, reason: wish.kind })),
      unit.now,
    );
    if (dueAt !== null)
      await this.timers.set(
        unit.transaction,
        tasks.map(({ id }) => ({ kind: GROUP_TASK_TIMER, key: id, ticketId: draft.id, dueAt })),
      );
    await this.notices.tell(
      unit,
      tasks.map(({ group_id, assignee_id }) => ({
        to: assignee_id === null ? { group: group_id } : { agent: assignee_id },
        kind: noticeKindOf(wish.kind),
        ...{ text: `${draft.number}: ${wish.text}`, ticketId: draft.id },
      })),
    );
    return tasks.map(({ id }) => id);
  }

  /** Who goes leaves what he had not done to the group's other deputy, if he is there. */
  async passOn(unit: WorkUnit, agentId: string): Promise<void> {
    const open = await unit.transaction.query<OpenTask>(
      `select k.id, k.kind, k.text, k.group_id as "groupId", coalesce(t.merged_into, t.id) as "ticketId", t.number
       from tasks k join entries e on e.id = k.entry_id join tickets t on t.id = e.ticket_id
       where k.assignee_id = $1::uuid and k.group_id is not null and k.done_at is null order by k.id for no key update of k`,
      [agentId],
    );
    if (open.length === 0) return;
    const owners = await this.findOwners(
      unit,
      open.map(({ groupId }) => this.groups.keyOf(groupId)),
    );
    const passed = open.flatMap((task, index) => {
      const owner = owners[index] ?? null;
      return owner === null || owner === agentId ? [] : [{ ...task, owner }];
    });
    await unit.transaction.query(
      'update tasks k set assignee_id = w.owner from unnest($1::uuid[], $2::uuid[]) as w (id, owner) where k.id = w.id',
      [passed.map(({ id }) => id), passed.map(({ owner }) => owner)],
    );
    await inviteGuests(
      unit.transaction,
      passed.map(({ ticketId, owner, kind }) => ({ ticketId, guest: owner, reason: kind })),
      unit.now,
    );
    await this.notices.tell(
      unit,
      passed.map(({ ticketId, number, text, owner, kind }) => ({
        ...{ to: { agent: owner }, kind: noticeKindOf(kind), text: `${number}: ${text}`, ticketId },
      })),
    );
  }

  /** Work that nobody did yet. Throws `PermanentError`: `task_unknown`, `task_not_given`, `task_done`. */
  async withdraw(id: string, actor: Actor): Promise<void> {
    const task = await this.tasks.get(id);
    const { kind, groupId, assigneeId, text, ticketId } = task;
    if (groupId === null || !GIVEN.has(kind))
      throw new PermanentError(`the task ${id} was not given to a group by a colleague`, {
        code: 'task_not_given',
        hint: 'what a stage or a message asks for goes with it; say that it is done instead: POST /api/v1/tasks/{taskId}/done',
      });
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketId);
      if (!(await this.tasks.remove(unit.transaction, id)))
        throw new PermanentError(`the task ${id} was done already`, { code: 'task_done' });
      await this.timers.cancel(unit.transaction, GROUP_TASK_TIMER, [id]);
      await this.closeTicket(unit, task);
      const group = this.groups.keyOf(groupId) ?? groupId;
      const told = { code: 'ticket.task_withdrawn' as const, text: `${group}: ${text}`, data: { taskId: id, kind, groups: [group], text } };
      addRecord(unit, draft, told, actor);
      await this.notices.tell(unit, [
        {
          to: assigneeId === null ? { group: groupId } : { agent: assigneeId },
          ...{ kind: 'task_withdrawn', text: `${draft.number}: ${text}`, ticketId: draft.id },
        },
      ]);
    });
  }

  /** To its group and its deputy, unless they have other work of that kind there. */
  private async closeTicket({ transaction }: WorkUnit, { ticketId, kind, groupId, assigneeId }: Task): Promise<void> {
    const guests = [groupId, assigneeId].filter((guest) => guest !== null);
    const kept = await transaction.query<{ guest: string }>(
      `select g.guest from unnest($3::uuid[]) as g (guest) where exists (
         select from tasks k join entries e on e.id = k.entry_id
         where e.ticket_id = $1::uuid and k.kind = $2 and g.guest in (k.group_id, k.assignee_id))`,
      [ticketId, kind, guests],
    );
    const gone = guests.filter((guest) => !kept.some((row) => row.guest === guest));
    await withdrawGuests(
      transaction,
      gone.map((guest) => ({ ticketId, guest, reason: kind })),
    );
  }

  private async findOwners(unit: WorkUnit, keys: readonly (string | null)[]): Promise<(string | null)[]> {
    const { groups } = this.profiles.current().desk;
    const deputies = keys.map((key) => (key === null ? undefined : groups[key]?.deputies));
    if (deputies.every((each) => each === undefined)) return keys.map(() => null);
    const agents = new Map((await this.roster.load(unit.transaction, unit.now)).map((agent) => [agent.email, agent]));
    return deputies.map((each) => findOwner(each, agents));
  }
}

/** Deputy A, B while A is not there and B is; A again while neither is. Null without deputies that may log in. */
export function findOwner(
  deputies: { readonly a: string; readonly b?: string | undefined } | undefined,
  agents: ReadonlyMap<string, Pick<RosteredAgent, 'id' | 'presence' | 'onShift'>>,
): string | null {
  const [first, second] = [deputies?.a, deputies?.b].map((login) => (login === undefined ? undefined : agents.get(login)));
  if (first !== undefined && isThere(first)) return first.id;
  return (second !== undefined && isThere(second) ? second : first)?.id ?? null;
}
