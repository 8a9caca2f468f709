import type { MessagePort } from 'node:worker_threads';
import type { Appended } from './log.repository.js';

interface Owned {
  readonly kind: 'owned';
  readonly heads: readonly number[];
}

/**
 * A commit, flat: an object for each record costs more to hand over than the records. One place a head in the lists; keys and envelopes of all
 * records, head by head, are one text each.
 */
interface Packed {
  readonly kind: 'appended';
  readonly at: number;
  readonly heads: readonly number[];
  readonly nexts: readonly number[];
  readonly counts: readonly number[];
  readonly topics: readonly string[];
  readonly keys: string;
  readonly envelopes: string;
  /** Of each record. */
  readonly bytes: readonly number[];
}

type Told = Owned | Packed;

/**
 * The logs of other threads of this process. What one of them commits the others learn at once and with its records, where they consume
 * them: neither does the server tell it, nor is it read back from the table.
 */
export class Neighbours {
  private readonly wanted = new Map<MessagePort, ReadonlySet<number>>();
  private owned = '';

  constructor(
    private readonly ports: readonly MessagePort[],
    onAppended: (appended: readonly Appended[]) => void,
  ) {
    for (const port of ports)
      port.on('message', (told: Told) => {
        if (told.kind === 'owned') this.wanted.set(port, new Set(told.heads));
        else onAppended(unpack(told));
      });
  }

  get count(): number {
    return this.ports.length;
  }

  /** Heads of the partitions that are consumed here now. */
  tellOwned(heads: readonly number[]): void {
    if (this.count === 0 || this.owned === String(heads)) return;
    this.owned = String(heads);
    for (const port of this.ports) port.postMessage({ kind: 'owned', heads } satisfies Told);
  }

  tellAppended(appended: readonly Appended[]): void {
    for (const port of this.ports) port.postMessage(pack(appended, this.wanted.get(port)));
  }

  close(): void {
    for (const port of this.ports) port.close();
  }
}

/** Neither a key holds NUL nor an envelope a line break: see `encodeRecord`. */
const BETWEEN_KEYS = '\0';
const BETWEEN_ENVELOPES = '\n';

function pack(appended: readonly Appended[], wanted: ReadonlySet<number> | undefined): Packed {
  const told = appended.map(({ head, records }) => (wanted?.has(head) === true ? records : []));
  const all = told.flat();
  return {
    kind: 'appended',
    at: appended[0]?.appendedAt.getTime() ?? 0,
    heads: appended.map(({ head }) => head),
    nexts: appended.map(({ next }) => next),
    counts: told.map((records) => records.length),
    topics: told.map(([first]) => first?.topic ?? ''),
    keys: all.map(({ key }) => key).join(BETWEEN_KEYS),
    envelopes: all.map(({ json }) => json).join(BETWEEN_ENVELOPES),
    bytes: all.map(({ bytes }) => bytes),
  };
}

function unpack({ at, heads, nexts, counts, topics, keys, envelopes, bytes }: Packed): Appended[] {
  const [allKeys, allEnvelopes] = [keys.split(BETWEEN_KEYS), envelopes.split(BETWEEN_ENVELOPES)];
  const appendedAt = new Date(at);
  let from = 0;
  return heads.map((head, place) => {
    const first = from;
    from += counts[place]!;
    const records = Array.from({ length: counts[place]! }, (_, index) => ({
      topic: topics[place]!,
      key: allKeys[first + index]!,
      json: allEnvelopes[first + index]!,
      bytes: bytes[first + index]!,
    }));
    return { head, next: nexts[place]!, records, appendedAt };
  });
}
