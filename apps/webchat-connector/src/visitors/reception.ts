import type { ConnectorContext } from '#connector-sdk';
import type { ChatProof, ConversationKey } from '#contracts';
import type { SecretKey } from '#runtime';
import type { Listener } from '../conversations/conversation.js';
import type { Conversations } from '../conversations/conversations.js';
import { conversationKeyOf, createSessionId, createVisitorId, StateKeys } from '../webchat.ids.js';
import type { WebchatInboxConfig } from '../webchat.config.js';
import { verifyProof } from './identity-proof.js';
import type { Mover } from './mover.js';
import type { Profiles } from './profiles.js';
import { SessionTokens, type VisitorSession } from './session-tokens.js';

/** Somebody at a page. */
export interface Visitor {
  readonly session: VisitorSession;
  readonly key: ConversationKey;
  /** True when he came just now: there is nothing of him anywhere. */
  readonly fresh: boolean;
}

interface Identifying {
  /** Nobody was told the visitor's token. */
  readonly unheard?: boolean;
  /** The page that changes over; others of the session come again. */
  readonly except?: Listener | undefined;
}

type House = Pick<ConnectorContext, 'inbox' | 'clock' | 'state'>;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Says who comes in. */
export class Reception {
  private readonly tokens: SessionTokens;

  constructor(
    private readonly house: House,
    private readonly config: WebchatInboxConfig,
    secret: SecretKey,
    private readonly conversations: Conversations,
    private readonly profiles: Profiles,
    private readonly mover: Mover,
  ) {
    this.tokens = new SessionTokens(secret, house.inbox.id, house.clock);
  }

  /** A token that is not good (any more) makes nobody of him: he comes as a new visitor. */
  async receive(token: string | undefined, proof: ChatProof | undefined): Promise<Visitor> {
    const known = token === undefined ? null : await this.find(token);
    const visitor = known ?? this.createVisitor();
    return proof === undefined ? visitor : this.identify(visitor, proof, { unheard: known === null });
  }

  /** What the browser keeps of it; made when it is told, not held for ten thousand who are silent. */
  tokenOf({ session }: Visitor): string {
    return this.tokens.seal(session);
  }

  /** Null for a token that is forged, over, or of a browser that logged out. */
  async find(token: string): Promise<Visitor | null> {
    const session = this.tokens.open(token);
    if (session === null || (await this.house.state.get(StateKeys.loggedOut(session.id))) !== null) return null;
    return { session, key: this.keyOf(session), fresh: false };
  }

  /** From here on the visitor is that user, with the user's history; what he said before comes along. Throws `Refusal`. */
  async identify(visitor: Visitor, proof: ChatProof, { unheard = false, except }: Identifying = {}): Promise<Visitor> {
    const user = await verifyProof(proof, this.config.identity, this.house.clock);
    const until = new Date(this.house.clock.now().getTime() + this.config.identifiedHours * HOUR_MS);
    const same = visitor.session.user === user.id;
    const session = { visitor: visitor.session.visitor, id: same ? visitor.session.id : createSessionId(), user: user.id, until };
    const key = this.keyOf(session);
    const conversation = this.conversations.get(key);
    const profile = await this.profiles.find(key);
    conversation.profile = { ...profile, user };
    await this.profiles.keep(key, conversation.profile);
    if (!same && !unheard) {
      // Who is vouched for is another than the browser was until now; what another user said stays his.
      if (visitor.session.user === undefined) await this.mover.move(visitor, key, user, except);
      await this.retire(visitor.session);
    }
    return { session, key, fresh: false };
  }

  /** The token is good for nothing from now on, in any tab. */
  async logOut({ session }: Visitor): Promise<void> {
    await this.retire(session);
    this.conversations.endSession(session.id, { t: 'bye', code: 'logged_out', message: 'Logged out' });
  }

  private async retire(session: VisitorSession): Promise<void> {
    const expiresAt = session.until;
    await this.house.state.set(StateKeys.loggedOut(session.id), { until: expiresAt.toISOString() }, { expiresAt });
  }

  private createVisitor(): Visitor {
    const until = new Date(this.house.clock.now().getTime() + this.config.sessionDays * DAY_MS);
    const session = { visitor: createVisitorId(), id: createSessionId(), until };
    return { session, key: this.keyOf(session), fresh: true };
  }

  private keyOf({ visitor, user }: VisitorSession): ConversationKey {
    return conversationKeyOf(this.house.inbox.id, user === undefined ? { visitor } : { user });
  }
}
