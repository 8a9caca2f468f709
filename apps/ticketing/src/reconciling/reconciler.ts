import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type InboxFetchRequested, type InboxId, type InboxListingRequested, Topics } from '#contracts';
import { EVENT_BUS, type EventBus } from '#event-bus';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { Effects } from '../idempotency/effects.js';
import { InboxDirectory, type KnownInbox } from '../inboxes/inbox-directory.js';
import { InboxOrders } from '../inboxes/inbox-orders.js';
import { toInboxRecord } from '../inboxes/inbox-record.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { mayName } from './may-name.js';
import type { Difference, Reconciliation } from './reconciliation.js';
import { ReconciliationRepository } from './reconciliation.repository.js';

type Hidden = readonly string[] | null | undefined;

/** Compares what an inbox's remote holds with what we have, and has fetched what is missing. */
@Injectable()
export class Reconciler {
  constructor(
    private readonly repository: ReconciliationRepository,
    private readonly orders: InboxOrders,
    private readonly inboxes: InboxDirectory,
    private readonly effects: Effects,
    @Inject(EVENT_BUS) private readonly bus: EventBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws `PermanentError`: `inbox_missing`, `remote_unlisted` where the remote cannot be asked, `inbox_not_running`. */
  async begin(inboxId: string, by: string): Promise<Reconciliation> {
    const inbox = await this.orders.find(inboxId);
    refuseUnlisted(inbox);
    refuseIdle(inbox);
    const id = await this.effects.run(async (transaction) => {
      const [id, now] = [randomUUID(), this.clock.now()];
      const { channel } = inbox;
      await this.repository.open(transaction, { id, inboxId, channel, askedBy: by }, now);
      const data: InboxListingRequested = { requestId: id, inboxId: inboxId as InboxId };
      await this.bus.appendInTransaction(transaction, [toListingRecord(channel, data, now)]);
      return id;
    });
    return this.load(inboxId, id);
  }

  /** Newest first. Throws `PermanentError` (`inbox_missing`). */
  async list(inboxId: string): Promise<Reconciliation[]> {
    await this.orders.find(inboxId);
    return this.repository.list(inboxId, this.clock.now());
  }

  /** `hidden`: inboxes whose messages he does not see. Throws `PermanentError` (`reconciliation_unknown`). */
  async show(
    inboxId: string,
    id: string,
    hidden: Hidden,
  ): Promise<Reconciliation & { readonly sealed: boolean; readonly differences: readonly Difference[] }> {
    const found = await this.load(inboxId, id);
    const differences = await this.repository.listDifferences(id, this.clock.now());
    const sealed = !mayName(inboxId, hidden, await this.inboxes.list());
    return { ...found, sealed, differences: sealed ? differences.map(withoutNames) : differences };
  }

  /**
   * Has differences fetched, those of `refs` or all that are named: by the way that every message takes, so none becomes two. Returns how many were
   * asked for. Throws as `begin`, and `reconciliation_unknown`.
   */
  async fetch(inboxId: string, id: string, refs: readonly string[] | null, by: string): Promise<number> {
    await this.load(inboxId, id);
    const inbox = await this.orders.find(inboxId);
    refuseIdle(inbox);
    return this.effects.run(async (transaction) => {
      const now = this.clock.now();
      const asked = await this.repository.askFor(transaction, id, refs, by, now);
      if (asked.length === 0) return 0;
      const data: InboxFetchRequested = { requestId: id, inboxId: inboxId as InboxId, refs: asked };
      const topic = Topics.outboundMessages(inbox.channel);
      const record = toInboxRecord(topic, keyOfListing(inboxId), 'inbox.fetch_requested.v1', data, now);
      await this.bus.appendInTransaction(transaction, [record]);
      return asked.length;
    });
  }

  private async load(inboxId: string, id: string): Promise<Reconciliation> {
    const found = isUuid(id) ? await this.repository.find(inboxId, id, this.clock.now()) : null;
    if (found !== null) return found;
    throw new PermanentError(`inbox ${inboxId} has no reconciliation ${id}`, { code: 'reconciliation_unknown' });
  }
}

function withoutNames(difference: Difference): Difference {
  return { ...difference, remoteMessageId: null, sender: null, subject: null, ticketId: null, ticketNumber: null };
}

/** Behind no order to the inbox, and no answer of anybody. */
function keyOfListing(inboxId: string): string {
  return `${inboxId}/listing`;
}

export function toListingRecord(channel: string, data: InboxListingRequested, at: Date) {
  return toInboxRecord(Topics.outboundMessages(channel), keyOfListing(data.inboxId), 'inbox.listing_requested.v1', data, at);
}

function refuseUnlisted({ id, capabilities }: KnownInbox): void {
  if (capabilities?.holdings === 'listed') return;
  throw new PermanentError(`what lies behind inbox ${id} cannot be asked for`, {
    code: 'remote_unlisted',
    hint: 'see capabilities.holdings of the inbox',
  });
}

const IDLE: ReadonlySet<KnownInbox['state']> = new Set(['stopped', 'bad_credentials']);

/** A login that is refused is not tried once more for this: it may lock the account. */
function refuseIdle({ id, state, hint }: KnownInbox): void {
  if (IDLE.has(state)) throw new PermanentError(`inbox ${id} is ${state}`, { code: 'inbox_not_running', hint: hint ?? 'start it first' });
}
