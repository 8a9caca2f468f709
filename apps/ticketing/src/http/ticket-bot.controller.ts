import { randomUUID } from 'node:crypto';
import { Body, Get, Inject, Param, Post } from '@nestjs/common';
import { BLOB_STORE, type BlobStore } from '#blob-store';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { BotDesk } from '../bot/bot-desk.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { refuseUnknownBlobs } from './refuse-unknown-blobs.js';
import { BotAnswerShape, BotHandOver, BotReply, BotSessionShape } from './shapes/bot.js';
import { toParts } from './shapes/tickets.js';

const PROBLEMS = { ticket_unknown: 404, bot_not_answering: 409 };

/** A program of the desk's own that answers customers in a bot's place, with a key of scope `bot`. */
@ApiController('bot', 'tickets/:id/bot')
export class TicketBotController {
  constructor(
    private readonly desk: BotDesk,
    private readonly tickets: TicketReader,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'How a bot’s conversation stands',
    shape: BotSessionShape,
    problems: { ticket_unknown: 404, bot_not_answering: 409 },
  })
  @Get()
  async get(@Param('id') id: string) {
    const ticket = await this.tickets.find(id);
    if (ticket === null) throw new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' });
    const session = await this.desk.findSession(ticket.id);
    if (session === null) throw new PermanentError(`no bot was ever in ticket ${ticket.number}`, { code: 'bot_not_answering' });
    return session;
  }

  @Needs('bot')
  @Answers({
    summary: 'Answer the customer as the desk’s bot',
    description:
      'Refused where a person has the ticket. It waits for approval where the desk wants that. Its answer stops no clock unless the desk says so.',
    status: 202,
    shape: BotAnswerShape,
    problems: { ...PROBLEMS, version_conflict: 409, blob_unknown: 422 },
  })
  @Post('replies')
  async reply(@Param('id') id: string, @Body(reads(BotReply)) { text, parts: given, confidence, expectedVersion }: BotReply) {
    const parts = toParts({ ...(text === undefined ? {} : { text }), ...(given === undefined ? {} : { parts: given }) });
    await refuseUnknownBlobs(this.blobs, parts);
    return this.desk.reply(id, { parts, confidence, expectedVersion }, randomUUID());
  }

  @Needs('bot')
  @Answers({ summary: 'Hand over to a person, with everything said', shape: BotSessionShape, problems: PROBLEMS })
  @Post('handover')
  async handOver(@Param('id') id: string, @Body(reads(BotHandOver)) { note }: BotHandOver) {
    return this.desk.handOver(id, note, randomUUID());
  }
}
