import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { TaskRepository } from '../tasks/task.repository.js';
import type { Actor } from '../tickets/actor.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { FoundCase, StageVisit } from './case.js';
import { CaseRepository } from './case.repository.js';
import { CaseService } from './case.service.js';
import { StageRestorer } from './stage-restorer.js';
import { STAGE_TASK } from './stage-tasks.js';

interface GivenTask {
  readonly id: string;
  readonly group: string | null;
  readonly done: boolean;
}

/** Takes a stage back into which somebody put a case by a slip, as long as nothing came of it. The thread keeps both. */
@Injectable()
export class StageUndo {
  constructor(
    private readonly work: TicketWork,
    private readonly service: CaseService,
    private readonly cases: CaseRepository,
    private readonly tasks: TaskRepository,
    private readonly restorer: StageRestorer,
  ) {}

  /**
   * Of the stage it stands in: it is in the one before, with its deadline, and in the status it had. Returns the ticket's id. Throws `PermanentError`:
   * `ticket_unknown`, `request_type_missing`, `stage_visit_unknown`, `stage_covered`, `stage_first`, `stage_not_by_person`, `stage_task_done`,
   * `stage_told`.
   */
  async undo(ticket: string, seq: number, actor: Actor): Promise<string> {
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticket);
      const at = await this.service.find(unit, draft);
      const visits = await this.cases.listVisits(unit.transaction, draft.id);
      const place = visits.findIndex((visit) => visit.seq === seq);
      const [before, made] = [visits[place - 1], visits[place]];
      if (made === undefined)
        throw new PermanentError(`ticket ${draft.number} was in no stage ${seq}`, {
          code: 'stage_visit_unknown',
          hint: 'seq of history in GET /api/v1/tickets/{id}/request',
        });
      refuseOthers(at, made, before);
      const tasks = await findTasks(unit, made);
      if (tasks.some(({ done }) => done))
        throw new PermanentError('what others were asked for by this stage is done', {
          code: 'stage_task_done',
          hint: 'say that it is not done first: DELETE /api/v1/tasks/{taskId}/done; or move the case on',
        });
      await refuseTold(unit, made);
      for (const { id } of tasks) await this.tasks.remove(unit.transaction, id);
      await this.restorer.restore(unit, at, { made, before: before!, actor, groups: tasks.flatMap(({ group }) => group ?? []) });
      return draft.id;
    });
  }
}

function refuseOthers({ draft, found }: FoundCase, made: StageVisit, before: StageVisit | undefined): void {
  if (made.seq !== found.stageSeq)
    throw new PermanentError(`ticket ${draft.number} went on since: only the stage it stands in is taken back`, {
      code: 'stage_covered',
      fields: { seq: found.stageSeq },
    });
  if (made.fromStage === null || before === undefined)
    throw new PermanentError(`ticket ${draft.number} stands in the first stage of its type`, {
      code: 'stage_first',
      hint: 'change its type instead: PATCH /api/v1/tickets/{id} with requestType',
    });
  if (made.actor.kind !== 'agent')
    throw new PermanentError('nobody put it there by hand', {
      code: 'stage_not_by_person',
      hint: 'move it on: POST /api/v1/tickets/{id}/stages',
    });
}

async function findTasks({ transaction }: WorkUnit, { ticketId, stage, seq }: StageVisit): Promise<GivenTask[]> {
  return transaction.query<GivenTask>(
    `select k.id, k.group_id as "group", k.done_at is not null as done from tasks k join entries e on e.id = k.entry_id
     where e.ticket_id = $1::uuid and k.kind = $2 and k.key = $3`,
    [ticketId, STAGE_TASK, `stage:${stage}:${seq}`],
  );
}

/** What the desk wrote to the customer behind the record of the stage may stand on that stage, and is read. */
async function refuseTold({ transaction }: WorkUnit, { ticketId, seq }: StageVisit): Promise<void> {
  const [told] = await transaction.query<{ reason: string; text: string }>(
    `select e.flags->'automatic'->>'reason' as reason, e.plain_text as text from entries e
     where e.ticket_id = $1::uuid and e.direction = 'outbound' and e.flags->'automatic' is not null and e.seq > (
       select max(r.seq) from entries r where r.ticket_id = $1::uuid and r.direction = 'system' and r.parts->0->>'code' = 'stage.entered'
         and (r.parts->0->'data'->>'seq')::int = $2)
     order by e.seq limit 1`,
    [ticketId, seq],
  );
  if (told === undefined) return;
  throw new PermanentError('the customer was written to by this stage, which cannot be unsaid', {
    code: 'stage_told',
    hint: 'move the case where it belongs, and tell the customer: POST /api/v1/tickets/{id}/stages, then a reply',
    fields: { reason: told.reason, told: told.text },
  });
}
