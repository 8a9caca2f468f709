import type {
  Capabilities,
  ConnectorState,
  ConversationErased,
  DeliveryChanged,
  EventType,
  InboxRef,
  ReplyRequested,
  StateReason,
} from '#contracts';
import type { Clock, InboxClaim, Logger } from '#runtime';
import type { z } from 'zod';
import type { ConnectorContext } from './context.js';

/** What a connector is, as data. */
export interface ConnectorDescriptor<Config = unknown> {
  readonly channel: string;
  readonly provider: string;
  /** Code in the numbers of tickets opened here unless the inbox names its own: 1–8 of A-Z and 0-9. Default: made from the channel. */
  readonly numberCode?: string;
  /**
   * Validates one inbox's settings, without what the host keeps for itself (`id`, `channel`, `provider`, `numberCode`, `enabled`); the host
   * hands over the parsed value. All faults are shown to the operator with their paths.
   */
  readonly configSchema: z.ZodType<Config>;
  /** What no other inbox of the channel may have, e.g. its addresses: two configured inboxes that claim the same are a fault at the start. */
  claims?(config: Config): readonly InboxClaim[];
  /** What this inbox can do under this configuration. */
  capabilities(config: Config): Capabilities;
  /**
   * Does this inbox keep links, timers or other work of its own between calls? Default true: what that work throws, however deep, restarts
   * this inbox alone. Say false where it only works when it is called: on Node before 24 following its work costs the process a seventh of
   * its speed, as long as one inbox is guarded. Such an exception then ends the process, which its supervisor starts again.
   */
  guarded?(config: Config): boolean;
  /**
   * What the connector keeps of an erased conversation elsewhere than in its transcript and in state that names it. Pure: it is asked also for
   * inboxes that do not run.
   */
  alsoKept?(erased: ConversationErased): KeptElsewhere;
}

export interface KeptElsewhere {
  /** Transcripts under other names. */
  readonly transcripts?: readonly string[];
  /** Lines of transcripts that belong to many. */
  readonly lines?: readonly { readonly transcript: string; readonly idPrefix: string }[];
}

/**
 * One running inbox of one channel. The host makes an instance per inbox through the factory, calls `start` once and `stop` once.
 */
export interface Connector {
  /**
   * Begins to receive. May connect in the background; never blocks on the network for ever and never throws for a lost link: it reports
   * a state and keeps trying until `context.signal` aborts. Throws `ConfigurationError` when no try can succeed.
   */
  start(context: ConnectorContext): Promise<void>;
  /** Resolves within 5 s with no timer, socket or child process left. Must not throw. */
  stop(): Promise<void>;
}

/** Ability: sends a reply once. */
export interface SendingConnector extends Connector {
  /**
   * Sends and says what is certain. Throws nothing for a refused message: that is a result. A thrown `RetriableError` means *surely not
   * sent, try again later*, before or after the mark; so does a `ConfigurationError` before the mark (no outgoing server, say): the reply
   * waits, visibly, until its time is up. A `PermanentError` before the mark is `failed`. Any other throw counts as `unknown` after the mark
   * and as not sent before it.
   */
  send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult>;
}

export interface SendAttempt {
  /** 1 for the first. */
  readonly attempt: number;
  /**
   * Call right before the first byte that could make the remote act: writes the durable `sending` mark. A crash after it is `unknown`.
   * Where the remote id is known beforehand (a Message-ID), give it: the `sending` delivery carries it, so an answer that overtakes `sent` is known.
   */
  markSending(remoteMessageId?: string): Promise<void>;
}

export type SendResult =
  | { readonly status: 'sent'; readonly remoteMessageId?: string; readonly perRecipient?: readonly RecipientResult[] }
  | {
      readonly status: 'failed';
      readonly error: NonNullable<DeliveryChanged['error']>;
      /** Where it shows that the conversation takes no answer now, or fewer than was said before. */
      readonly replyWindow?: NonNullable<DeliveryChanged['replyWindow']>;
    }
  | { readonly status: 'unknown'; readonly error: NonNullable<DeliveryChanged['error']> };

export interface RecipientResult {
  readonly recipient: string;
  readonly status: 'sent' | 'failed';
  readonly error?: NonNullable<DeliveryChanged['error']>;
}

export function canSend(connector: Connector): connector is SendingConnector {
  return typeof (connector as Partial<SendingConnector>).send === 'function';
}

/** Makes connectors of one channel and provider. `create` does no I/O. */
export interface ConnectorFactory<Config = unknown> {
  readonly descriptor: ConnectorDescriptor<Config>;
  create(inbox: InboxRef, config: Config): Connector;
  /** Called once at boot, after every inbox known by then was created: a door that serves several inboxes may now refuse unknown ones. */
  inboxesLoaded?(): void;
  /**
   * Called instead of `create` for an inbox that an operator keeps stopped, each time its row changes: a door that serves several inboxes puts off what
   * comes for this one instead of refusing it as nobody's. `/in/<inbox id>` says 503 by itself. Must not throw.
   */
  standStill?(inbox: InboxRef, config: Config): void;
}

export interface StateReport {
  readonly state: ConnectorState;
  readonly detail?: string;
  /** What an operator can do about it. */
  readonly hint?: string;
  /** All that `detail` and `hint` say, in codes, so that it is said in other languages; without it their own words stand. */
  readonly reasons?: readonly StateReason[];
}

export type InboundEventType = Extract<
  EventType,
  | 'message.received.v1'
  | 'message.edited.v1'
  | 'message.recalled.v1'
  | 'media.ready.v1'
  | 'contact.event.v1'
  | 'inbox.gap.v1'
  | 'message.parked.v1'
>;

export type { Clock, Logger };
