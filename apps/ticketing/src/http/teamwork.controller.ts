import { Body, Delete, Get, Param, Post, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { Snoozing } from '../teamwork/snoozing.js';
import { TicketLinks } from '../teamwork/ticket-links.js';
import { Watching } from '../teamwork/watching.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { NewSnooze, NewTicketLink, SnoozeShape, TicketLinkPageShape, TicketLinkShape, WatcherPageShape } from './shapes/teamwork.js';

const UNKNOWN = { ticket_unknown: 404 };

/** Who watches a ticket, what it is linked with, until when it sleeps. */
@ApiController('teamwork', 'tickets')
export class TeamworkController {
  constructor(
    private readonly tickets: TicketReader,
    private readonly watching: Watching,
    private readonly links: TicketLinks,
    private readonly snoozing: Snoozing,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Who watches a ticket', shape: WatcherPageShape, problems: UNKNOWN })
  @Get(':id/watchers')
  async listWatchers(@Param('id') id: string) {
    return { items: await this.watching.list(await this.findId(id)), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Let an agent watch a ticket',
    description: 'He is told what happens to it. Who is named in a note (@name) watches by that.',
    shape: WatcherPageShape,
    problems: { ...UNKNOWN, agent_unknown: 422 },
  })
  @Put(':id/watchers/:agentId')
  async watch(@Param('id') id: string, @Param('agentId') agentId: string) {
    return { items: await this.watching.watch(id, agentId), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({ summary: 'He watches no more', shape: WatcherPageShape, problems: UNKNOWN })
  @Delete(':id/watchers/:agentId')
  async unwatch(@Param('id') id: string, @Param('agentId') agentId: string) {
    return { items: await this.watching.unwatch(id, agentId), nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({ summary: 'Tickets it is linked with', shape: TicketLinkPageShape, problems: UNKNOWN })
  @Get(':id/links')
  async listLinks(@Param('id') id: string) {
    return { items: await this.links.list(await this.findId(id)), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Link it with another ticket', status: 201, shape: TicketLinkShape, problems: { ...UNKNOWN, link_itself: 422 } })
  @Post(':id/links')
  async link(@Param('id') id: string, @Body(reads(NewTicketLink)) { ticket, kind }: NewTicketLink, @Req() request: Request) {
    return this.links.link(id, ticket, kind, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Take a link away', status: 204, problems: { ...UNKNOWN, link_unknown: 404 } })
  @Delete(':id/links/:linkId')
  async unlink(@Param('id') id: string, @Param('linkId') linkId: string, @Req() request: Request): Promise<void> {
    await this.links.unlink(id, linkId, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Let a ticket sleep',
    description: 'Pending until the time, or until its customer writes; then it is open, and its assignee is told.',
    shape: SnoozeShape,
    problems: { ...UNKNOWN, version_conflict: 409, snooze_over: 422 },
  })
  @Put(':id/snooze')
  async snooze(@Param('id') id: string, @Body(reads(NewSnooze)) wish: NewSnooze, @Req() request: Request) {
    return this.snoozing.snooze(id, wish, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Wake a ticket', status: 204, problems: { ...UNKNOWN, snooze_unknown: 404 } })
  @Delete(':id/snooze')
  async wake(@Param('id') id: string, @Req() request: Request): Promise<void> {
    await this.snoozing.end(id, principalOf(request).actor);
  }

  private async findId(id: string): Promise<string> {
    const ticket = await this.tickets.find(id);
    if (ticket === null) throw new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' });
    return ticket.id;
  }
}
