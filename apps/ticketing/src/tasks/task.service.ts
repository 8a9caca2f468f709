import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RecordCode } from '#contracts';
import { PermanentError } from '#runtime';
import type { Actor } from '../tickets/actor.js';
import { toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { type Task, TaskRepository } from './task.repository.js';

/** Puts back what followed of a task that was done. Throws `PermanentError` (`task_covered`) where that stays. */
export type TaskReopening = (unit: WorkUnit, draft: TicketDraft, task: Task) => Promise<void>;

/** What agents do about tasks; the thread of the ticket tells it. */
@Injectable()
export class TaskService {
  private readonly reopenings = new Map<string, TaskReopening>();

  constructor(
    private readonly work: TicketWork,
    private readonly tasks: TaskRepository,
  ) {}

  /** Of tasks of one kind. Call it in `onModuleInit`. */
  onReopen(kind: string, reopening: TaskReopening): void {
    this.reopenings.set(kind, reopening);
  }

  /** Throws `PermanentError`: `task_unknown`, `task_done`. */
  async finish(id: string, outcome: string | null, actor: Actor): Promise<Task> {
    const task = await this.tasks.get(id);
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(task.ticketId);
      if (!(await this.tasks.finish(unit.transaction, task.id, outcome, actor, unit.now)))
        throw new PermanentError(`the task ${id} was done already`, { code: 'task_done' });
      const text = outcome === null ? `Done: ${task.text}` : `Done: ${task.text}\n\n${outcome}`;
      this.record(unit, draft, { task, code: 'task.done', text, actor }, outcome);
    });
    return this.tasks.get(id);
  }

  /** It is to be done after all; what followed of it is put back. Throws `PermanentError`: `task_unknown`, `task_open`, `task_covered`. */
  async reopen(id: string, actor: Actor): Promise<Task> {
    const task = await this.tasks.get(id);
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(task.ticketId);
      if (!(await this.tasks.reopen(unit.transaction, task.id)))
        throw new PermanentError(`the task ${id} is not done`, { code: 'task_open' });
      await this.reopenings.get(task.kind)?.(unit, draft, task);
      this.record(unit, draft, { task, code: 'task.reopened', text: `Not done after all: ${task.text}`, actor });
    });
    return this.tasks.get(id);
  }

  private record(
    unit: WorkUnit,
    draft: TicketDraft,
    { task, ...told }: { readonly task: Task; readonly code: RecordCode; readonly text: string; readonly actor: Actor },
    outcome: string | null = null,
  ): void {
    const data = { taskId: task.id, kind: task.kind, entryId: task.entryId, text: task.text, outcome };
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry({ id: randomUUID(), ticketId: draft.id, seq, direction: 'system', ...told, data }, unit.now),
    );
  }
}
