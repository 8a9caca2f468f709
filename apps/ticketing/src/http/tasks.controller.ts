import { Body, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { viewerOf } from '../agents/viewer.js';
import { TaskRepository } from '../tasks/task.repository.js';
import { TaskService } from '../tasks/task.service.js';
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
}
