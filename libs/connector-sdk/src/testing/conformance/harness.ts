import type { EventData, ReplyRequested } from '#contracts';
import type { Connector, ConnectorFactory } from '../../connector.js';
import type { TestContext } from '../test-context.js';

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

/** The other side of the channel: a real server, or one that behaves like it. Every case opens its own. */
export interface RemoteUnderTest {
  /** Settings of an inbox on it, as an operator writes them. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Settings with a wrong password; absent where the channel knows none. */
  readonly badSettings?: Readonly<Record<string, unknown>>;
  /** A person sends; do not wait for the connector. */
  offer(message: RemoteMessage): Promise<void>;
  /** The remote brings it once more: a sender's second try, a redelivered callback. Nothing where the connector fetches by itself. */
  offerAgain(message: RemoteMessage): Promise<void>;
  /** Brings a message of a kind the connector does not know; absent where there is none. */
  offerUnknownKind?(message: RemoteMessage): Promise<void>;
  /** Ids the remote counts as taken: answered 250 or 200, or behind the cursor in `context.state`. */
  acknowledged(context: TestContext): Promise<readonly string[]>;
  /** Absent for a connector that only receives. */
  readonly outgoing?: {
    createReply(text: string): ReplyRequested;
    /** Texts that arrived. */
    received(): Promise<readonly string[]>;
    /** `refuse`: never; `later`: not now, surely not taken; `vanish`: the link breaks after all was handed over, before the answer. */
    answerNext(answer: RemoteAnswer): Promise<void>;
  };
  close(): Promise<void>;
}

export interface ConformanceHarness {
  readonly factory: ConnectorFactory<never> | ConnectorFactory;
  openRemote(): Promise<RemoteUnderTest>;
  /** How long something may take to happen; default 10 s. */
  readonly patienceMs?: number;
  /** The connector's own text of an event; default: `newText`. */
  readTextOf?(message: EventData<'message.received.v1'>): string;
}

/** A case of the suite: hand `run` to your test runner. It throws when the connector breaks the contract. */
export interface ConformanceCase {
  readonly name: string;
  run(): Promise<void>;
}

/** One remote with one started connector. */
export interface Bench {
  readonly remote: RemoteUnderTest;
  readonly connector: Connector;
  readonly context: TestContext;
}
