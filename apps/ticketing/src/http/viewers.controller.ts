import { Body, Get, Param, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { agentOf, principalOf } from '../agents/principal.js';
import { TicketViewers } from '../realtime/ticket-viewers.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { Audited } from './audit.interceptor.js';
import { TakesNoKey } from './idempotency.interceptor.js';
import { reads } from './read-input.js';
import { Looking, ViewerPageShape } from './shapes/viewers.js';

/** Who else has a ticket before him, so that two do not answer it. */
@ApiController('tickets', 'tickets')
export class ViewersController {
  constructor(
    private readonly tickets: TicketReader,
    private readonly viewers: TicketViewers,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Who else looks at a ticket now', shape: ViewerPageShape, problems: { ticket_unknown: 404 } })
  @Get(':id/viewers')
  async list(@Param('id') id: string, @Req() request: Request) {
    const items = this.viewers.list(await this.findId(id), principalOf(request).agent?.id ?? null);
    return { items: items.map(({ agentId, name, typing }) => ({ agentId, name, typing })), nextCursor: null };
  }

  @Needs('tickets:read')
  @TakesNoKey()
  @Answers({
    summary: 'Say that you look at a ticket',
    description: 'To be said every ten seconds; over by itself after twenty. Told to others in the stream (`viewer`), kept nowhere.',
    status: 204,
    problems: { ticket_unknown: 404, not_an_agent: 422 },
  })
  @Audited(false)
  @Put(':id/viewers/me')
  async look(@Param('id') id: string, @Body(reads(Looking)) { typing }: Looking, @Req() request: Request): Promise<void> {
    const { id: agentId, displayName: name } = agentOf(principalOf(request));
    this.viewers.look({ ticketId: await this.findId(id), agentId, name, typing });
  }

  private async findId(id: string): Promise<string> {
    const ticket = await this.tickets.find(id);
    if (ticket === null) throw new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' });
    return ticket.id;
  }
}
