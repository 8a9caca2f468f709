import { setTimeout as sleep } from 'node:timers/promises';
import { reason } from '#connector-sdk';
import { type AcceptingParts } from './accept-page.js';
import { Absence } from './absence.js';
import type { Bell } from './bell.js';
import { explainTrouble, isRationed } from '../wecom-trouble.js';
import { pullPages, type PullingParts, readHistoricalBefore } from './pull-pages.js';

export interface FollowingParts extends Omit<PullingParts, keyof Pick<AcceptingParts, 'historicalBefore'>> {
  readonly bell: Bell;
  readonly pollIntervalMs: number;
}

/** How often the holder of the account looks whether another process was rung. */
const LISTEN_EVERY_MS = 1_000;
const BACKOFF_MS = [500, 2_000, 5_000, 15_000, 60_000];
const MAX_POLL_MS = 1_800_000;

/** Fetches one kf account, in one process at a time: when it rings, and from time to time without, for a ring may be lost. */
export class KfFollower {
  private rung = new AbortController();
  private pollMs: number;
  private readonly absence: Absence;

  constructor(private readonly parts: FollowingParts) {
    this.pollMs = parts.pollIntervalMs;
    this.absence = new Absence(parts.context);
  }

  /** Look now: it rang in this process. */
  wake(): void {
    this.rung.abort();
  }

  /** Until the inbox stops. */
  async run(): Promise<void> {
    const { context } = this.parts;
    await context.withLease('sync', async (signal) => {
      for (let failures = 0; !signal.aborted;) {
        try {
          await this.look(signal);
          failures = 0;
          await this.rest(this.pollMs, signal, true);
        } catch (error) {
          if (signal.aborted) return;
          await this.tell(error);
          // Rationed: what is not rung for comes later, the ring's own token is not rationed.
          if (isRationed(error)) this.pollMs = Math.min(this.pollMs * 2, MAX_POLL_MS);
          await this.rest(
            isRationed(error) ? this.pollMs : BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)]!,
            signal,
            isRationed(error),
          );
          failures += 1;
        }
      }
    });
  }

  private async look(signal: AbortSignal): Promise<void> {
    const { context, bell, pollIntervalMs } = this.parts;
    const away = await this.absence.describe();
    if (away !== null) {
      context.log.warn('the inbox was away for long', { inboxId: context.inbox.id, detail: away.detail });
      const { detail, hint } = away;
      const reasons = [reason('kf_fetching'), ...away.reasons];
      context.report({ state: 'degraded', detail: `fetching what was missed: ${detail}`, hint, reasons });
      await this.absence.tellGap();
    }
    const token = await bell.answer(context.clock.now());
    const historicalBefore = await readHistoricalBefore(context);
    await pullPages({ ...this.parts, historicalBefore }, token, signal);
    if (signal.aborted) return;
    await this.absence.over();
    this.pollMs = Math.max(pollIntervalMs, Math.floor(this.pollMs / 2));
    context.succeeded();
    context.report({ state: 'connected' });
  }

  private async tell(error: unknown): Promise<void> {
    const { context } = this.parts;
    const away = await this.absence.describe().catch(() => null);
    const report = explainTrouble(error);
    context.log.warn('messages could not be fetched', { inboxId: context.inbox.id, error });
    context.report(
      away === null
        ? report
        : {
            ...report,
            detail: `${report.detail}; ${away.detail}`,
            hint: `${away.hint} ${report.hint ?? ''}`.trim(),
            reasons: [...(report.reasons ?? []), ...away.reasons],
          },
    );
  }

  /** Ends early when it rings, here or in another process. */
  private async rest(ms: number, signal: AbortSignal, listen: boolean): Promise<void> {
    this.rung = new AbortController();
    const until = performance.now() + ms;
    const ended = AbortSignal.any([signal, this.rung.signal]);
    while (!ended.aborted) {
      const left = until - performance.now();
      if (left <= 0) return;
      if (listen && (await this.parts.bell.hasRung().catch(() => false))) return;
      await sleep(Math.min(left, LISTEN_EVERY_MS), undefined, { signal: ended }).catch(() => undefined);
    }
  }
}
