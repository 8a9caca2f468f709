import { DELIVERY_RANKS, type DeliveryChanged, type InboxId } from '#contracts';
import type { Clock } from '#runtime';
import type { Acceptance } from '../accepting/acceptance.js';
import { keyOfDelivery, toDeliveryRecord } from './delivery-records.js';
import type { SentCommandsRepository } from './sent-commands.repository.js';

/** Brings what a connector learns later about a reply (a bounce, a receipt) onto the log, under the key of its conversation. */
export class DeliveryTeller {
  constructor(
    private readonly acceptance: Acceptance,
    private readonly commands: SentCommandsRepository,
    private readonly clock: Clock,
  ) {}

  async tell(inboxId: InboxId, change: Omit<DeliveryChanged, 'inboxId' | 'rank'>): Promise<void> {
    const known = change.conversationKey === undefined ? await this.commands.find(change.commandId) : null;
    const delivery: DeliveryChanged = { ...change, inboxId, rank: DELIVERY_RANKS[change.status] };
    const key = known?.conversationKey ?? keyOfDelivery(change);
    const record = toDeliveryRecord(delivery, key, this.clock.now());
    await this.acceptance.accept(key, { record, blobs: [], bytes: 1_000 });
  }
}
