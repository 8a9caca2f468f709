import type { MessagePort } from 'node:worker_threads';
import type { Appended } from './log.repository.js';

type Told =
  { readonly kind: 'owned'; readonly heads: readonly number[] } | { readonly kind: 'appended'; readonly appended: readonly Appended[] };

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
        else onAppended(told.appended);
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
    for (const port of this.ports) {
      const wanted = this.wanted.get(port);
      const told = appended.map((each) => (wanted?.has(each.head) === true ? each : { ...each, records: [] }));
      port.postMessage({ kind: 'appended', appended: told } satisfies Told);
    }
  }

  close(): void {
    for (const port of this.ports) port.close();
  }
}
