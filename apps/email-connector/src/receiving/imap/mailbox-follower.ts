import { setTimeout as sleep } from 'node:timers/promises';
import { type ConnectorContext, reason, type StateReport } from '#connector-sdk';
import { RetriableError, type Settings } from '#runtime';
import type { TokenKeeper } from '../../authorising/token-keeper.js';
import { followFolder } from './folder-follower.js';
import { FolderReader, type TakeMails } from './folder-reader.js';
import { HeldMail } from './held-mail.js';
import { ImapAccess } from './imap-access.js';
import type { FolderChoice, ImapConfig } from './imap-link.js';
import { explainFailure } from './explain-failure.js';

/** Follows all folders of one mailbox, each over its own connection, under one lease: two copies never read one mailbox. */
export class MailboxFollower {
  readonly held: HeldMail;
  private running: Promise<void> = Promise.resolve();
  private readonly stopped = new AbortController();
  private readonly current = new Set<FolderChoice>();
  private readonly folders: readonly FolderChoice[];
  private readonly access: ImapAccess;

  constructor(
    private readonly config: ImapConfig,
    private readonly settings: Settings['email'],
    private readonly context: ConnectorContext,
    tokens: TokenKeeper | null,
    private readonly take: TakeMails,
    idKeys: readonly Buffer[],
  ) {
    this.folders = listFolders(config);
    this.access = new ImapAccess(config, tokens, settings);
    this.held = new HeldMail({ config, folders: this.folders, access: this.access, context, take, idKeys });
  }

  start(): void {
    const signal = AbortSignal.any([this.context.signal, this.stopped.signal]);
    const { user, host } = this.config;
    const reasons = [reason('imap_waits_for_lease', { user, host })];
    this.context.report({ state: 'connecting', detail: `waiting for the lease of ${user} at ${host}`, reasons });
    this.running = this.context
      .withLease('mailbox', (lease) => {
        const held = AbortSignal.any([signal, lease]);
        return Promise.all(this.folders.map((folder) => this.keepFollowing(folder, held))).then(() => undefined);
      })
      .catch((error: unknown) => {
        if (!signal.aborted) this.context.fail(error);
      });
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async keepFollowing(folder: FolderChoice, signal: AbortSignal): Promise<void> {
    let reader = null as FolderReader | null;
    let failures = 0;
    while (!signal.aborted) {
      try {
        this.context.report({ state: this.current.size > 0 ? 'connected' : 'connecting', ...this.where });
        const open = await this.access.open(folder, signal);
        if (reader?.folder !== open.path) reader = new FolderReader(this.config, open.path, folder.sent, this.context, this.take);
        await followFolder(open, this.settings, reader, this.context, signal, {
          // A link that brings mail before it breaks is no reason to wait longer each time.
          onProgress: () => (failures = 0),
          onCaughtUp: () => {
            failures = 0;
            this.caughtUp(folder);
          },
        });
      } catch (error) {
        const wasWell = this.current.delete(folder);
        if (signal.aborted) return;
        const { report, waitMs } = explainFailure(error, { config: this.config, folder, byToken: this.access.usesTokens, wasWell });
        this.context.report(report);
        const wait = waitMs ?? this.backoff(error, failures);
        failures += 1;
        await sleep(wait, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private caughtUp(folder: FolderChoice): void {
    this.current.add(folder);
    this.context.succeeded();
    if (this.current.size === this.folders.length) this.context.report({ state: 'connected', ...this.where });
  }

  private backoff(error: unknown, failures: number): number {
    const steps = this.settings.reconnectBackoffMs;
    // A log that is away is our own: it says soon enough when it is back, and no server is bothered.
    const isOurs = error instanceof RetriableError && error.code !== 'oauth_unavailable';
    const last = isOurs ? Math.min(1, steps.length - 1) : steps.length - 1;
    const step = steps[Math.min(failures, last)] ?? 1000;
    return step * (0.75 + Math.random() / 2);
  }

  private get where(): Pick<StateReport, 'detail' | 'reasons'> {
    const { user, host } = this.config;
    const folders = this.folders.map(nameOf).join(', ');
    return { detail: `${folders} of ${user} at ${host}`, reasons: [reason('imap_follows', { folders, user, host })] };
  }
}

function listFolders({ folders, sentFolder }: ImapConfig): FolderChoice[] {
  const incoming = folders.filter((path) => path !== sentFolder).map((path) => ({ path, sent: false }));
  if (sentFolder === false) return incoming;
  return [...incoming, { path: sentFolder === true ? null : sentFolder, sent: true }];
}

function nameOf({ path }: FolderChoice): string {
  return path ?? 'sent mail';
}
