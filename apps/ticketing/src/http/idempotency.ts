import { hash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, LOGGER, PermanentError } from '#runtime';
import type { Clock, Logger } from '#runtime';
import { type KeyedRequest, runAs } from '../idempotency/keyed-request.js';
import { RequestRepository } from '../idempotency/request.repository.js';

const RETENTION_MS = 7 * 86_400_000;
const SWEEP_MS = 3_600_000;
/** Who began and said nothing for so long may have died. If he did not, the second waits for the first one's transaction and sees its effect. */
const ABANDONED_MS = 3_000;
const POLL_MS = 50;
const MOST_POLLS = 100;

/**
 * One effect for one key, and one answer: kept for 7 days. A request that failed had no effect, so its key is free again. If the process dies
 * between the effect and the note of its answer, the request made again finds the effect (`Effects`) and is answered by it.
 */
@Injectable()
export class Idempotency {
  private sweptAt = 0;

  constructor(
    private readonly requests: RequestRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** `again`: the effect is that of an earlier request. Throws `PermanentError`: `idempotency_conflict`, `idempotency_in_progress`. */
  async run<T>(request: KeyedRequest, work: () => Promise<T>): Promise<{ answer: T; again: boolean }> {
    const claim = randomUUID();
    for (let polls = 0; polls < MOST_POLLS; polls += 1) {
      if (await this.claim(request, claim)) return this.work(request, claim, work);
      const known = await this.requests.find(request);
      if (known === null) continue;
      if (known.request_hash !== request.hash) throw otherRequest();
      if (known.answer !== null) return { answer: known.answer.body as T, again: true };
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new PermanentError('the request with this Idempotency-Key is still under way', {
      code: 'idempotency_in_progress',
      fields: { retryAfterSeconds: 2 },
    });
  }

  private async work<T>(request: KeyedRequest, claim: string, work: () => Promise<T>): Promise<{ answer: T; again: boolean }> {
    try {
      const { answer, repeats } = await runAs(request, work);
      await this.requests.keepAnswer(request, answer);
      return { answer, again: repeats };
    } catch (error) {
      await this.requests
        .giveBack(request, claim)
        .catch((cause: unknown) => this.log.debug('an idempotency key stays taken for some seconds', { error: cause }));
      throw error;
    }
  }

  private async claim(request: KeyedRequest, claim: string): Promise<boolean> {
    const now = this.clock.now();
    const forgottenBefore = new Date(now.getTime() - RETENTION_MS);
    if (now.getTime() - this.sweptAt >= SWEEP_MS) {
      this.sweptAt = now.getTime();
      await this.requests.forget(forgottenBefore);
    }
    return this.requests.claim(request, claim, { now, abandonedBefore: new Date(now.getTime() - ABANDONED_MS), forgottenBefore });
  }
}

export function hashRequest(...parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex');
}

export function otherRequest(): PermanentError {
  return new PermanentError('this Idempotency-Key was used for another request', {
    code: 'idempotency_conflict',
    hint: 'use a new key for a new request',
  });
}

/** The header as a key; null when there is none. Throws `PermanentError` (`invalid_request`). */
export function readIdempotencyKey(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (/^[\x20-\x7e]{1,255}$/.test(header)) return header;
  throw new PermanentError('an Idempotency-Key has 1 to 255 printable letters', { code: 'invalid_request' });
}
