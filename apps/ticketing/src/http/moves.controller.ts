import { Body, Delete, Get, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import type { Move } from '../moves/move.js';
import { MoveService } from '../moves/move.service.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { toMoveView } from './move-view.js';
import { reads } from './read-input.js';
import { MoveListShape, MoveShape, NewMerge, NewMove, NewSplit } from './shapes/moves.js';

const PROBLEMS = { ticket_unknown: 404, version_conflict: 409, same_ticket: 422 };
const ENTRY_PROBLEMS = { ...PROBLEMS, entry_unknown: 404, entry_elsewhere: 422 };
const UNDO = { shape: MoveShape, problems: { move_unknown: 404, move_undone: 409 } };

/** Where entries belong: each change is undone by DELETE of its href. */
@ApiController('moves', 'tickets/:id')
export class MovesController {
  constructor(
    private readonly moves: MoveService,
    private readonly tickets: TicketReader,
  ) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'Moves, merges and splits that touched a ticket, oldest first',
    shape: MoveListShape,
    problems: { ticket_unknown: 404 },
  })
  @Get('moves')
  async list(@Param('id') id: string) {
    const ticket = await this.tickets.find(id);
    if (ticket === null) throw new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' });
    return { items: (await this.moves.listOf(ticket.id)).map(toMoveView), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Move entries into another ticket', status: 201, shape: MoveShape, problems: ENTRY_PROBLEMS })
  @Post('moves')
  async move(@Param('id') id: string, @Body(reads(NewMove)) { toTicket, ...more }: NewMove, @Req() request: Request) {
    return toMoveView(await this.moves.move(id, toTicket, more, principalOf(request).actor));
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Merge this ticket into another', status: 201, shape: MoveShape, problems: PROBLEMS })
  @Post('merges')
  async merge(@Param('id') id: string, @Body(reads(NewMerge)) { intoTicket, ...more }: NewMerge, @Req() request: Request) {
    return toMoveView(await this.moves.merge(id, intoTicket, more, principalOf(request).actor));
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Split entries off into a new ticket', status: 201, shape: MoveShape, problems: ENTRY_PROBLEMS })
  @Post('splits')
  async split(@Param('id') id: string, @Body(reads(NewSplit)) split: NewSplit, @Req() request: Request) {
    return toMoveView(await this.moves.split(id, split, principalOf(request).actor));
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Undo a move', ...UNDO })
  @Delete('moves/:moveId')
  async undoMove(@Param('id') id: string, @Param('moveId') moveId: string, @Req() request: Request) {
    return this.undo('move', id, moveId, request);
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Undo a merge', ...UNDO })
  @Delete('merges/:moveId')
  async undoMerge(@Param('id') id: string, @Param('moveId') moveId: string, @Req() request: Request) {
    return this.undo('merge', id, moveId, request);
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Undo a split', ...UNDO })
  @Delete('splits/:moveId')
  async undoSplit(@Param('id') id: string, @Param('moveId') moveId: string, @Req() request: Request) {
    return this.undo('split', id, moveId, request);
  }

  /** The ticket in the path is one of the two that it touched, or leads to one since. */
  private async undo(kind: Move['kind'], ticketId: string, moveId: string, request: Request) {
    const found = isUuid(moveId) ? await this.moves.find(moveId) : null;
    const touched: readonly (string | undefined)[] = [found?.fromTicket, found?.toTicket];
    const isTouched = touched.includes(ticketId) || touched.includes((await this.tickets.find(ticketId))?.id);
    if (found?.kind !== kind || !isTouched) throw new PermanentError(`there is no ${kind} ${moveId}`, { code: 'move_unknown' });
    return toMoveView(await this.moves.undo(moveId, principalOf(request).actor));
  }
}
