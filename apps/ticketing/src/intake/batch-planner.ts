import { Injectable } from '@nestjs/common';
import { together } from '#database';
import type { Transaction } from '#database';
import { FloodWatch } from '../acknowledgements/flood-watch.js';
import { DeskPriorities } from '../desk/desk-priorities.js';
import { SealedBoxes } from '../desk/sealed-boxes.js';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import { NumberDrawer } from '../numbering/number-drawer.js';
import { type TicketOpening, TicketRepository } from '../tickets/ticket.repository.js';
import { findOpeners, planBatch } from './batch-plan.js';
import type { BatchPlan } from './batch-plan.js';
import type { ResolvedMessage } from './batch-resolver.js';
import { sealJoined, sealMessages } from './sealing.js';

/** Locks the tickets of a batch, draws numbers for those it opens, looks for floods, and plans what it will write. */
@Injectable()
export class BatchPlanner {
  constructor(
    private readonly tickets: TicketRepository,
    private readonly inboxes: InboxDirectory,
    private readonly numbers: NumberDrawer,
    private readonly watch: FloodWatch,
    private readonly boxes: SealedBoxes,
    private readonly priorities: DeskPriorities,
  ) {}

  /** `further`: tickets that change without a new message. */
  async plan(transaction: Transaction, given: readonly ResolvedMessage[], further: readonly string[], now: Date): Promise<BatchPlan> {
    const sealed = this.boxes.byInbox();
    const messages = sealMessages(given, sealed);
    const ids = new Set([
      ...further,
      ...messages.flatMap(({ decision }) => [decision.ticket.ticketId, ...decision.links.flatMap(({ from, to }) => [from, to])]),
    ]);
    const locked = await this.tickets.lock(transaction, [...ids]);
    await sealJoined(transaction, messages, locked);
    const openers = findOpeners(messages, locked);
    const codes = await Promise.all(
      openers.map(({ item: { message } }) => this.inboxes.numberCode(message.inbox.id, message.inbox.channel)),
    );
    const [numbers, verdicts] = await together([
      this.numbers.draw(codes, now),
      this.watch.judge(transaction, messages, locked, openers, now),
    ]);
    const planned = planBatch(messages, locked, openers, numbers, verdicts, sealed, now);
    return { ...planned, openings: planned.openings.map((opening) => this.prioritise(opening)) };
  }

  /** A door knows four priorities, a desk may use three. */
  private prioritise(opening: TicketOpening): TicketOpening {
    return opening.priority === undefined ? opening : { ...opening, priority: this.priorities.nearest(opening.priority) };
  }
}
