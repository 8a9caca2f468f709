import type { Database } from '#database';
import type { HealthRegistry, Settings } from '#runtime';
import type { EventBus } from '../port.js';

/** What the contract suite needs of an engine. Each bus it opens behaves like a process of its own. */
export interface BusFixture {
  readonly database: Database;
  /** Shared by all buses of the fixture. */
  readonly health: HealthRegistry;
  /** Times of the suite: what `openBus` takes when not told otherwise. */
  readonly settings: Settings['bus'];
  /** After this long without a sign of life a member loses its partitions, at the latest; ms. */
  readonly takeOverMs: number;
  openBus(settings?: Partial<Settings['bus']>): Promise<EventBus>;
  /** As `kill -9` does: its connections vanish, it says no goodbye, and whatever of it still runs reaches nothing. */
  kill(bus: EventBus): Promise<void>;
  /** Broker, or database server, gone for about `ms`, every connection cut. */
  interrupt(ms: number): Promise<void>;
  /** Stops every bus that was opened. */
  close(): Promise<void>;
}

/** Short times, so that a suite need not wait. */
export const CONTRACT_SETTINGS: Settings['bus'] = { pollMs: 200, memberTimeoutMs: 2_000, parkBackoffMs: [30, 60, 120], maxAttempts: 1_000 };
