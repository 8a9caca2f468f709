import type { Logger } from '#runtime';

export interface StopStep {
  readonly name: string;
  /** After this the next step begins anyway: what is not durable was never acknowledged. */
  readonly limitMs: number;
  run(): Promise<void>;
}

/** Ends the parts one after the other; a step that fails or hangs holds up nothing behind it. True when all ended by themselves. */
export async function stopInOrder(steps: readonly StopStep[], log: Logger): Promise<boolean> {
  let clean = true;
  for (const step of steps) {
    const startedAt = performance.now();
    const error = await runStep(step);
    const ms = Math.round(performance.now() - startedAt);
    if (error === undefined) log.debug('Stopped', { step: step.name, ms });
    else {
      clean = false;
      log.warn('Did not stop cleanly', { step: step.name, ms, error });
    }
  }
  return clean;
}

async function runStep(step: StopStep): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new Error(`not within ${step.limitMs} ms`)), step.limitMs);
  });
  try {
    return await Promise.race([step.run().then(() => undefined), late]);
  } catch (error) {
    return error ?? new Error('unknown');
  } finally {
    clearTimeout(timer);
  }
}
