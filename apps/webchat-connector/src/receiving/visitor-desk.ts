import { RefusedRequest, type ConnectorContext } from '#connector-sdk';
import { WEBCHAT_VERSION, type ChatServerFrame } from '#contracts';
import { RetriableError } from '#runtime';
import type { AtMost } from '../conversations/at-most.js';
import { NOT_YET, type Conversation, type Listener } from '../conversations/conversation.js';
import type { Conversations } from '../conversations/conversations.js';
import { toChatLine, type LinkFile } from '../converting/to-chat-line.js';
import type { Receipts } from '../sending/receipts.js';
import { NOBODY, type Profiles } from '../visitors/profiles.js';
import type { Reception, Visitor } from '../visitors/reception.js';
import type { WebchatInboxConfig } from '../webchat.config.js';
import { conversationNameOf } from '../webchat.ids.js';
import { parseFrame, type ClientFrame, type FrameOf } from '../wire/client-frames.js';
import { Refusal } from '../wire/refusal.js';
import { findNeeded } from './needed-form.js';
import type { RateLimit } from './rate-limits.js';
import type { MessageTaker, PageContext } from './take-message.js';

export interface DeskParts {
  readonly house: ConnectorContext;
  readonly config: WebchatInboxConfig;
  readonly conversations: Conversations;
  readonly reception: Reception;
  readonly profiles: Profiles;
  readonly taker: MessageTaker;
  readonly receipts: Receipts;
  readonly link: LinkFile;
  /** Messages of a visitor. */
  readonly messages: RateLimit;
  /** Welcomes read the database: a thousand pages may come back at once. */
  readonly welcomes: AtMost;
}

/** A page at the desk: by a socket, or one request after the other. */
export interface Seat extends PageContext {
  visitor: Visitor;
  conversation: Conversation;
}

type Answer = (frame: ChatServerFrame) => void;

const TYPING_EVERY_MS = 3_000;
/** As much history is sent by itself; older lines are asked for. */
const RECENT = 100;

/** What frames do, whichever way they came. */
export class VisitorDesk {
  constructor(private readonly parts: DeskParts) {}

  /** Lets a page in. `listener`: of a socket, which is shown what is new from here on. Throws `Refusal`. */
  async welcome(hello: FrameOf<'hello'>, answer: Answer, listener?: Listener): Promise<Seat> {
    if (hello.v !== WEBCHAT_VERSION)
      throw new Refusal('version_unknown', `This is version ${WEBCHAT_VERSION} of the protocol: load the page again`);
    return this.parts.welcomes.run(() =>
      this.guard(async () => {
        const visitor = await this.parts.reception.receive(hello.token, hello.proof);
        const from = { ...(hello.locale ? { locale: hello.locale } : {}), ...(hello.page ? { page: hello.page } : {}) };
        return this.seat(visitor, { ...from, since: hello.since, conversation: hello.conversation }, answer, listener);
      }),
    );
  }

  /** Answers one frame of a page that is in; never throws. What is said is answered when it is durable. */
  async handle(json: unknown, raw: Buffer, seat: Seat, answer: Answer, listener?: Listener): Promise<void> {
    let id: string | undefined;
    try {
      const frame = parseFrame(json);
      id = 'id' in frame ? frame.id : undefined;
      await this.act(frame, raw, seat, answer, listener);
    } catch (error) {
      answer(this.toRefusal(error).toFrame(id ?? (error as { frameId?: string }).frameId));
    }
  }

  toRefusal(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    if (error instanceof RefusedRequest) return new Refusal(error.code, error.message);
    if (!(error instanceof RetriableError)) this.parts.house.log.error('a frame of a chat failed', { error });
    return new Refusal('try_again', 'It could not be done now', { retryAfterMs: 1_000 });
  }

  private act(frame: ClientFrame, raw: Buffer, seat: Seat, answer: Answer, listener?: Listener): Promise<void> | void {
    switch (frame.t) {
      case 'say':
        return this.take(frame.id, seat, answer, () => this.parts.taker.say(seat.visitor, seat.conversation, frame, seat, raw));
      case 'rate': {
        const data = { score: frame.score, ...(frame.comment ? { comment: frame.comment } : {}) };
        return this.did(frame.id, 'chat.rated', data, seat, answer);
      }
      case 'mail':
        return this.did(frame.id, 'chat.transcript_requested', { email: frame.to }, seat, answer);
      case 'end':
        return this.did(frame.id, 'chat.ended', {}, seat, answer);
      case 'typing':
        return this.tellTyping(seat.conversation, frame.on);
      case 'seen':
        return this.parts.receipts.see(seat.conversation, frame, listener);
      case 'lines':
        return this.sendLines(seat, frame, answer);
      case 'identify':
        return this.guard(async () => {
          const { visitor, conversation, locale, page } = seat;
          // The session that ends takes its pages with it; this one changes over.
          const proven = await this.parts.reception.identify(visitor, frame.proof, { except: listener });
          if (listener) this.leave(conversation, listener);
          Object.assign(seat, await this.seat(proven, { locale, page }, answer, listener));
        });
      case 'logout':
        return this.parts.reception.logOut(seat.visitor);
      case 'ping':
        return answer({ t: 'pong' });
      case 'hello':
        throw new Refusal('already_in', 'One hello is enough');
    }
  }

  leave(conversation: Conversation, listener: Listener): void {
    conversation.listeners.delete(listener);
    this.parts.conversations.release(conversation);
  }

  private async seat(
    visitor: Visitor,
    asked: PageContext & { since?: number; conversation?: string },
    answer: Answer,
    listener?: Listener,
  ): Promise<Seat> {
    const { house, conversations, reception, profiles, receipts, config } = this.parts;
    const conversation = conversations.get(visitor.key);
    if (listener !== undefined) {
      listener.sent = NOT_YET;
      conversation.listeners.add(listener);
    }
    let read = 0;
    if (visitor.fresh) {
      conversation.profile = NOBODY;
      conversation.receipts = { delivered: 0, read: 0 };
    } else {
      const [{ head, forgotten }, profile, seen] = await Promise.all([
        house.transcript(visitor.key).extent(),
        conversation.profile ?? profiles.find(visitor.key),
        receipts.load(conversation),
      ]);
      conversation.head = Math.max(conversation.head, head);
      conversation.forgotten = forgotten;
      conversation.profile ??= profile;
      read = seen.read;
    }
    const { head, forgotten } = conversation;
    const name = conversationNameOf(visitor.key, forgotten);
    const since = Math.max(Math.min(asked.conversation === name ? (asked.since ?? 0) : 0, head), head - RECENT, forgotten);
    const needs = findNeeded(conversation.profile ?? NOBODY, config);
    const user = conversation.profile?.user;
    answer({
      t: 'welcome',
      v: WEBCHAT_VERSION,
      token: reception.tokenOf(visitor),
      conversation: name,
      head,
      since,
      read,
      identified: visitor.session.user !== undefined,
      ...(user?.name === undefined ? {} : { name: user.name }),
      open: !config.closed,
      ...(needs === undefined ? {} : { needs }),
    });
    if (listener !== undefined) {
      listener.sent = since;
      conversations.catchUp(conversation);
    }
    return { visitor, conversation, ...(asked.locale ? { locale: asked.locale } : {}), ...(asked.page ? { page: asked.page } : {}) };
  }

  private async take(id: string, seat: Seat, answer: Answer, work: () => Promise<number>): Promise<void> {
    const waitMs = this.parts.messages.take(seat.visitor.session.id);
    if (waitMs > 0) throw new Refusal('rate_limited', 'Too many messages in a short time', { retryAfterMs: waitMs });
    answer({ t: 'said', id, seq: await work() });
  }

  private did(id: string, name: string, data: Record<string, unknown>, seat: Seat, answer: Answer): Promise<void> {
    return this.take(id, seat, answer, () => this.parts.taker.did(seat.visitor, seat.conversation, id, { name, data }, seat));
  }

  private tellTyping(conversation: Conversation, on: boolean): void {
    const now = performance.now();
    const { typingToldAt } = conversation;
    if (typingToldAt === null ? !on : on && now - typingToldAt < TYPING_EVERY_MS) return;
    conversation.typingToldAt = on ? now : null;
    this.parts.house.tellTyping(conversation.key, on);
  }

  private async sendLines({ conversation }: Seat, { since, limit }: FrameOf<'lines'>, answer: Answer): Promise<void> {
    const lines = await this.parts.house.transcript(conversation.key).since(since, limit ?? RECENT);
    answer({ t: 'lines', lines: lines.map((line) => toChatLine(line, this.parts.link)) });
  }

  private async guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.toRefusal(error);
    }
  }
}
