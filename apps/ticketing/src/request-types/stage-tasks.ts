import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '#runtime';
import type { Desk } from '../desk/desk-schema.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { StageTask } from '../desk/schema/request-types.js';
import type { TicketFacts } from '../facts/ticket-facts.js';
import { GroupDirectory } from '../groups/group-directory.js';
import { Notices } from '../notices/notices.js';
import { TaskRepository } from '../tasks/task.repository.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { writeToCustomer } from './case-words.js';
import { DeskDeadlines } from './desk-deadlines.js';

/** Work of a stage, as other groups get it. */
export interface WantedStageTask {
  readonly task: StageTask;
  readonly facts: TicketFacts;
  readonly stage: string;
  readonly stageName: string;
  readonly note: string | null;
  /** The entry in the thread that tells of the stage: the task stands with it. */
  readonly entryId: string;
}

export const STAGE_TASK = 'stage';

/** Gives the work that a stage stands for to the group whose it is. */
@Injectable()
export class StageTasks {
  constructor(
    private readonly tasks: TaskRepository,
    private readonly notices: Notices,
    private readonly groups: GroupDirectory,
    private readonly deadlines: DeskDeadlines,
    private readonly profiles: DeskProfiles,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async give(unit: WorkUnit, wanted: readonly WantedStageTask[]): Promise<void> {
    const { desk } = this.profiles.current();
    const made = wanted.map((each) => this.make(each, desk, unit.now));
    await this.tasks.insert(
      unit.transaction,
      made.map(({ entryId, task }) => ({ entryId, task })),
      unit.now,
    );
    const ofGroups = made.filter(({ group }) => group !== null);
    await unit.transaction.query(
      `update tasks k set group_id = g.group_id from unnest($1::uuid[], $2::uuid[]) as g (entry_id, group_id) where k.entry_id = g.entry_id and k.kind = $3`,
      [ofGroups.map(({ entryId }) => entryId), ofGroups.map(({ group }) => group), STAGE_TASK],
    );
    await this.notices.tell(
      unit,
      made.flatMap(({ group, entryId, ticketId, task }) =>
        group === null ? [] : [{ to: { group }, kind: 'stage_task', text: task.text, ticketId, key: `stage-task:${entryId}` }],
      ),
    );
  }

  private make({ task, facts, stage, stageName, note, entryId }: WantedStageTask, desk: Desk, now: Date) {
    // For colleagues: in the desk's own language, whoever the customer is.
    const { name, timeZone } = this.settings.deskSettings;
    const forDesk = { ...facts, language: desk.languages[0]! };
    const text = writeToCustomer(task.text, forDesk, desk, { name, timeZone }, { stage: stageName, note });
    const due = task.within === undefined ? {} : { dueAt: this.deadlines.end(task.within, now, facts).toISOString() };
    const named = task.groupField === undefined ? undefined : facts.fields[task.groupField];
    const key = typeof named === 'string' && Object.hasOwn(desk.groups, named) ? named : task.group;
    const group = key === undefined ? facts.groupId : this.groups.resolve(key);
    return { group, entryId, ticketId: facts.id, task: { key: `stage:${stage}`, kind: STAGE_TASK, text, ...due } };
  }
}
