import type { ConversationErased } from '#contracts';
import type { Logger } from '#runtime';
import type { KeptElsewhere } from '../../connector.js';
import type { FactoryRegistry } from '../inboxes/factory-registry.js';
import type { InboxRepository } from '../inboxes/inbox.repository.js';
import type { InboxNotes } from '../notices/inbox-notes.js';
import type { ForgettingRepository } from './forgetting.repository.js';

/** Takes a conversation out of what this room keeps, and lets those who have it open know. */
export class ConversationEraser {
  constructor(
    private readonly repository: Pick<ForgettingRepository, 'erase'>,
    private readonly inboxes: Pick<InboxRepository, 'load'>,
    private readonly registry: Pick<FactoryRegistry, 'find'>,
    private readonly notes: Pick<InboxNotes, 'tellErased'>,
    private readonly logger: Logger,
  ) {}

  /** Also of an inbox that does not run, or is gone. A second time it erases nothing, whatever was said since. */
  async erase(erased: ConversationErased): Promise<void> {
    await this.repository.erase(erased, await this.findElsewhere(erased));
    this.notes.tellErased(erased);
  }

  private async findElsewhere(erased: ConversationErased): Promise<KeptElsewhere> {
    const loaded = await this.inboxes.load(erased.inboxId);
    if (loaded === null) return {};
    try {
      return this.registry.find(loaded.inbox).descriptor.alsoKept?.(erased) ?? {};
    } catch (error) {
      this.logger.error('a connector does not say what else it keeps of an erased conversation', { inboxId: erased.inboxId, error });
      return {};
    }
  }
}
