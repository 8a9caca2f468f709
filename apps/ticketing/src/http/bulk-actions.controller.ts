import { Body, Delete, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { viewerOf } from '../agents/viewer.js';
import { BulkActions } from '../teamwork/bulk-actions.js';
import { MacroWork } from '../teamwork/macro-work.js';
import { Snoozing } from '../teamwork/snoozing.js';
import { TicketChanges } from '../teamwork/ticket-changes.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import {
  BulkActionShape,
  MacroPageShape,
  MacroRun,
  NewBulkAction,
  SnoozePageShape,
  TicketChangeListShape,
  TicketChangesQuery,
} from './shapes/teamwork.js';

/** One change to many tickets, several to one, and what sleeps. */
@ApiController('teamwork', '')
export class BulkActionsController {
  constructor(
    private readonly actions: BulkActions,
    private readonly macros: MacroWork,
    private readonly snoozing: Snoozing,
    private readonly changes: TicketChanges,
    private readonly tickets: TicketReader,
  ) {}

  @Needs('tickets:write')
  @Answers({
    summary: 'Change many tickets at once',
    description:
      'In one transaction. What somebody else changed meanwhile is left, where versions are given; for which ticket it cannot be done, and why, is told, and the rest is done.',
    status: 201,
    shape: BulkActionShape,
    problems: { ticket_unknown: 404, group_unknown: 422 },
  })
  @Post('bulk-actions')
  async apply(@Body(reads(NewBulkAction)) { tickets, changes, expectedVersions }: NewBulkAction, @Req() request: Request) {
    const principal = principalOf(request);
    return this.actions.apply(tickets, changes, expectedVersions, principal.actor, viewerOf(principal));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Take a change back',
    description: 'Also of a macro, or of one ticket (`undo` of PATCH). What somebody changed since stays as it is.',
    shape: BulkActionShape,
    problems: { action_unknown: 404, action_undone: 409 },
  })
  @Delete('bulk-actions/:actionId')
  async undo(@Param('actionId') id: string, @Req() request: Request) {
    const principal = principalOf(request);
    return this.actions.undo(id, principal.actor, viewerOf(principal));
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'What people changed of a ticket, newest first',
    description:
      'Who, when, and what it was before; of the last 30 days, 50 at most. What rules and routing did stands in their own lists.',
    shape: TicketChangeListShape,
    problems: { ticket_unknown: 404 },
  })
  @Get('tickets/:id/changes')
  async listChanges(@Param('id') id: string, @Query(reads(TicketChangesQuery)) { since }: TicketChangesQuery) {
    const ticket = await this.tickets.find(id);
    if (ticket === null) throw new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' });
    return { items: await this.changes.list(ticket.id, since ?? null), nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({ summary: 'Macros of the desk', shape: MacroPageShape })
  @Get('macros')
  list() {
    return { items: this.macros.list(), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Do what a macro says',
    description: 'All of it or nothing. Its field changes are taken back by the id that comes back; what was sent is sent.',
    status: 201,
    shape: BulkActionShape,
    problems: {
      ticket_unknown: 404,
      macro_unknown: 404,
      version_conflict: 409,
      checklist_running: 409,
      inbox_unknown: 422,
      reply_unfit: 422,
    },
  })
  @Post('tickets/:id/macro-runs')
  async run(@Param('id') id: string, @Body(reads(MacroRun)) { macro, expectedVersion }: MacroRun, @Req() request: Request) {
    return this.macros.apply(id, macro, expectedVersion, principalOf(request).actor);
  }

  @Needs('tickets:read')
  @Answers({ summary: 'Tickets that sleep, next first', shape: SnoozePageShape })
  @Get('snoozes')
  async listSnoozes(@Req() request: Request) {
    return { items: await this.snoozing.list(undefined, viewerOf(principalOf(request))), nextCursor: null };
  }
}
