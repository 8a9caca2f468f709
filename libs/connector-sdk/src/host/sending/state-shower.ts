import type { ConversationStateChanged } from '#contracts';
import { RetriableError, type Clock, type Logger } from '#runtime';
import { canShowState } from '../../conversing.js';
import type { FindOutlet } from './connector-caller.js';

/** A state tells of now: what could not be shown for so long is not news any more, and holds up nothing. */
const KEEP_MS = 24 * 3_600_000;

/** Hands changes of a conversation's state to its connector, where that can show them. */
export class StateShower {
  constructor(
    private readonly findOutlet: FindOutlet,
    private readonly clock: Clock,
    private readonly retryMs: number,
    private readonly logger: Logger,
  ) {}

  /** Rejects with what time heals; gives up what nothing heals, or what is too old. */
  async show(change: ConversationStateChanged, about: { readonly id: string; readonly at: Date }): Promise<void> {
    try {
      const outlet = this.findOutlet(change.inboxId);
      const { instance } = outlet;
      if (canShowState(instance)) await outlet.run(() => instance.showState(change, about));
    } catch (error) {
      if (error instanceof RetriableError && this.clock.now().getTime() - about.at.getTime() < KEEP_MS)
        throw new RetriableError(error.message, {
          code: error.code,
          retryAfterMs: error.retryAfterMs ?? this.retryMs,
          endsItself: true,
          cause: error,
        });
      this.logger.warn('a state of a conversation was not shown', { inboxId: change.inboxId, state: change.state, error });
    }
  }
}
