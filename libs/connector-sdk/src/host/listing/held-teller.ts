import { type InboxFetchRequested, type InboxId, type InboxListed, type InboxListingRequested, StateReason } from '#contracts';
import { PermanentError, RetriableError, type Clock, TributaryError } from '#runtime';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { canList, type HeldPortion, type ListingConnector } from '../../listing.js';
import { toReason } from '../../reason.js';
import type { FindOutlet, Outlet } from '../sending/connector-caller.js';
import { hideInReason, hidePasswords } from '../supervision/state-reporter.js';
import type { InboxAnswers } from './inbox-answers.js';

/** The batch waits so long for an answer; what takes longer goes on while its record is parked. */
const WAIT_MS = 2_000;
const LOOK_AGAIN_MS = 1_000;
/** Of one try. */
const WORK_MS = 300_000;
/** Since it was asked: whoever asked has given up by then. */
const GIVE_UP_MS = 600_000;
const LATE = 'late' as const;
const NOTHING: HeldPortion = { messages: [] };

export interface Asked {
  /** The same when it comes again. */
  readonly id: string;
  readonly at: Date;
}

type Failure = NonNullable<InboxListed['failure']>;

/** Tells ticketing what an inbox's remote holds, and takes of it what it is told to. An answer may be told twice, never not at all while anybody waits. */
export class HeldTeller {
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly findOutlet: FindOutlet,
    private readonly answers: InboxAnswers,
    private readonly clock: Clock,
  ) {}

  /** Resolves when all is told. Rejects with a `RetriableError` that ends itself while it goes on. */
  async list({ requestId, inboxId, refs }: InboxListingRequested, asked: Asked): Promise<void> {
    const listing = randomUUID();
    const tell = (part: number, last: boolean, portion: HeldPortion, failure?: Failure) =>
      this.answers.tell('inbox.listed.v1', {
        ...{ requestId, inboxId, described: refs !== undefined, listing, part, last, ...(failure === undefined ? {} : { failure }) },
        ...{ messages: [...portion.messages], leftOut: [...(portion.leftOut ?? [])] },
      });
    await this.settle(
      asked,
      (failure) => tell(1, true, NOTHING, failure),
      async (signal) => {
        let part = 1;
        let waits: HeldPortion | null = null;
        for await (const portion of this.portions(inboxId, refs, signal)) {
          if (waits !== null) await tell(part++, false, waits);
          waits = portion;
        }
        await tell(part, true, waits ?? NOTHING);
      },
    );
  }

  /** As `list`. */
  async fetch({ requestId, inboxId, refs }: InboxFetchRequested, asked: Asked): Promise<void> {
    const tell = (taken: readonly string[], gone: readonly string[], failure?: Failure) =>
      this.answers.tell('inbox.fetched.v1', { requestId, inboxId, taken: [...taken], gone: [...gone], ...(failure && { failure }) });
    await this.settle(
      asked,
      (failure) => tell([], [], failure),
      async (signal) => {
        const { connector, run } = this.find(inboxId);
        const { taken } = await run(() => connector.fetchHeld(refs, signal));
        const known = new Set(taken);
        await tell(
          taken,
          refs.filter((ref) => !known.has(ref)),
        );
      },
    );
  }

  /** Only the connector's own steps run as its own: what is told of them between is ours. */
  private async *portions(inboxId: InboxId, refs: readonly string[] | undefined, signal: AbortSignal): AsyncGenerator<HeldPortion> {
    const { connector, run } = this.find(inboxId);
    if (refs !== undefined) return yield { messages: await run(() => connector.describeHeld(refs, signal)) };
    const steps = connector.listHeld(signal)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const { done, value } = await run(() => steps.next());
        if (done === true) return;
        yield value;
      }
    } finally {
      await run(async () => void (await steps.return?.()));
    }
  }

  private find(inboxId: InboxId): { connector: ListingConnector; run: Outlet['run'] } {
    const { instance, run } = this.findOutlet(inboxId);
    if (canList(instance)) return { connector: instance, run };
    throw new PermanentError('The connector of this inbox cannot say what its channel holds', { code: 'cannot_list' });
  }

  private async settle(
    asked: Asked,
    fail: (failure: Failure) => Promise<void>,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    if (this.clock.now().getTime() - asked.at.getTime() > GIVE_UP_MS)
      return fail({ message: 'It took too long', hint: 'Try again when the inbox is well.' });
    const going = this.underWay.get(asked.id) ?? this.begin(asked, fail, work);
    const outcome = await Promise.race([going, sleep(WAIT_MS, LATE, { ref: false })]).catch((error: unknown) => {
      this.underWay.delete(asked.id);
      throw error;
    });
    if (outcome === LATE)
      throw new RetriableError('The remote is being asked', { code: 'being_asked', retryAfterMs: LOOK_AGAIN_MS, endsItself: true });
    this.underWay.delete(asked.id);
  }

  /** Rejects only when the answer cannot be told: that passes. */
  private begin(asked: Asked, fail: (failure: Failure) => Promise<void>, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const going = work(AbortSignal.timeout(WORK_MS)).catch((error: unknown) => {
      if (error instanceof RetriableError && error.code === 'not_told') throw error;
      return fail(explain(error));
    });
    going.catch(() => undefined);
    this.underWay.set(asked.id, going);
    // Another process may get the next try: nothing is kept for it here.
    setTimeout(() => this.underWay.delete(asked.id), GIVE_UP_MS).unref();
    return going;
  }
}

/** As its connector says it of a state, where it does. */
function explain(error: unknown): Failure {
  const { hint, fields } = error instanceof TributaryError ? error : { hint: undefined, fields: {} as Readonly<Record<string, unknown>> };
  const message = hidePasswords(error instanceof Error ? error.message : String(error)).slice(0, 1_000);
  const told = z.array(StateReason).max(8).safeParse(fields['reasons']);
  const reasons = (told.success ? told.data : [toReason(error)]).map(hideInReason);
  return { message, ...(hint === undefined ? {} : { hint: hidePasswords(hint) }), reasons };
}
