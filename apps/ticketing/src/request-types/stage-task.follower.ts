import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { TicketFactsReader } from '../facts/ticket-facts.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import { Notices } from '../notices/notices.js';
import type { Task } from '../tasks/task.repository.js';
import { TaskService } from '../tasks/task.service.js';
import type { Actor } from '../tickets/actor.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { CaseRepository } from './case.repository.js';
import { toCaseState } from './case-state.js';
import { moveStage } from './stage-machine.js';
import { STAGE_TASK } from './stage-tasks.js';
import { StageWork } from './stage-work.js';
import { ownerOf } from './stage-watch.js';

/** A task that was done, as its entry in the thread tells it. */
interface DoneTask {
  readonly ticketId: string;
  readonly key: string;
  readonly outcome: string | null;
  readonly doneBy: Actor;
}

/** What another group reports of its work of a stage comes back: who has the ticket is told, and the case goes on. */
@Injectable()
export class StageTaskFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly profiles: DeskProfiles,
    private readonly facts: TicketFactsReader,
    private readonly cases: CaseRepository,
    private readonly stages: StageWork,
    private readonly notices: Notices,
    private readonly tasks: TaskService,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'stage-tasks', order: 31, follow: (unit, happenings) => this.follow(unit, happenings) });
    this.tasks.onReopen(STAGE_TASK, (unit, _, task) => this.refuseCovered(unit, task));
  }

  /** A case that went on by it stands where the work is not to be done any more. */
  private async refuseCovered({ transaction }: WorkUnit, { id, ticketId }: Task): Promise<void> {
    const [row] = await transaction.query<{ key: string }>('select key from tasks where id = $1::uuid', [id]);
    const found = (await this.cases.load(transaction, [ticketId])).get(ticketId);
    if (row?.key === `stage:${found?.stage}:${found?.stageSeq}`) return;
    throw new PermanentError('the case went on since this was done', {
      code: 'task_covered',
      hint: 'take the stage it went to back first: DELETE /api/v1/tickets/{id}/stages/{seq}',
    });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const told = happenings.filter(({ type, data }) => type === 'ticket.entry_added.v1' && data['direction'] === 'system');
    if (told.length === 0 || Object.keys(this.profiles.current().desk.requestTypes).length === 0) return;
    const done = await findDone(
      unit,
      told.map(({ data }) => String(data['entryId'])),
    );
    if (done.length === 0) return;
    const there = await this.facts.read(
      unit.transaction,
      done.map(({ ticketId }) => ticketId),
    );
    const ids = [...there.keys()];
    // Before they are read: what is reported belongs to the stage that a case is in now.
    await unit.lock(ids);
    const [facts, cases] = [await this.facts.read(unit.transaction, ids), await this.cases.load(unit.transaction, ids)];
    const reported = done.flatMap(({ ticketId, key, outcome, doneBy }) => {
      const [ticket, found] = [facts.get(ticketId), cases.get(ticketId)];
      const type = found === undefined ? undefined : this.profiles.current().desk.requestTypes[found.requestType];
      if (ticket === undefined || found === undefined || type === undefined) return [];
      const [, stage, seq] = key.split(':');
      const to = type.stages.find((each) => each.key === stage)?.task?.whenDone;
      const here = found.stage === stage && found.stageSeq === Number(seq);
      const move = to === undefined || !here ? null : moveStage(type, toCaseState(ticket, found), { stage: to, note: outcome });
      return [{ facts: ticket, type, case: found, note: outcome, actor: doneBy, move: move === null || 'refused' in move ? null : move }];
    });
    const drafts = await unit.lock(reported.map((each) => each.facts.id));
    await this.notices.tell(
      unit,
      reported.map(({ facts: ticket, note }) => ({
        ...{ to: ownerOf(ticket), kind: 'stage_task_done', ticketId: ticket.id },
        text: `${ticket.number}: ${note ?? 'done'}`,
      })),
    );
    await this.stages.enter(
      unit,
      reported.flatMap(({ move, ...each }, index) => (move === null ? [] : [{ ...each, move, draft: drafts[index]! }])),
    );
  }
}

async function findDone(unit: WorkUnit, entryIds: readonly string[]): Promise<DoneTask[]> {
  return unit.transaction.query<DoneTask>(
    `select e.ticket_id as "ticketId", k.key, k.outcome, k.done_by as "doneBy"
     from entries e join tasks k on k.id = (e.parts->0->'data'->>'taskId')::uuid
     where e.id = any($1::uuid[]) and e.parts->0->>'code' = 'task.done' and k.done_at is not null and k.kind = $2 order by e.ticket_id, e.seq`,
    [entryIds, STAGE_TASK],
  );
}
