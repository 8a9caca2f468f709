import type { ErrorCategory, EventData, MessagePart, ReplyRequested } from '#contracts';
import type { Connector, ConnectorFactory } from '../../connector.js';
import type { TestContext } from '../test-context.js';
import type { DoorUnderTest } from '../open-door.js';

/** A message as a person sends it, before any channel has touched it. */
export interface RemoteMessage {
  /** The remote's id, or what the connector will make into one. */
  readonly id: string;
  /** Messages of one sender are one conversation, in the order they were offered. */
  readonly from: string;
  readonly text: string;
}

/** What the remote does with the next reply. */
export type RemoteAnswer = 'refuse' | 'later' | 'vanish';

/**
 * The other side of the channel: a real server, or one that behaves like it. Every case opens its own. What a connector claims must be shown: the
 * suite asks for the optional members that its capabilities make necessary, and says which.
 */
export interface RemoteUnderTest {
  /** Settings of an inbox on it, as an operator writes them. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Settings with a wrong password; absent where the channel knows none, or cannot know it is wrong before it is used. */
  readonly badSettings?: Readonly<Record<string, unknown>>;
  /** Connectors with `answer` or `admit`: called once the inbox runs, with the address it is reached at from now on (another one after a restart). */
  reach?(url: string): Promise<void> | void;
  /** How long the remote waits for an answer to what it posts, in ms. The capabilities must name no more as `ackDeadlineMs`. */
  readonly answerWithinMs?: number;
  /** A person sends; do not wait for the connector. A connector that only sends (`in: []`) needs none of these three. */
  offer?(message: RemoteMessage): Promise<void>;
  /** The remote brings it once more: a sender's second try, a redelivered callback. Nothing where the connector fetches by itself. */
  offerAgain?(message: RemoteMessage): Promise<void>;
  /** Ids the remote counts as taken: answered 250 or 200, or behind the cursor in `context.state`. */
  acknowledged?(context: TestContext): Promise<readonly string[]>;
  /** Brings a message of a kind the connector does not know; absent where there is none. */
  offerUnknownKind?(message: RemoteMessage): Promise<void>;
  /** Brings a message that must become a part of this type; false where the remote has no such kind. Needed where `in` has more than `text`. */
  offerKind?(type: MessagePart['type'], message: RemoteMessage): Promise<boolean>;
  /** Brings a message of a group that becomes a ticket (it mentions us, say). Needed where `groups` is true. */
  offerInGroup?(message: RemoteMessage): Promise<void>;
  /** Somebody else posts a message with a signature that is wrong; resolves to the status of the answer. */
  offerForged?(message: RemoteMessage): Promise<number>;
  /** The very bytes that the remote sent for this message. Absent only where the connector itself puts them together (from an API's objects). */
  sentBytes?(id: string): Promise<Buffer> | Buffer;
  /** Breaks the link that the connector holds, and every new one; `mend` lets it back. */
  cut?(): Promise<void>;
  mend?(): Promise<void>;
  /** Absent for a connector that only receives. */
  readonly outgoing?: OutgoingUnderTest;
  close(): Promise<void>;
}

export interface OutgoingUnderTest {
  createReply(text: string): ReplyRequested;
  /** A reply with one part of this type; null where the remote has no such kind. Needed where `out` has more than `text`. */
  createReplyOf?(type: MessagePart['type'], context: TestContext): Promise<ReplyRequested | null>;
  /** Texts that arrived; of what is no text, something that tells it. */
  received(): Promise<readonly string[]>;
  /** `refuse`: never; `later`: not now, surely not taken; `vanish`: the link breaks after all was handed over, before the answer. */
  answerNext(answer: RemoteAnswer): Promise<void>;
  /** The remote's own errors by name, and the class each must get; `retriable` for what must be waited for. */
  readonly errors?: Readonly<Record<string, ErrorCategory | 'retriable'>>;
  /** The next reply gets the error of this name. */
  failNext?(error: string): Promise<void>;
  /** Of `received`, what was taken back. Needed where `recall` is true. */
  recalled?(): Promise<readonly string[]>;
  /** The remote tells what became of a reply that it took; false where it cannot tell that. Needed where `receipts` has more than `sent`. */
  report?(receipt: 'delivered' | 'read' | 'failed', remoteMessageId: string | undefined): Promise<boolean | void>;
}

export interface ConformanceHarness {
  readonly factory: ConnectorFactory<never> | ConnectorFactory;
  openRemote(): Promise<RemoteUnderTest>;
  /** How long something may take to happen; default 10 s. */
  readonly patienceMs?: number;
  /**
   * Cases that have nothing to try here, by the reason: `{ 'it only sends': ['receiving.*', 'in.*'] }`. A case that tries nothing and is not named fails,
   * and so does one that is named and could be tried.
   */
  readonly notApplicable?: Reasons;
  /**
   * What the connector claims and this remote under test cannot show, by the reason: the case's id, or `out.file`, `receipts.read`. Better shown than
   * listed: a claim that nobody tried is a guess. One that is listed and could be shown fails.
   */
  readonly unshown?: Reasons;
  /** The connector's own text of an event; default: `newText`. */
  readTextOf?(message: EventData<'message.received.v1'>): string;
}

/** Why, and for which ids; `area.*` is every id of that area. */
export type Reasons = Readonly<Record<string, readonly string[]>>;

/** A case of the suite: hand `run` to your test runner. It throws when the connector breaks the contract. */
export interface ConformanceCase {
  /** `receiving.twice`, `in.image`, `sending.recall`: what `notApplicable` and `unshown` name. */
  readonly id: string;
  /** Says so where the harness declares it not applicable. */
  readonly name: string;
  /** Resolves to the harness's own reason where there was nothing to try, as it declared; else to nothing. */
  run(): Promise<string | void>;
}

/** One remote with one started connector. */
export interface Bench {
  readonly remote: RemoteUnderTest;
  readonly connector: Connector;
  readonly context: TestContext;
  /** The HTTP server before a connector that has `answer` or `admit`. */
  readonly front: DoorUnderTest | null;
}
