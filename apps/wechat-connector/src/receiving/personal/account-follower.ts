import { type ConnectorContext, untaken } from '#connector-sdk';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PuppetEvent } from '../../converting/personal/puppet-events.js';
import { counterpartOf } from '../../converting/personal/to-inbound-message.js';
import type { PersonalInboxConfig } from '../../personal.config.js';
import type { SelfEchoes } from '../../sending/personal/self-echoes.js';
import type { AccountBoard } from './account-board.js';
import { connecting, explainFailure, loggedIn, loggedOut, scanning, waitingForLogin } from './account-states.js';
import { Arrivals } from './arrivals.js';
import { EventSession, type KnownHabits } from './event-session.js';
import { type Arrival, fetchArrival } from './fetch-arrival.js';
import { GapKeeper } from './gap-keeper.js';
import type { GrpcLibrary } from './load-grpc.js';
import { MessageTaker } from './message-taker.js';
import { People } from './people.js';
import { toPuppetFailure } from './puppet-failure.js';
import type { PuppetLink } from './puppet-link.js';
import { PuppetRpc } from './puppet-rpc.js';

/** More than this waits with the service instead of in our memory. */
const MOST_WAITING = 500;
/** What is under way when the inbox stops may end. */
const DRAIN_MS = 3_000;

interface Parts {
  readonly config: PersonalInboxConfig;
  readonly context: ConnectorContext;
  readonly library: GrpcLibrary;
  readonly link: PuppetLink;
  readonly echoes: SelfEchoes;
  readonly board: AccountBoard;
}

/** Follows one account for as long as this process holds its lease, over all links and logins of that time. */
export class AccountFollower {
  private readonly people: People;
  private readonly taker: MessageTaker;
  private readonly arrivals: Arrivals<Arrival>;
  private readonly gaps: GapKeeper;
  private readonly habits: KnownHabits = { answers: false };
  /** Stays known over a logout: what comes late is still of this account. */
  private accountId: string | null = null;
  /** Messages behind the end of a gap are looked at when it is known. */
  private ready: Promise<void> = Promise.resolve();
  private broke = untaken('puppet_not_followed', 'no process of ours followed the account');
  private failures = 0;
  /** Has this link told who is, was or shall be logged in? Then nobody need be told that it has not. */
  private heardOfAccount = false;
  /** Later than `signal`: what is under way at the end may still become durable. */
  private readonly abandoned = new AbortController();

  /** `signal`: the lease is lost or the inbox stops. */
  constructor(
    private readonly parts: Parts,
    private readonly signal: AbortSignal,
  ) {
    const { config, context, link } = parts;
    const { abandoned } = this;
    this.people = new People(link);
    this.taker = new MessageTaker(config, context, link, this.people, randomUUID(), { stopping: signal, abandoned: abandoned.signal });
    this.arrivals = new Arrivals<Arrival>(
      {
        fetch: (id) => fetchArrival(link, id, abandoned.signal),
        laneOf: (arrival) => this.sort(arrival),
        take: (arrival, arrivedAt) => this.taker.take(arrival, this.accountId, arrivedAt),
      },
      context.clock,
    );
    this.gaps = new GapKeeper(context, () => this.arrivals.oldestAt, signal);
  }

  /** Resolves when the signal has aborted and what was under way is durable, or given up. */
  async run(): Promise<void> {
    const { board, config } = this.parts;
    board.tell(connecting(config.endpoint));
    while (!this.signal.aborted) {
      const waitMs = await this.runSession();
      await sleep(waitMs, undefined, { signal: this.signal }).catch(() => undefined);
    }
    await this.gaps.close();
    this.abandoned.abort();
  }

  /** One link. Resolves with the pause before the next. */
  private async runSession(): Promise<number> {
    const { config, library, link, board, context } = this.parts;
    const rpc = new PuppetRpc(library, config);
    link.connect(rpc);
    this.heardOfAccount = false;
    try {
      const handlers = {
        opened: () => this.opened(),
        event: (event: PuppetEvent) => this.hear(event),
        isFull: () => this.arrivals.size >= MOST_WAITING,
      };
      await new EventSession(rpc, config, this.habits, handlers, context.clock).run(this.signal);
      await this.drain();
      return 0;
    } catch (error) {
      const failure = toPuppetFailure(error, 'events');
      this.broke = untaken('puppet_stream_broke', `the event stream of the puppet service broke: ${failure.details}`, {
        said: failure.details,
      });
      const { report, waitMs } = explainFailure(failure, config.endpoint);
      context.log.warn('the link to a puppet service is down', { code: failure.code, details: failure.details });
      board.tell(report);
      const steps = config.reconnectBackoffMs;
      return waitMs ?? steps[Math.min(this.failures++, steps.length - 1)]! * (0.75 + Math.random() / 2);
    } finally {
      this.gaps.interrupt();
      link.disconnect(rpc);
      link.logOut();
      rpc.close();
    }
  }

  private opened(): void {
    this.failures = 0;
    if (!this.heardOfAccount) this.parts.board.tell(waitingForLogin(this.parts.config.endpoint));
  }

  private hear(event: PuppetEvent): void {
    this.gaps.alive();
    this.heardOfAccount ||= event.kind === 'login' || event.kind === 'logout' || event.kind === 'scan';
    switch (event.kind) {
      case 'message':
        void this.ready.then(() => this.arrivals.arrive(event.id));
        break;
      case 'login':
        this.logIn(event.accountId);
        break;
      case 'logout':
        this.gaps.interrupt();
        this.parts.link.logOut();
        this.broke = untaken('puppet_logged_out', `the account was logged out ${event.reason}`.trim(), { said: event.reason });
        this.parts.board.tell(loggedOut(event.reason));
        break;
      case 'scan':
        this.parts.board.tell(scanning(event.code, event.status));
        break;
      case 'dirty':
        this.people.forget(event.id);
        break;
      case 'dong':
        this.parts.context.succeeded();
        break;
      case 'trouble':
        this.parts.context.log.warn('a puppet tells of an error', { words: event.words });
        break;
      case 'other':
    }
  }

  private logIn(accountId: string): void {
    const { link, board } = this.parts;
    this.accountId = accountId;
    link.logIn(accountId);
    board.tell(loggedIn(accountId, null));
    const reason = `${this.broke.reason}; a puppet service keeps nothing for later`;
    this.ready = this.gaps.begin({ ...this.broke, reason }).then(
      (gap) => {
        if (gap !== null) this.taker.noteGap();
      },
      // Where the end of the last run is not known the gap cannot be told: the run begins anew, as it does for other faults of ours.
      (error: unknown) => this.parts.context.fail(error),
    );
    void this.people.person(accountId).then((person) => {
      if (person?.name && link.accountId === accountId) board.tell(loggedIn(accountId, person.name));
    });
  }

  /** Own messages that we sent are no entries again; all others queue up in their conversations. */
  private sort(arrival: Arrival): string | null {
    if (arrival.kind !== 'message') return '';
    const { message } = arrival;
    const own = message.talkerId !== null && message.talkerId === this.accountId;
    if (own && this.parts.echoes.match(message)) return null;
    const counterpart = counterpartOf(message, this.accountId);
    return counterpart === null ? '' : `${counterpart.kind} ${counterpart.id}`;
  }

  private async drain(): Promise<void> {
    const over = new AbortController();
    await Promise.race([this.arrivals.idle(), sleep(DRAIN_MS, undefined, { signal: over.signal }).catch(() => undefined)]);
    over.abort();
  }
}
