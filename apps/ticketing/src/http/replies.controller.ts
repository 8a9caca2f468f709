import { Body, Delete, Get, Inject, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { BLOB_STORE, type BlobStore } from '#blob-store';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { agentOf, principalOf } from '../agents/principal.js';
import { ReplyChannels } from '../replies/reply-channels.js';
import { TypingTeller } from '../replies/typing-teller.js';
import { ReplyService } from '../replies/reply.service.js';
import { readLook } from '../service-levels/attention/looks.js';
import { TicketEditor } from '../tickets/ticket-editor.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { Answers } from './answers.js';
import { Audited } from './audit.interceptor.js';
import { ApiController } from './api-controller.js';
import { TakesNoKey } from './idempotency.interceptor.js';
import { reads } from './read-input.js';
import { refuseUnknownBlobs } from './refuse-unknown-blobs.js';
import { EntryShape } from './shapes/entries.js';
import { ReadUpToShape, ReplyChannelListShape, ReplyPreviewShape, SeenShape, TypingShape } from './shapes/reply-channels.js';
import { Reply, TakenBackReplyShape, toParts } from './shapes/tickets.js';

const CHANGE_PROBLEMS = { ticket_unknown: 404, version_conflict: 409 };
const REPLY_PROBLEMS = { inbox_unknown: 422, inbox_cannot_send: 422, writing_first_impossible: 422 };

/** Answers to the customer: by which channel, within which limits. */
@ApiController('tickets', 'tickets')
export class RepliesController {
  constructor(
    private readonly tickets: TicketReader,
    private readonly replies: ReplyService,
    private readonly channels: ReplyChannels,
    private readonly typing: TypingTeller,
    private readonly editor: TicketEditor,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  @Needs('tickets:write')
  @Answers({
    summary: 'Answer the customer',
    description:
      'Queued; the entry and the stream of events tell how far it got. Without inboxId and to: where the customer last wrote from. With undoForMs it goes out only then, and can be taken back until its `undoUntil`.',
    status: 202,
    shape: EntryShape,
    problems: {
      ...CHANGE_PROBLEMS,
      ...REPLY_PROBLEMS,
      recipient_missing: 422,
      blob_unknown: 422,
      attachment_unnamed: 422,
      window_closed: 409,
      quota_exceeded: 409,
      reply_unfit: 422,
      account_data_stopped: 409,
    },
  })
  @Post(':id/replies')
  async reply(@Param('id') id: string, @Body(reads(Reply)) reply: Reply, @Req() request: Request) {
    const { text: _text, accountDataReason, ...asked } = reply;
    const { actor, scopes } = principalOf(request);
    const accountData = accountDataReason === undefined ? undefined : { reason: accountDataReason, supervises: scopes.has('supervise') };
    const parts = toParts(reply);
    await refuseUnknownBlobs(this.blobs, parts);
    return this.replies.reply(id, { ...asked, parts, accountData }, actor);
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Take an answer back before it goes out',
    description:
      'Until its `undoUntil`. It is never sent; the thread keeps it as taken back, and nothing counts as if it had been written. Answers what was written, so that it can be put right.',
    shape: TakenBackReplyShape,
    problems: { ticket_unknown: 404, entry_unknown: 404, too_late: 409 },
  })
  @Delete(':id/replies/:entryId')
  async takeBack(@Param('id') id: string, @Param('entryId') entryId: string, @Req() request: Request) {
    const { parts, recipients, inboxId } = await this.replies.takeBack(id, entryId, principalOf(request).actor);
    const of = (asked: string) => recipients.filter(({ kind }) => kind === asked).map(({ kind: _kind, ...address }) => address);
    return { parts, to: of('to'), cc: of('cc'), inboxId };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'What would become of an answer',
    description: 'By its channel’s limits: what would be changed, or why it would be refused. Nothing is sent.',
    shape: ReplyPreviewShape,
    problems: { ticket_unknown: 404, ...REPLY_PROBLEMS },
  })
  @Audited(false)
  @Post(':id/replies/preview')
  async preview(@Param('id') id: string, @Body(reads(Reply)) reply: Reply) {
    const { text: _text, accountDataReason: _reason, ...asked } = reply;
    return this.replies.preview(id, { ...asked, parts: toParts(reply) });
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'Ways to answer the customer, with their limits',
    description: 'By each inbox he wrote to, the last first; then by those that may write first to an address of his.',
    shape: ReplyChannelListShape,
    problems: { ticket_unknown: 404 },
  })
  @Get(':id/reply-channels')
  async listChannels(@Param('id') id: string) {
    return { items: await this.channels.list(await this.findId(id)), nextCursor: null };
  }

  @Needs('tickets:write')
  @TakesNoKey()
  @Answers({
    summary: 'Show the customer that an answer is being typed',
    description: 'Where his channel shows it; over after five seconds unless told again. Best effort.',
    status: 204,
    problems: { ticket_unknown: 404, inbox_unknown: 422 },
  })
  @Audited(false)
  @Post(':id/typing')
  async tellTyping(@Param('id') id: string, @Body(reads(TypingShape)) typing: TypingShape, @Req() request: Request): Promise<void> {
    await this.typing.tell(await this.findId(id), typing, principalOf(request).actor.displayName);
  }

  @Needs('tickets:write')
  @TakesNoKey()
  @Answers({
    summary: 'An agent looked at the thread',
    description: 'Told to the customer where his channel shows it, once for what he wrote until then; said again it changes nothing.',
    status: 204,
    problems: { ticket_unknown: 404 },
  })
  @Audited(false)
  @Post(':id/seen')
  async see(@Param('id') id: string, @Body(reads(SeenShape)) { seq }: SeenShape, @Req() request: Request): Promise<void> {
    await this.editor.see(id, seq, principalOf(request).actor);
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'How far you have read a thread',
    description: 'As POST of it told. Forgotten once a ticket is closed for long.',
    shape: ReadUpToShape,
    problems: { ticket_unknown: 404, not_an_agent: 422 },
  })
  @Get(':id/seen')
  async findSeen(@Param('id') id: string, @Req() request: Request) {
    return { seq: await readLook(this.database.sql, await this.findId(id), agentOf(principalOf(request)).id) };
  }

  private async findId(id: string): Promise<string> {
    const ticket = await this.tickets.find(id);
    if (ticket === null) throw new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' });
    return ticket.id;
  }
}
