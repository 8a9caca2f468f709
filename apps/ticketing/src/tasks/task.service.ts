import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import type { Actor } from '../tickets/actor.js';
import { toRecordEntry } from '../tickets/actor.js';
import { TicketWork } from '../tickets/ticket-work.js';
import { type Task, TaskRepository } from './task.repository.js';

/** What agents do about tasks; the thread of the ticket tells it. */
@Injectable()
export class TaskService {
  constructor(
    private readonly work: TicketWork,
    private readonly tasks: TaskRepository,
  ) {}

  /** Throws `PermanentError`: `task_unknown`, `task_done`. */
  async finish(id: string, outcome: string | null, actor: Actor): Promise<Task> {
    const task = await this.tasks.get(id);
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(task.ticketId);
      if (!(await this.tasks.finish(unit.transaction, task.id, outcome, actor, unit.now)))
        throw new PermanentError(`the task ${id} was done already`, { code: 'task_done' });
      const text = outcome === null ? `Done: ${task.text}` : `Done: ${task.text}\n\n${outcome}`;
      const data = { taskId: task.id, kind: task.kind, entryId: task.entryId };
      unit.addEntry(draft, null, (seq) =>
        toRecordEntry({ id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor, text, code: 'task.done', data }, unit.now),
      );
    });
    return this.tasks.get(id);
  }
}
