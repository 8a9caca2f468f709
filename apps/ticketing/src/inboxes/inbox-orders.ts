import { Inject, Injectable } from '@nestjs/common';
import { type InboxId, type InboxSwitchRequested, Topics } from '#contracts';
import type { Transaction } from '#database';
import { EVENT_BUS, type EventBus } from '#event-bus';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { Effects } from '../idempotency/effects.js';
import { InboxDirectory, type KnownInbox } from './inbox-directory.js';
import { toInboxRecord } from './inbox-record.js';

export type InboxOrder = InboxSwitchRequested['order'];
export type OrderedBy = InboxSwitchRequested['by'];

/** What an operator orders of an inbox: told to whoever runs it, on the log; that it was obeyed comes back with its state. */
@Injectable()
export class InboxOrders {
  constructor(
    private readonly effects: Effects,
    private readonly inboxes: InboxDirectory,
    @Inject(EVENT_BUS) private readonly bus: EventBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws `PermanentError`: `inbox_missing`, `inbox_switched_off` where only its configuration can start it, `inbox_stopped` for a restart. */
  async order(inboxId: string, order: InboxOrder, by: OrderedBy, reason?: string): Promise<void> {
    const inbox = await this.find(inboxId);
    if (order !== 'stop') refuseSwitchedOff(inbox);
    if (order === 'restart') refuseStopped(inbox);
    await this.effects.run(async (transaction) => {
      const now = this.clock.now();
      const at = await this.note(transaction, inboxId, order, now);
      const data: InboxSwitchRequested = { inboxId: inboxId as InboxId, order, at, by, ...(reason === undefined ? {} : { reason }) };
      const topic = Topics.outboundMessages(inbox.channel);
      await this.bus.appendInTransaction(transaction, [toInboxRecord(topic, inboxId, 'inbox.switch_requested.v1', data, now)]);
    });
    await this.inboxes.refresh();
  }

  /** Later than the order before, whatever the clock says: only the newest is obeyed. */
  private async note(transaction: Transaction, inboxId: string, order: InboxOrder, now: Date): Promise<string> {
    const [row] = await transaction.query<{ at: Date }>(
      `update inboxes set last_order = $2, ordered_at = greatest($3::timestamptz, ordered_at + interval '1 millisecond') where id = $1 returning ordered_at as at`,
      [inboxId, order, now],
    );
    return row!.at.toISOString();
  }

  /** Throws `PermanentError` (`inbox_missing`). */
  async find(inboxId: string): Promise<KnownInbox> {
    const found = (await this.inboxes.list()).find(({ id }) => id === inboxId);
    if (found === undefined) throw new PermanentError(`there is no inbox ${inboxId}`, { code: 'inbox_missing' });
    return found;
  }
}

/** Its state says so, and no order of ours is the reason. */
function refuseSwitchedOff({ id, state, stopped, ordered, detail }: KnownInbox): void {
  if (state !== 'stopped' || stopped !== null || ordered !== null) return;
  throw new PermanentError(`inbox ${id} does not run: ${detail ?? 'its configuration keeps it from running'}`, {
    code: 'inbox_switched_off',
    hint: 'correct its configuration and put it in force',
  });
}

function refuseStopped({ id, stopped, ordered }: KnownInbox): void {
  if (stopped === null || ordered?.order === 'start') return;
  throw new PermanentError(`inbox ${id} was stopped by ${stopped.by}`, { code: 'inbox_stopped', hint: 'start it again instead' });
}
