import type { EventData } from '#contracts';
import assert from 'node:assert/strict';
import { capabilitiesOf, listMessages, listOffered, onBench, until } from './bench.js';
import type { Bench, ConformanceHarness, RemoteMessage, RemoteUnderTest } from './harness.js';
import type { RawCase, Untried } from './pins.js';

export const ONLY_SENDS = 'it only sends';

export const message = (id: string, text: string, from = 'ada'): RemoteMessage => ({ id, from, text });

/** The three without which nothing of receiving can be tried. */
export type IncomingRemote = RemoteUnderTest & Required<Pick<RemoteUnderTest, 'offer' | 'offerAgain' | 'acknowledged'>>;

export type IncomingBench = Omit<Bench, 'remote'> & { readonly remote: IncomingRemote };

/** Null where the connector only sends. */
export function toIncoming(harness: ConformanceHarness, remote: RemoteUnderTest): IncomingRemote | null {
  if (capabilitiesOf(harness, remote).in.length === 0) return null;
  for (const member of ['offer', 'offerAgain', 'acknowledged'] as const)
    assert.ok(remote[member], `the connector claims to receive: its remote under test needs \`${member}\``);
  return remote as IncomingRemote;
}

export function onIncoming(
  harness: ConformanceHarness,
  id: string,
  name: string,
  work: (bench: IncomingBench, watcher: Watcher) => Promise<Untried | void>,
): RawCase {
  return onBench(harness, id, name, async (bench) => {
    const remote = toIncoming(harness, bench.remote);
    return remote === null ? ONLY_SENDS : work({ ...bench, remote }, new Watcher(harness, { ...bench, remote }));
  });
}

/** Looks at what became of the messages of one bench. */
export class Watcher {
  constructor(
    private readonly harness: ConformanceHarness,
    private readonly bench: IncomingBench,
  ) {}

  textOf(data: EventData<'message.received.v1'>): string {
    return (this.harness.readTextOf?.(data) ?? data.newText).trim();
  }

  idsOf(text: string): string[] {
    return [...new Set(listOffered(this.bench.context).flatMap((data) => (this.textOf(data) === text ? [data.id] : [])))];
  }

  async isAcknowledged(id: string): Promise<boolean> {
    return (await this.bench.remote.acknowledged(this.bench.context)).includes(id);
  }

  taken(count: number): Promise<void> {
    return this.until(`${count} messages taken`, () => listMessages(this.bench.context).length >= count);
  }

  takenText(text: string): Promise<void> {
    return this.until(`“${text}” taken`, () => listMessages(this.bench.context).some((data) => this.textOf(data) === text));
  }

  offered(count = 1): Promise<void> {
    return this.until(`${count} events offered to the log`, () => listOffered(this.bench.context).length >= count);
  }

  acknowledged(id: string): Promise<void> {
    return this.until(`${id} acknowledged`, () => this.isAcknowledged(id));
  }

  private until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    return until(this.harness, this.bench.context, what, holds);
  }
}
