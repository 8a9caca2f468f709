import { toWebhookHeaders } from '#connector-sdk';
import { type Channel, TRY_MS } from './channel.js';

const SECRET = `whsec_${Buffer.from('a secret of the switch in chaos').toString('base64')}`;
const BEGAN = Date.UTC(2026, 0, 5, 8);

/** A switch that tells each call when it is over, by a signed webhook: the same delivery until it is taken. */
export function openCalls(): Channel {
  return {
    inboxId: 'hotline',
    inbox: { id: 'hotline', channel: 'phone', country: 'CN', webhook: { secret: SECRET } },
    app: 'phone-connector',
    joins: false,
    offer: async (conversation, turn, product) => {
      const callId = conversation.messageIds[turn]!;
      const at = (s: number) => new Date(BEGAN + turn * 60_000 + s * 1_000).toISOString();
      const caller = `+86138${conversation.customer.replace(/\D/g, '').padStart(8, '0')}`;
      const call = {
        callId,
        caller,
        callee: '400',
        direction: 'inbound',
        startedAt: at(0),
        answeredAt: at(3),
        endedAt: at(40),
        outcome: 'answered',
      };
      const payload = JSON.stringify(call);
      const answer = await fetch(product.addressOf('hotline', 'phone-connector'), {
        method: 'POST',
        headers: {
          ...toWebhookHeaders({ id: callId, timestampS: Math.floor(Date.now() / 1_000), payload }, [SECRET]),
          'content-type': 'application/json',
        },
        body: payload,
        signal: AbortSignal.timeout(TRY_MS),
      });
      return answer.ok;
    },
    close: () => Promise.resolve(),
  };
}
