import { Body, Delete, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { viewerOf } from '../agents/viewer.js';
import { TaskRepository } from '../tasks/task.repository.js';
import { TaskService } from '../tasks/task.service.js';
import { GroupTasks } from '../routing/collaboration/group-tasks.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { TaskOutcome, TaskPageShape, TaskQuery, TaskShape } from './shapes/tasks.js';

/** What is to be done besides answering: ring back, take over. */
@ApiController('tasks', 'tasks')
export class TasksController {
  constructor(
    private readonly tasks: TaskRepository,
    private readonly work: TaskService,
    private readonly groupTasks: GroupTasks,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Tasks, oldest first', shape: TaskPageShape, problems: { cursor_invalid: 400 } })
  @Get()
  async list(@Query(reads(TaskQuery)) { state, kind, ticket, group, limit, cursor }: TaskQuery, @Req() request: Request) {
    const open = state === undefined ? undefined : state === 'open';
    return this.tasks.list({ open, kind, ticketId: ticket, groupId: group }, { limit, cursor }, viewerOf(principalOf(request)));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'A task is done',
    description: 'The thread of its ticket says so, with what came of it.',
    shape: TaskShape,
    problems: { task_unknown: 404, task_done: 409 },
  })
  @Post(':taskId/done')
  async finish(@Param('taskId') id: string, @Body(reads(TaskOutcome)) { outcome }: TaskOutcome, @Req() request: Request) {
    return this.work.finish(id, outcome ?? null, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'A task is not done after all',
    description: 'Its result is taken away; the thread keeps both. Refused where a case went on by it.',
    shape: TaskShape,
    problems: { task_unknown: 404, task_open: 409, task_covered: 409 },
  })
  @Delete(':taskId/done')
  async reopen(@Param('taskId') id: string, @Req() request: Request) {
    return this.work.reopen(id, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Take work back that was given to a group',
    description: 'A task of kind joint or department that nobody did yet. The group is told, and sees the ticket no more by it.',
    status: 204,
    problems: { task_unknown: 404, task_not_given: 409, task_done: 409 },
  })
  @Delete(':taskId')
  async withdraw(@Param('taskId') id: string, @Req() request: Request): Promise<void> {
    await this.groupTasks.withdraw(id, principalOf(request).actor);
  }
}
