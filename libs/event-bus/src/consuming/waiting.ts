import { Interrupted } from './consuming.js';

/** Resolves after `ms` of real time; rejects with `Interrupted` as soon as one of the signals aborts. */
export function waitFor(ms: number, ...signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener('abort', interrupt);
      settle();
    };
    const interrupt = () => finish(() => reject(new Interrupted()));
    const timer = setTimeout(() => finish(resolve), ms);
    for (const signal of signals) signal.addEventListener('abort', interrupt, { once: true });
    if (signals.some((signal) => signal.aborted)) interrupt();
  });
}

/** 50 ms, doubled at each try, at most 2 s. */
export function backoffOf(tries: number): number {
  return Math.min(50 * 2 ** tries, 2_000);
}

/** A doorbell: `ring` ends the present or the next `wait` early; ringing twice is ringing once. */
export class Doorbell {
  private rung = false;
  private answer: (() => void) | undefined;

  ring(): void {
    this.rung = true;
    this.answer?.();
  }

  /** Resolves when rung, or after `ms`. */
  async wait(ms: number): Promise<void> {
    if (!this.rung)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.answer = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.answer = undefined;
    this.rung = false;
  }
}
