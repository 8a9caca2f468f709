import type { StateStore } from '#connector-sdk';
import { CallbackFields } from '../../converting/callback-fields.js';

/** `kf_msg_or_event`: something is there, and a token to fetch it with. */
export interface Ring {
  readonly openKfId: string | null;
  readonly token: string | null;
}

/** A ring that is remembered: whoever holds the account must fetch. */
export interface StoredRing {
  readonly token: string | null;
  /** ms since 1970. */
  readonly at: number;
}

const STATE_KEY = 'bell';
/** How long the platform takes the token of a ring, a little less. */
const TOKEN_GOOD_MS = 9 * 60_000;

/** Null for a callback that rings nothing. Throws `UnreadableXml`. */
export function readRing(xml: Buffer): Ring | null {
  const fields = CallbackFields.read(xml);
  if (fields.get('Event') !== 'kf_msg_or_event') return null;
  return { openKfId: fields.get('OpenKfId'), token: fields.get('Token') };
}

/** The bell of one inbox, in its state: the process that is called is not always the one that fetches. */
export class Bell {
  /** The ring that was answered by a look. */
  private heard = '';

  constructor(private readonly state: StateStore) {}

  /** Durable when it resolves. */
  async ring(token: string | null, at: Date): Promise<void> {
    await this.state.set(STATE_KEY, { token, at: at.getTime() } satisfies StoredRing);
  }

  /** Has it rung since the last look? */
  async hasRung(): Promise<boolean> {
    const ring = await this.state.get<StoredRing>(STATE_KEY);
    return ring !== null && nameOf(ring) !== this.heard;
  }

  /** Call at the start of a look: what rings after it is for the next one. Gives the newest token where it is still good. */
  async answer(now: Date): Promise<string | null> {
    const ring = await this.state.get<StoredRing>(STATE_KEY);
    if (ring === null) return null;
    this.heard = nameOf(ring);
    return now.getTime() - ring.at < TOKEN_GOOD_MS ? ring.token : null;
  }
}

/** Each ring has a token of its own: two within a millisecond are two. */
function nameOf({ at, token }: StoredRing): string {
  return `${at}:${token ?? ''}`;
}
