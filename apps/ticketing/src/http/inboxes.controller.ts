import { Body, Delete, Get, Param, Post, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { viewerOf } from '../agents/viewer.js';
import { SealedBoxes } from '../desk/sealed-boxes.js';
import { type InboxOrder, InboxOrders, type OrderedBy } from '../inboxes/inbox-orders.js';
import { Reconciler } from '../reconciling/reconciler.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import {
  FetchingShape,
  FetchWish,
  InboxOrderedShape,
  InboxStopWish,
  ReconciliationDetailShape,
  ReconciliationListShape,
  ReconciliationShape,
} from './shapes/inboxes.js';

const MISSING = { inbox_missing: 404 };
const ORDERS = { ...MISSING, inbox_switched_off: 409 };
const UNKNOWN = { ...MISSING, reconciliation_unknown: 404 };

/** What an operator does to an inbox while it runs. Its configuration is the desk's file. */
@ApiController('operations', 'inboxes')
export class InboxesController {
  constructor(
    private readonly orders: InboxOrders,
    private readonly reconciler: Reconciler,
    private readonly boxes: SealedBoxes,
  ) {}

  @Needs('admin')
  @Answers({
    summary: 'Stop an inbox',
    description:
      'Until it is started again, whatever restarts. Senders of mail are asked to come again (451), callers too (503), what is fetched stays where it lies; answers wait. Obeyed within seconds by whoever runs it: see `ordered`.',
    status: 202,
    shape: InboxOrderedShape,
    problems: MISSING,
  })
  @Put(':inboxId/stop')
  async stop(@Param('inboxId') id: string, @Body(reads(InboxStopWish)) { reason }: InboxStopWish, @Req() request: Request) {
    return this.order(id, 'stop', request, reason);
  }

  @Needs('admin')
  @Answers({ summary: 'Start an inbox again', status: 202, shape: InboxOrderedShape, problems: ORDERS })
  @Delete(':inboxId/stop')
  async start(@Param('inboxId') id: string, @Req() request: Request) {
    return this.order(id, 'start', request);
  }

  @Needs('admin')
  @Answers({
    summary: 'Start an inbox anew, now',
    description: 'One that waits for its next try does not wait. What is under way ends first.',
    status: 202,
    shape: InboxOrderedShape,
    problems: { ...ORDERS, inbox_stopped: 409 },
  })
  @Post(':inboxId/restarts')
  async restart(@Param('inboxId') id: string, @Req() request: Request) {
    return this.order(id, 'restart', request);
  }

  @Needs('admin')
  @Answers({
    summary: 'Compare what the remote holds with what is here',
    description: 'For inboxes whose `capabilities.holdings` is `listed`. Takes seconds to minutes: look at it again.',
    status: 202,
    shape: ReconciliationShape,
    problems: { ...MISSING, remote_unlisted: 409, inbox_not_running: 409 },
  })
  @Post(':inboxId/reconciliations')
  async reconcile(@Param('inboxId') id: string, @Req() request: Request) {
    return this.reconciler.begin(id, nameOf(request));
  }

  @Needs('admin')
  @Answers({ summary: 'The last twenty comparisons, newest first', shape: ReconciliationListShape, problems: MISSING })
  @Get(':inboxId/reconciliations')
  async listReconciliations(@Param('inboxId') id: string) {
    return { items: await this.reconciler.list(id), nextCursor: null };
  }

  @Needs('admin')
  @Answers({ summary: 'One comparison, with what is missing', shape: ReconciliationDetailShape, problems: UNKNOWN })
  @Get(':inboxId/reconciliations/:reconciliationId')
  async showReconciliation(@Param('inboxId') id: string, @Param('reconciliationId') reconciliationId: string, @Req() request: Request) {
    return this.reconciler.show(id, reconciliationId, this.boxes.hiddenFrom(viewerOf(principalOf(request))));
  }

  @Needs('admin')
  @Answers({
    summary: 'Fetch what is missing',
    description: 'Through the inbox, as any message: the ledger lets none become two.',
    status: 202,
    shape: FetchingShape,
    problems: { ...UNKNOWN, inbox_not_running: 409 },
  })
  @Post(':inboxId/reconciliations/:reconciliationId/fetches')
  async fetch(
    @Param('inboxId') id: string,
    @Param('reconciliationId') reconciliationId: string,
    @Body(reads(FetchWish)) { refs }: FetchWish,
    @Req() request: Request,
  ) {
    return { fetching: await this.reconciler.fetch(id, reconciliationId, refs ?? null, nameOf(request)) };
  }

  private async order(inboxId: string, order: InboxOrder, request: Request, reason?: string) {
    await this.orders.order(inboxId, order, byOf(request), reason);
    const { id, state, stopped, ordered } = await this.orders.find(inboxId);
    return { id, state, stopped, ordered };
  }
}

function byOf(request: Request): OrderedBy {
  const { agent, actor, subject } = principalOf(request);
  if (agent !== null) return { kind: 'agent', id: agent.id, displayName: agent.displayName };
  return { kind: 'key', id: subject, ...(actor.displayName === undefined ? {} : { displayName: actor.displayName }) };
}

function nameOf(request: Request): string {
  const { displayName, id, kind } = byOf(request);
  return displayName ?? id ?? kind;
}
