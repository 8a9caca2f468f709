import { Topics, type EventData, type EventId } from '#contracts';
import type { EventBus } from '#event-bus';
import { RetriableError, type Clock } from '#runtime';
import { randomUUID } from 'node:crypto';

/** What an inbox answers ticketing, beside its states. */
export class InboxAnswers {
  constructor(
    private readonly bus: Pick<EventBus, 'append'>,
    private readonly clock: Clock,
  ) {}

  /** Durable when it resolves. Rejects with `RetriableError` (`not_told`). */
  async tell<T extends 'inbox.listed.v1' | 'inbox.fetched.v1'>(type: T, data: EventData<T>): Promise<void> {
    const { inboxId } = data;
    const envelope = {
      specversion: '1.0' as const,
      id: randomUUID() as EventId,
      source: `/inboxes/${inboxId}`,
      type,
      time: this.clock.now().toISOString(),
      subject: inboxId,
      datacontenttype: 'application/json' as const,
      data,
    };
    try {
      await this.bus.append([{ topic: Topics.connectorStates, key: inboxId, envelope }]);
    } catch (cause) {
      throw new RetriableError('an answer of an inbox is not on the log', { code: 'not_told', cause });
    }
  }
}
