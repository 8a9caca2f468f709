import { type Untaken, untaken } from '#connector-sdk';
import { setTimeout as sleep } from 'node:timers/promises';
import { NoPuppetMessage, type PuppetMessage, readPuppetMessage } from '../../converting/personal/puppet-message.js';
import { toPuppetFailure } from './puppet-failure.js';
import type { PuppetLink } from './puppet-link.js';
import { readMessagePayload } from './puppet-reads.js';

/** What became of an announced message. */
export type Arrival =
  | { readonly kind: 'message'; readonly id: string; readonly message: PuppetMessage; readonly raw: Buffer }
  /** Announced, and the puppet does not give it. */
  | { readonly kind: 'lost'; readonly id: string; readonly why: Untaken }
  /** The inbox stops before it was fetched: the next gap begins before it. */
  | { readonly kind: 'abandoned'; readonly id: string };

const PAUSES_MS = [100, 500, 2_000];

/** While the link is away it waits; a puppet that does not know its own message is asked a few times. Never rejects. */
export async function fetchArrival(link: PuppetLink, id: string, signal: AbortSignal): Promise<Arrival> {
  for (let refusals = 0; ;) {
    await link.awaitConnection(signal);
    if (signal.aborted) return { kind: 'abandoned', id };
    try {
      const payload = await link.use((rpc) => readMessagePayload(rpc, id));
      return { kind: 'message', id, message: readPuppetMessage(payload), raw: Buffer.from(JSON.stringify(payload)) };
    } catch (error) {
      if (error instanceof NoPuppetMessage)
        return {
          kind: 'lost',
          id,
          why: untaken('puppet_unreadable', `its payload cannot be read: ${error.message}`, { said: error.message }),
        };
      const failure = toPuppetFailure(error, 'messagePayload');
      if (refusals >= PAUSES_MS.length)
        return {
          kind: 'lost',
          id,
          why: untaken('puppet_refuses', `the puppet does not give it: ${failure.details}`, { said: failure.details }),
        };
      await sleep(PAUSES_MS[refusals], undefined, { signal }).catch(() => undefined);
      if (!(failure.isAboutLink && link.rpc === null)) refusals += 1;
    }
  }
}
