import { Body, Delete, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { ContactOfferService } from '../contacts/contact-offer.service.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { ContactOfferDecision } from './shapes/contact-offers.js';
import { TicketShape } from './shapes/tickets.js';

const PROBLEMS = { ticket_unknown: 404, offer_unknown: 404, offer_decided: 409 };

@ApiController('tickets', 'tickets/:id/contact-offer')
export class ContactOffersController {
  constructor(
    private readonly offers: ContactOfferService,
    private readonly tickets: TicketReader,
  ) {}

  @Needs('tickets:write')
  @Answers({
    summary: 'Make the writer of a forwarded message the contact, or not',
    description:
      'Accepted, answers go to him from now on, and who forwarded it still takes part. DELETE undoes the decision. Ticket.contactOffer shows the offer; entryId says that it is the one decided about, for another forward may have come meanwhile.',
    shape: TicketShape,
    problems: { ...PROBLEMS, offer_changed: 409, version_conflict: 409 },
    status: 201,
  })
  @Post()
  async decide(@Param('id') id: string, @Body(reads(ContactOfferDecision)) decision: ContactOfferDecision, @Req() request: Request) {
    await this.offers.decide(id, decision, principalOf(request).actor);
    return this.tickets.find(id);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Undo the decision about the offered contact',
    description: 'The last one: the contact from before is back, the offer stands again.',
    shape: TicketShape,
    problems: PROBLEMS,
  })
  @Delete()
  async undo(@Param('id') id: string, @Req() request: Request) {
    await this.offers.undo(id, principalOf(request).actor);
    return this.tickets.find(id);
  }
}
