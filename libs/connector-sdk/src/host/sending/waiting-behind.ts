import { ReplyRequested, type CommandId, type DeliveryError } from '#contracts';
import type { ConsumedRecord } from '#event-bus';
import type { Clock } from '#runtime';
import { toDelivery, type Try } from './delivery-records.js';
import type { LedgerQueue } from './ledger-queue.js';
import type { Hold, SentCommandsRepository } from './sent-commands.repository.js';

const CODE = 'behind_earlier';
const BEING_SENT: DeliveryError = {
  code: 'being_sent',
  category: 'provider_unavailable',
  permanent: false,
  message: 'it is being sent',
  hint: 'Nothing to do: it goes out next.',
};

/** An answer behind one that waits in its conversation waits too, untried: it says for what, and says so again when that changes. */
export class WaitingBehind {
  constructor(
    private readonly ledger: Pick<LedgerQueue, 'applyAll'>,
    private readonly commands: Pick<SentCommandsRepository, 'findAll' | 'findWaiting'>,
    private readonly clock: Clock,
  ) {}

  /** Records that were parked behind an earlier one. Those behind what is being sent are noted only: most often that is over in a moment. */
  async explain(records: readonly ConsumedRecord[]): Promise<void> {
    const replies = records.flatMap(({ envelope, key }) => {
      const parsed = envelope.type === 'reply.requested.v1' ? ReplyRequested.safeParse(envelope.data) : null;
      return parsed?.success ? [{ reply: parsed.data, key }] : [];
    });
    if (replies.length === 0) return;
    const reasons = new Map<string, DeliveryError>();
    for (const { conversationKey, holdError } of await this.commands.findWaiting([...new Set(replies.map(({ key }) => key))]))
      if (holdError !== null && holdError.code !== CODE) reasons.set(conversationKey, holdError);
    const known = await this.commands.findAll(replies.map(({ reply }) => reply.commandId));
    const at = this.clock.now();
    await this.ledger.applyAll(
      replies.flatMap(({ reply, key }) => {
        if (known.has(reply.commandId)) return [];
        const hold = toHold({ reply, key, attempt: 0, at }, reasons.get(key) ?? BEING_SENT);
        return [reasons.has(key) ? hold : { ...hold, told: [] }];
      }),
    );
  }

  /** Brings new reasons to those behind. */
  async spread(holds: readonly Hold[]): Promise<void> {
    if (holds.length === 0) return;
    const reasons = new Map(holds.map(({ tried, error }) => [tried.key, error]));
    const heads = new Set<CommandId>(holds.map(({ tried }) => tried.reply.commandId));
    const at = this.clock.now();
    const waiting = await this.commands.findWaiting([...reasons.keys()]);
    await this.ledger.applyAll(
      waiting
        .filter(({ commandId, holdError }) => !heads.has(commandId) && holdError?.code === CODE)
        .map(({ commandId, inboxId, conversationKey, attempts }) => {
          const reply = { commandId, inboxId, conversationKey } as unknown as ReplyRequested;
          return toHold({ reply, key: conversationKey, attempt: attempts + 1, at }, reasons.get(conversationKey)!);
        }),
    );
  }
}

function toHold(tried: Try, reason: DeliveryError): Hold {
  const { retryAfterMs: _ofTheOther, ...rest } = reason;
  const error = { ...rest, code: CODE, message: `an earlier answer of this conversation waits: ${reason.message}` };
  return {
    kind: 'hold',
    tried,
    error,
    until: null,
    marked: false,
    told: [toDelivery({ ...tried, attempt: tried.attempt + 1 }, 'queued', { error })],
  };
}
