import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectorContext } from '#connector-sdk';
import { RetriableError, type Settings } from '#runtime';
import { followFolder } from './folder-follower.js';
import { FolderReader, type TakeMails } from './folder-reader.js';
import { type ImapConfig, isBadLogin } from './imap-link.js';

/** After a refused login: trying often would lock the account at many providers. */
const BAD_LOGIN_WAIT_MS = 600_000;

/** Follows all folders of one mailbox, each over its own connection, under one lease: two copies never read one mailbox. */
export class MailboxFollower {
  private running: Promise<void> = Promise.resolve();
  private readonly stopped = new AbortController();
  private readonly current = new Set<string>();

  constructor(
    private readonly config: ImapConfig,
    private readonly settings: Settings['email'],
    private readonly context: ConnectorContext,
    private readonly take: TakeMails,
  ) {}

  start(): void {
    const signal = AbortSignal.any([this.context.signal, this.stopped.signal]);
    this.context.report({ state: 'connecting', detail: `waiting for the lease of ${this.config.user} at ${this.config.host}` });
    this.running = this.context
      .withLease('mailbox', (lease) => {
        const held = AbortSignal.any([signal, lease]);
        return Promise.all(this.config.folders.map((folder) => this.keepFollowing(folder, held))).then(() => undefined);
      })
      .catch((error: unknown) => {
        if (!signal.aborted) this.context.fail(error);
      });
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async keepFollowing(folder: string, signal: AbortSignal): Promise<void> {
    const reader = new FolderReader(this.config, folder, this.context, this.take);
    let failures = 0;
    while (!signal.aborted) {
      try {
        this.context.report({ state: this.current.size > 0 ? 'connected' : 'connecting', detail: this.where });
        await followFolder(folder, this.config, this.settings, reader, this.context, signal, {
          // A link that brings mail before it breaks is no reason to wait longer each time.
          onProgress: () => (failures = 0),
          onCaughtUp: () => {
            failures = 0;
            this.caughtUp(folder);
          },
        });
      } catch (error) {
        this.current.delete(folder);
        if (signal.aborted) return;
        const wait = this.explain(folder, error, failures);
        failures += 1;
        await sleep(wait, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private caughtUp(folder: string): void {
    this.current.add(folder);
    this.context.succeeded();
    if (this.current.size === this.config.folders.length) this.context.report({ state: 'connected', detail: this.where });
  }

  /** Reports the failure so that an operator can act on it; answers how long to wait. */
  private explain(folder: string, error: unknown, failures: number): number {
    const message = error instanceof Error ? error.message : String(error);
    if (isBadLogin(error)) {
      this.context.report({
        state: 'bad_credentials',
        detail: `${this.config.host} refused the login of ${this.config.user}`,
        hint: 'set the right password (163, 126 and QQ want an authorisation code, Gmail and Microsoft an app password or token), then save the inbox',
      });
      return BAD_LOGIN_WAIT_MS;
    }
    this.context.report({
      state: 'degraded',
      detail: `${folder} at ${this.config.host}: ${message}`,
      hint: 'it connects again by itself; check host and port if it stays',
    });
    const steps = this.settings.reconnectBackoffMs;
    // A log that is away is our own: it says soon enough when it is back, and no server is bothered.
    const last = error instanceof RetriableError ? Math.min(1, steps.length - 1) : steps.length - 1;
    const step = steps[Math.min(failures, last)] ?? 1000;
    return step * (0.75 + Math.random() / 2);
  }

  private get where(): string {
    return `${this.config.folders.join(', ')} of ${this.config.user} at ${this.config.host}`;
  }
}
