import { setTimeout as sleep } from 'node:timers/promises';
import { GRPC, PuppetFailure } from './puppet-failure.js';
import type { PuppetRpc } from './puppet-rpc.js';

/** The connection of the moment, for all who ask or send through it; and whose account is logged in behind it. */
export class PuppetLink {
  private current: PuppetRpc | null = null;
  private account: string | null = null;

  get rpc(): PuppetRpc | null {
    return this.current;
  }

  /** Null while nobody is logged in, or nothing is known of it. */
  get accountId(): string | null {
    return this.current === null ? null : this.account;
  }

  connect(rpc: PuppetRpc): void {
    this.current = rpc;
  }

  logIn(accountId: string): void {
    this.account = accountId;
  }

  logOut(): void {
    this.account = null;
  }

  /** `rpc`: only if this is the one, for another may have taken its place. */
  disconnect(rpc: PuppetRpc): void {
    if (this.current === rpc) this.current = null;
  }

  /** Rejects with `PuppetFailure` while there is no connection. */
  async use<T>(work: (rpc: PuppetRpc) => Promise<T>): Promise<T> {
    if (this.current === null) throw new PuppetFailure(GRPC.unavailable, 'not connected', 'puppet service');
    return work(this.current);
  }

  /** Resolves when there is a connection, or the signal aborts. */
  async awaitConnection(signal: AbortSignal): Promise<void> {
    while (this.current === null && !signal.aborted) await sleep(50, undefined, { signal }).catch(() => undefined);
  }
}
