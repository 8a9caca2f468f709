import { Get, Param } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { PredictionRepository } from '../recognition/prediction.repository.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { TicketRecognitionShape } from './shapes/recognition.js';

/** What was read from the customer's words of one ticket. */
@ApiController('recognition', 'tickets/:id')
export class TicketRecognitionController {
  constructor(
    private readonly predictions: PredictionRepository,
    private readonly tickets: TicketReader,
  ) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'What was recognised in a ticket, why, and what an agent made of it',
    shape: TicketRecognitionShape,
    problems: { ticket_unknown: 404 },
  })
  @Get('recognition')
  async get(@Param('id') id: string) {
    const ticket = await this.tickets.find(id);
    if (ticket === null) throw new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' });
    return { items: await this.predictions.listOf(ticket.id) };
  }
}
