import assert from 'node:assert/strict';
import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a connector must not leave behind. */
const OWN_RESOURCES = new Set([
  'Timeout',
  'Immediate',
  'TCPSocketWrap',
  'TCPServerWrap',
  'TLSWrap',
  'UDPWrap',
  'ProcessWrap',
  'PipeWrap',
  'FSEventWrap',
  'StatWatcher',
]);
const LOOKS = 100;
const LOOK_EVERY_MS = 20;

interface TimerResource {
  readonly _repeat?: number | null;
  readonly _destroyed?: boolean;
}

/**
 * What keeps the process alive after a connector stopped, and what ticks on without keeping it alive: an interval that is `unref`ed is not in
 * Node's list, so those that the connector's own work made are followed.
 */
export class Leftovers {
  private readonly before = countResources();
  private readonly ofConnector = new AsyncLocalStorage<true>();
  private readonly timers = new Map<number, WeakRef<TimerResource>>();
  private readonly hook = createHook({
    init: (id, type, _trigger, resource) => {
      if (type === 'Timeout' && this.ofConnector.getStore()) this.timers.set(id, new WeakRef(resource as TimerResource));
    },
    destroy: (id) => void this.timers.delete(id),
  }).enable();

  /** Runs the connector's code. */
  run<T>(work: () => T): T {
    return this.ofConnector.run(true, work);
  }

  /** A closed socket is gone a moment later; a timer that is left stays. */
  async awaitNone(): Promise<void> {
    let left: string[] = [];
    for (let tries = 0; tries < LOOKS; tries += 1) {
      // The sleep's own timer is not counted: it has fired.
      await sleep(LOOK_EVERY_MS);
      left = this.list();
      if (left.length === 0) return;
    }
    assert.fail(`left behind after stop: ${left.join(', ')} (before: ${JSON.stringify([...this.before])})`);
  }

  end(): void {
    this.hook.disable();
  }

  private list(): string[] {
    const held = [...countResources()]
      .filter(([name, count]) => count > (this.before.get(name) ?? 0))
      .map(([name, count]) => `${count} ${name}`);
    const ticking = [...this.timers.values()].filter((timer) => {
      const resource = timer.deref();
      return resource !== undefined && typeof resource._repeat === 'number' && resource._destroyed !== true;
    });
    return ticking.length === 0 ? held : [...held, `${ticking.length} interval`];
  }
}

function countResources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo()) if (OWN_RESOURCES.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
