import { Body, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { ContactConfirmationService } from '../contacts/contact-confirmation.service.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { ConfirmationAnswer, ConfirmationShape, NewConfirmation } from './shapes/contacts.js';

/** Codes that prove an address of a contact. */
@ApiController('contacts', '')
export class ConfirmationsController {
  constructor(private readonly confirmations: ContactConfirmationService) {}

  @Needs('tickets:write')
  @Answers({
    summary: 'Send the contact of a ticket a code to one of his addresses',
    description:
      'Six digits, good for ten minutes; agents do not see them. Who tells them by another way has proved that the address is his.',
    status: 201,
    shape: ConfirmationShape,
    problems: {
      ticket_unknown: 404,
      inbox_unknown: 422,
      inbox_cannot_send: 422,
      writing_first_impossible: 422,
      confirmations_exceeded: 429,
    },
  })
  @Post('tickets/:id/confirmations')
  async ask(@Param('id') id: string, @Body(reads(NewConfirmation)) asked: NewConfirmation, @Req() request: Request) {
    return this.confirmations.ask({ ticket: id, ...asked }, principalOf(request).actor);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'The code that came back',
    description: 'Right, the address is the contact’s and proved; whoever had it before is merged into him.',
    shape: ConfirmationShape,
    problems: { confirmation_unknown: 404, confirmation_over: 409, different_people: 409, code_wrong: 422 },
  })
  @Post('contacts/:contactId/confirmations/:id/answers')
  async answer(
    @Param('contactId') contactId: string,
    @Param('id') id: string,
    @Body(reads(ConfirmationAnswer)) { code }: ConfirmationAnswer,
    @Req() request: Request,
  ) {
    return this.confirmations.answer(contactId, id, code, principalOf(request).actor);
  }
}
