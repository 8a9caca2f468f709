import assert from 'node:assert/strict';
import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a connector must not leave behind, as Node lists what keeps the process alive. */
const COUNTED = new Set(['TCPServerWrap', 'UDPWrap', 'ProcessWrap', 'PipeWrap', 'FSEventWrap', 'StatWatcher']);
const LOOKS = 100;
const LOOK_EVERY_MS = 20;

interface Followed {
  readonly what: 'timer' | 'socket';
  readonly isHeld: () => boolean;
}

interface TimerResource {
  readonly _repeat?: number | null;
  readonly _destroyed?: boolean;
  hasRef?(): boolean;
}

/**
 * What keeps the process alive after a connector stopped, and what ticks on without keeping it alive. The remote under test lives in this process,
 * too, with timers and ends of sockets of its own: so timers and sockets are counted by whose work made them, also an interval that was `unref`ed.
 */
export class Leftovers {
  private readonly before = countResources();
  private readonly ofConnector = new AsyncLocalStorage<true>();
  private readonly followed = new Map<number, Followed>();
  private readonly hook = createHook({
    init: (id, type, _trigger, resource) => {
      if (this.ofConnector.getStore() !== true) return;
      if (type === 'Timeout') this.followed.set(id, { what: 'timer', isHeld: createTimerLook(resource) });
      // Libraries keep idle connections for a while, and unref them: those are none of ours.
      if (type === 'TCPWRAP')
        this.followed.set(id, { what: 'socket', isHeld: () => (resource as { hasRef?(): boolean }).hasRef?.() === true });
    },
    destroy: (id) => void this.followed.delete(id),
  }).enable();

  /** Runs the connector's code. */
  run<T>(work: () => T): T {
    return this.ofConnector.run(true, work);
  }

  /** A closed socket is gone a moment later; a timer that is left stays. */
  async awaitNone(): Promise<void> {
    let left: string[] = [];
    for (let tries = 0; tries < LOOKS; tries += 1) {
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
    const counted = [...countResources()].filter(([name, count]) => count > (this.before.get(name) ?? 0));
    const held = [...this.followed.values()].filter(({ isHeld }) => isHeld());
    return [...counted.map(([name, count]) => `${count} ${name}`), ...held.map(({ what }) => what)];
  }
}

function createTimerLook(resource: object): () => boolean {
  const timer = new WeakRef(resource as TimerResource);
  return () => {
    const { _repeat, _destroyed, hasRef } = timer.deref() ?? {};
    return _destroyed === false && (typeof _repeat === 'number' || hasRef?.call(timer.deref()) === true);
  };
}

function countResources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo()) if (COUNTED.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
