import { Body, Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Topics } from '#contracts';
import { DEAD_LETTERS, type DeadLetters } from '#event-bus';
import { PermanentError } from '#runtime';
import { SealedBoxes } from '../desk/sealed-boxes.js';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { viewerOf } from '../agents/viewer.js';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import { InboxLag } from '../inboxes/inbox-lag.js';
import { LedgerReader } from '../ledger/ledger-reader.js';
import { Effects } from '../idempotency/effects.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import {
  DeadLetterPageShape,
  DeadLetterQuery,
  DeadLetterShape,
  InboxListShape,
  LedgerPageShape,
  LedgerQuery,
  ReplayAll,
  ReplayedShape,
} from './shapes/operations.js';

/** For operators: where is my message, what did not go through, how are the inboxes. */
@ApiController('operations', '')
export class OperationsController {
  constructor(
    private readonly ledger: LedgerReader,
    private readonly inboxes: InboxDirectory,
    private readonly lag: InboxLag,
    private readonly effects: Effects,
    private readonly boxes: SealedBoxes,
    @Inject(DEAD_LETTERS) private readonly deadLetters: DeadLetters,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Where is my message', description: 'What still waits comes first, on the first page.', shape: LedgerPageShape })
  @Get('ledger')
  async findMessage(@Query(reads(LedgerQuery)) query: LedgerQuery, @Req() request: Request) {
    const { items, nextCursor } = await this.ledger.find({ ...query, ...this.sightOf(request) });
    const linked = items.map((item) => ({
      ...item,
      links: {
        ...(item.entryId === null ? {} : { entry: `/api/v1/entries/${item.entryId}` }),
        ...(item.ticketId === null ? {} : { ticket: `/api/v1/tickets/${item.ticketId}` }),
        ...(item.deadLetterId === null ? {} : { deadLetter: `/api/v1/dead-letters/${item.deadLetterId}` }),
      },
    }));
    return { items: linked, nextCursor };
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'What could not be used, with the reason, newest first',
    description: 'Who does not see every ticket sees messages that came by inboxes he may look into, and nothing that went out.',
    shape: DeadLetterPageShape,
  })
  @Get('dead-letters')
  async listDeadLetters(@Query(reads(DeadLetterQuery)) { limit, cursor, ...asked }: DeadLetterQuery, @Req() request: Request) {
    const { hiddenInboxes } = this.sightOf(request);
    const filter = hiddenInboxes === undefined ? asked : { ...asked, topic: Topics.inboundMessages, exceptInboxes: hiddenInboxes ?? [] };
    if (hiddenInboxes === null || (hiddenInboxes !== undefined && !isInbound(asked.topic))) return { items: [], nextCursor: null };
    const { items, nextCursor = null } = await this.deadLetters.list(filter, { limit, cursor });
    return { items, nextCursor };
  }

  @Needs('tickets:read')
  @Answers({ summary: 'One dead letter', shape: DeadLetterShape, problems: { dead_letter_unknown: 404 } })
  @Get('dead-letters/:id')
  async getDeadLetter(@Param('id') id: string, @Req() request: Request) {
    const letter = (await this.deadLetters.get(id)) ?? refuseLetter(id);
    const { hiddenInboxes } = this.sightOf(request);
    if (hiddenInboxes === undefined) return letter;
    const { inboxId, topic } = letter;
    if (hiddenInboxes === null || inboxId === undefined || hiddenInboxes.includes(inboxId) || !isInbound(topic)) refuseLetter(id);
    return letter;
  }

  @Needs('admin')
  @Answers({ summary: 'Hand all that wait to their consumers again, or those of a filter', status: 202, shape: ReplayedShape })
  @Post('dead-letters/replay')
  async replayAll(@Body(reads(ReplayAll)) filter: ReplayAll) {
    return { replaying: await this.effects.run((transaction) => this.deadLetters.replayAll(filter, transaction)) };
  }

  @Needs('admin')
  @Answers({ summary: 'Hand one to its consumer again', status: 202, shape: DeadLetterShape, problems: { dead_letter_unknown: 404 } })
  @Post('dead-letters/:id/replay')
  async replay(@Param('id') id: string) {
    await this.effects.run(async (transaction) => {
      if ((await this.deadLetters.replay(id, transaction)) === null) refuseLetter(id);
    });
    return (await this.deadLetters.get(id)) ?? refuseLetter(id);
  }

  @Needs('tickets:read')
  @Answers({ summary: 'How the inboxes are, and what to do about those that are not well', shape: InboxListShape })
  @Get('inboxes')
  async listInboxes() {
    const [inboxes, lags] = await Promise.all([this.inboxes.list(), this.lag.count()]);
    const items = inboxes.map(({ lastError, lastErrorReasons, lastErrorAt, removed: _removed, ...inbox }) => ({
      ...inbox,
      lag: lags === null ? { unread: null, atLeast: false, oldestAt: null } : lags.of(inbox.id),
      lastError: lastError === null ? null : { message: lastError, reasons: lastErrorReasons, at: lastErrorAt },
    }));
    return { items, nextCursor: null };
  }

  private sightOf(request: Request) {
    const viewer = viewerOf(principalOf(request));
    return { viewer, hiddenInboxes: this.boxes.hiddenFrom(viewer) };
  }
}

/** Other topics carry what was written in tickets. */
function isInbound(topic: string | undefined): boolean {
  return topic === undefined || topic === Topics.inboundMessages;
}

function refuseLetter(id: string): never {
  throw new PermanentError(`there is no dead letter ${id}`, { code: 'dead_letter_unknown' });
}
