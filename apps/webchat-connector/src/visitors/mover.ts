import type { ConnectorContext, TranscriptLine } from '#connector-sdk';
import type { ConversationKey } from '#contracts';
import type { Listener } from '../conversations/conversation.js';
import type { Conversations } from '../conversations/conversations.js';
import type { LineBody } from '../converting/bodies.js';
import type { LineKeeper } from '../receiving/line-keeper.js';
import { isOfUser, keptOf, movedLineId, remoteMessageIdOf, StateKeys, visitorLineId } from '../webchat.ids.js';
import type { ProvenUser } from './identity-proof.js';
import { NOBODY, type Profiles } from './profiles.js';
import type { Visitor } from './reception.js';

type House = Pick<ConnectorContext, 'state' | 'transcript' | 'clock'>;

interface Move {
  readonly to: ConversationKey;
  readonly done?: true;
}

/** As much of what a browser said comes along when it turns out whose it is. */
const MOST_MOVED = 200;
/** Messages that tell ticketing which ticket goes on. */
const NAMED_AFTER = 5;

/** Brings what a browser said to the user it turned out to be: copied to his conversation, and answers to it led there. Once. */
export class Mover {
  constructor(
    private readonly house: House,
    private readonly conversations: Conversations,
    private readonly profiles: Profiles,
    private readonly keeper: LineKeeper,
  ) {}

  async move({ key: from, session }: Visitor, to: ConversationKey, user: ProvenUser, except?: Listener): Promise<void> {
    const old = this.conversations.get(from);
    const head = await this.house.transcript(from).head();
    const before = await this.house.state.get<Move>(StateKeys.moved(from));
    if (head === 0 || (before !== null && (before.done === true || before.to !== to))) return;
    old.head = Math.max(old.head, head);
    const profile = old.profile ?? (await this.profiles.find(from));
    const by = { visitor: session.visitor, user };
    const body = { k: 'done', name: 'chat.identified', data: { user: user.id }, by } as const;
    // Agents of the open ticket learn who it was; ticketing may join browser and user, for he has proved to be both.
    await old.inOrder(() => this.keeper.keep(old, { id: visitorLineId(`identified-${session.id}`), body }));
    // From here on answers are led there; those that came until now are among the lines.
    await this.note(from, { to });
    const lines = await this.house.transcript(from).since(Math.max(0, head - MOST_MOVED), 2 * MOST_MOVED);
    const target = this.conversations.get(to);
    await target.inOrder(() => this.copy(lines, from, to));
    const after = lines.slice(-NAMED_AFTER).map(({ seq }) => remoteMessageIdOf(from, seq));
    const known = target.profile ?? NOBODY;
    target.profile = { ...known, forms: [...new Set([...(known.forms ?? []), ...(profile.forms ?? [])])], after };
    await this.profiles.keep(to, target.profile);
    await this.note(from, { to, done: true });
    this.conversations.endSession(session.id, { t: 'bye', code: 'session_changed', message: 'Somebody is logged in now' }, except);
    this.conversations.release(old);
  }

  /** Where an answer to a conversation goes. */
  async findTarget(key: ConversationKey): Promise<ConversationKey> {
    if (isOfUser(key)) return key;
    return (await this.house.state.get<Move>(StateKeys.moved(key)))?.to ?? key;
  }

  private note(from: ConversationKey, move: Move): Promise<void> {
    return this.house.state.set(StateKeys.moved(from), move, keptOf(from, this.house.clock));
  }

  private async copy(lines: readonly TranscriptLine[], from: ConversationKey, to: ConversationKey): Promise<void> {
    const transcript = this.house.transcript(to);
    for (const { seq, direction, body, at } of lines) {
      const moved = { ...(body as LineBody), moved: true, movedAt: at.toISOString() };
      const id = movedLineId(from, seq);
      const placed = await transcript.append({ id, direction, body: moved });
      this.conversations.added(to, { seq: placed.seq, id, direction, body: moved, at });
    }
  }
}
