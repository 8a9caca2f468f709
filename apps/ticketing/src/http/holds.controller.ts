import { Body, Delete, Get, Inject, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { Effects } from '../idempotency/effects.js';
import { LegalHoldRepository } from '../retention/legal-hold.repository.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { LegalHoldListShape, LegalHoldShape, NewLegalHold } from './shapes/holds.js';

/** What must be kept, whatever else is erased or pruned. */
@ApiController('retention', 'holds')
export class HoldsController {
  constructor(
    private readonly holds: LegalHoldRepository,
    private readonly effects: Effects,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Needs('people:erase')
  @Answers({ summary: 'Legal holds, newest first, lifted ones too', shape: LegalHoldListShape })
  @Get()
  async list() {
    return { items: await this.holds.list(), nextCursor: null };
  }

  @Needs('people:erase')
  @Answers({
    summary: 'Hold a ticket, or all that is kept of a person',
    description: 'Until it is lifted nothing of it is pruned, and the person cannot be erased.',
    status: 201,
    shape: LegalHoldShape,
  })
  @Post()
  async place(@Body(reads(NewLegalHold)) { ticketId, contactId, reason }: NewLegalHold, @Req() request: Request) {
    const { actor } = principalOf(request);
    const id = await this.effects.run((transaction) =>
      this.holds.place(
        transaction,
        { ticketId: ticketId ?? null, contactId: contactId ?? null, reason, placedBy: actor },
        this.clock.now(),
      ),
    );
    return this.holds.find(id);
  }

  @Needs('people:erase')
  @Answers({ summary: 'Lift a hold', status: 204, problems: { hold_unknown: 404 } })
  @Delete(':holdId')
  async lift(@Param('holdId') id: string, @Req() request: Request): Promise<void> {
    const { actor } = principalOf(request);
    await this.effects.run(async (transaction) => {
      if (isUuid(id) && (await this.holds.lift(transaction, id, actor, this.clock.now()))) return;
      throw new PermanentError(`there is no hold ${id} in force`, { code: 'hold_unknown' });
    });
  }
}
