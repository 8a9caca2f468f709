import { AsyncLocalStorage } from 'node:async_hooks';

/** A request whose sender named it, so that it may be sent again and has its effect once. */
export interface KeyedRequest {
  readonly principal: string;
  readonly key: string;
  /** Of all that makes the request what it is. */
  readonly hash: string;
}

interface Running {
  readonly request: KeyedRequest;
  /** Had an earlier try of it its effect already? */
  repeats: boolean;
  /** Until its change is committed: work that it set off and that goes on behind it is not the request. */
  open: boolean;
}

const RUNNING = new AsyncLocalStorage<Running>();

/** Runs `work` as this request: what it changes through `Effects` is remembered under the key. */
export async function runAs<T>(request: KeyedRequest, work: () => Promise<T>): Promise<{ answer: T; repeats: boolean }> {
  const running: Running = { request, repeats: false, open: true };
  try {
    const answer = await RUNNING.run(running, work);
    return { answer, repeats: running.repeats };
  } finally {
    running.open = false;
  }
}

/** Null outside of a keyed request, and when it had its change. */
export function runningRequest(): Running | null {
  const running = RUNNING.getStore();
  return running?.open === true ? running : null;
}
