import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TaskRepository } from '../tasks/task.repository.js';
import { HOUSE, toRecordEntry } from '../tickets/actor.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Ending } from './closing-desk.js';

export const SOLUTION_DRAFTS = Symbol('solution drafts');

/** The library of solutions, as far as closing needs it. */
export interface SolutionDrafts {
  /** Makes a draft of how a case was solved. Returns where it is. */
  draft(unit: WorkUnit, ticket: Ending): Promise<string>;
}

/** For a desk without a library: somebody writes it down. */
@Injectable()
export class DraftTasks implements SolutionDrafts {
  constructor(private readonly tasks: TaskRepository) {}

  async draft(unit: WorkUnit, { draft, archive }: Ending): Promise<string> {
    const id = randomUUID();
    const text = `A new problem: write the article.\n\n${archive.solution ?? ''}`.trim();
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry({ id, ticketId: draft.id, seq, direction: 'system', actor: HOUSE, text, code: 'closing.draft', data: {} }, unit.now),
    );
    await this.tasks.insert(unit.transaction, [{ entryId: id, task: { key: 'draft', kind: 'knowledge_draft', text } }], unit.now);
    return `entry:${id}`;
  }
}
