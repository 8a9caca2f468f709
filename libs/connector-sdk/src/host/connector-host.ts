import type { InboxId } from '#contracts';
import type { HealthRegistry, Logger, Settings } from '#runtime';
import type { HostParts } from './context/inbox-context.js';
import type { InboxDoor } from './http/inbox-door.js';
import type { InboxCrew } from './inbox-crew.js';
import type { FactoryRegistry } from './inboxes/factory-registry.js';
import { listWantedInboxes } from './inboxes/inbox.js';
import type { InboxRepository } from './inboxes/inbox.repository.js';

/** The parts of a host that it starts and stops. */
export interface HostWorks {
  readonly parts: HostParts;
  readonly inboxes: InboxRepository;
  readonly registry: FactoryRegistry;
  readonly crew: InboxCrew;
  readonly door: InboxDoor;
  readonly outbound: readonly { start(): Promise<void>; stop(): Promise<void> }[];
  readonly guard: { install(): void };
  readonly states: { stop(): Promise<void> };
  readonly line: { stop(): Promise<void> };
  /** Commands, state and transcripts whose time is over. */
  readonly forgetOld: (signal: AbortSignal) => Promise<void>;
}

const FORGET_EVERY_MS = 3_600_000;
/** A start that takes longer does not keep the whole process unready. */
const SETTLING_MS = 10_000;
/** At the stop, before and after the connectors' own time. */
const SENDING_MS = 3_000;
const REPORTING_MS = 1_000;

/** Runs every inbox of this process's channels as its row says, and follows the rows. */
export class ConnectorHost {
  private readonly busy = new Map<InboxId, Promise<void>>();
  private watching: NodeJS.Timeout | undefined;
  private forgetting: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;
  private swept: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();
  private ready = false;
  private stopped = false;

  constructor(
    private readonly works: HostWorks,
    private readonly settings: Settings,
    private readonly health: HealthRegistry,
    private readonly logger: Logger,
  ) {}

  async start(): Promise<void> {
    const { registry, inboxes, guard, outbound } = this.works;
    guard.install();
    this.health.add({ name: 'inboxes', check: () => Promise.resolve(this.describe()) });
    const wanted = listWantedInboxes(this.settings);
    for (const inbox of wanted)
      if (!registry.channels.includes(inbox.channel))
        // Every process and thread says so of what the others have.
        this.logger.debug('an inbox is left to others: no connector of this process or thread is of its channel', {
          inboxId: inbox.id,
          channel: inbox.channel,
          channels: registry.channels,
        });
    await inboxes.seed(wanted, registry.channels);
    await this.look();
    this.works.door.inboxesLoaded();
    for (const factory of registry.list()) factory.inboxesLoaded?.();
    for (const consumer of outbound) await consumer.start();
    void this.awaitSettling();
    this.watching = setInterval(() => void this.lookAgain(), this.settings.connectorHost.watchMs);
    this.forgetting = setInterval(() => {
      this.swept = this.forget();
    }, FORGET_EVERY_MS);
  }

  /** Resolves when every connector has stopped. The log and the database must still be there. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.stopping.abort();
    clearInterval(this.watching);
    clearInterval(this.forgetting);
    await Promise.all([this.looking, this.swept]);
    const { crew, door, outbound, states, line } = this.works;
    await Promise.allSettled(this.busy.values());
    // What is being sent may end; what takes longer is `unknown` at the next start.
    await within(SENDING_MS, Promise.allSettled(outbound.map((consumer) => consumer.stop())));
    await crew.stop();
    door.stop();
    await within(REPORTING_MS, Promise.all([states.stop(), line.stop()]));
    this.health.remove('inboxes');
  }

  /** Looks at the rows now: what changed is started, restarted or stopped, one inbox at a time, each on its own. */
  async look(): Promise<void> {
    const { inboxes, registry, crew } = this.works;
    const versions = await inboxes.listVersions(registry.channels);
    const gone = crew.ids.filter((id) => !versions.has(id));
    const changed = [...versions].filter(([id, version]) => crew.versionOf(id) !== version).map(([id]) => id);
    await Promise.all([...changed, ...gone].map((id) => this.queue(id, () => this.apply(id))));
  }

  private async lookAgain(): Promise<void> {
    if (this.looking !== null || this.stopped) return;
    this.looking = this.look()
      .catch((error: unknown) => this.logger.warn('inboxes could not be looked at', { error }))
      .finally(() => (this.looking = null));
    await this.looking;
  }

  private async queue(id: InboxId, work: () => Promise<void>): Promise<void> {
    const before = this.busy.get(id);
    if (before !== undefined) return before;
    const done = work()
      .catch((error: unknown) => this.logger.error('an inbox could not be changed', { inboxId: id, error }))
      .finally(() => this.busy.delete(id));
    this.busy.set(id, done);
    await done;
  }

  private async apply(id: InboxId): Promise<void> {
    const loaded = await this.works.inboxes.load(id);
    if (loaded !== null) await this.works.crew.apply(loaded.inbox, loaded.unreadable);
    else await this.works.crew.dismiss(id);
  }

  private async awaitSettling(): Promise<void> {
    await within(SETTLING_MS, this.works.crew.settled());
    this.ready = true;
  }

  private async forget(): Promise<void> {
    await this.works
      .forgetOld(this.stopping.signal)
      .catch((error: unknown) => this.logger.warn('what is over could not be deleted now', { error }));
  }

  /** A bad password of one inbox does not keep messages of the others from being taken: it is told, not held against the process. */
  private describe(): { ok: boolean; detail: string } {
    const states = [...this.works.crew.states].map(([id, { state, detail }]) => `${id}: ${state}${detail ? ` (${detail})` : ''}`);
    return { ok: this.ready, detail: states.join('; ') || 'no inboxes' };
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}
