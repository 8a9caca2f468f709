import type { ConnectorStateChanged, InboxId, InboxRef } from '#contracts';
import { ConfigurationError, RetriableError, type Logger } from '#runtime';
import type { ConnectorFactory, StateReport } from '../connector.js';
import { reason, toReason } from '../reason.js';
import { InboxContext, type HostParts } from './context/inbox-context.js';
import { numberCodeOf, type FactoryRegistry } from './inboxes/factory-registry.js';
import type { Inbox } from './inboxes/inbox.js';
import type { Doorway } from './http/doorway.js';
import type { Outlet } from './sending/connector-caller.js';
import { ConnectorRunner } from './supervision/connector-runner.js';
import { parseInboxConfig } from './supervision/inbox-config.js';
import { StateReporter } from './supervision/state-reporter.js';

interface Member {
  readonly version: number;
  /** By an operator: who comes is asked to come again. */
  readonly isStopped: boolean;
  readonly reporter: StateReporter;
  readonly runner: ConnectorRunner | null;
}

export interface CrewParts {
  readonly host: HostParts;
  readonly registry: FactoryRegistry;
  readonly publish: (change: ConnectorStateChanged) => void;
  readonly logger: Logger;
  readonly restartBackoffMs: readonly number[];
  readonly stopTimeoutMs: number;
}

const MOST_ALIASES = 1_000;

/** The inboxes that this process runs, each on its own. */
export class InboxCrew {
  private readonly members = new Map<InboxId, Member>();

  constructor(private readonly parts: CrewParts) {}

  versionOf(id: InboxId): number | null {
    return this.members.get(id)?.version ?? null;
  }

  get ids(): InboxId[] {
    return [...this.members.keys()];
  }

  /** How each inbox is doing. */
  get states(): ReadonlyMap<InboxId, StateReport> {
    return new Map([...this.members].map(([id, member]) => [id, member.reporter.state]));
  }

  /** Resolves when every inbox has started or failed to. */
  async settled(): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.settled));
  }

  /** Runs an inbox as its row says, after the version before has stopped. Never throws. */
  async apply(inbox: Inbox, unreadable: unknown): Promise<void> {
    const before = this.members.get(inbox.id);
    if (before?.runner) await before.runner.stop();
    const { factory, fault } = this.findFactory(inbox, unreadable);
    const ref: InboxRef = { id: inbox.id, channel: inbox.channel, provider: factory?.descriptor.provider ?? inbox.provider ?? 'unknown' };
    const reporter = this.createReporter(ref, inbox, factory);
    const idle = describeIdleness(inbox, fault);
    const runner = factory === null || idle !== null ? null : this.createRunner(ref, inbox, factory, reporter);
    const isStopped = runner === null && isStoppedByHand(inbox);
    if (isStopped && factory !== null) this.standStill(ref, inbox, factory);
    this.members.set(inbox.id, { version: inbox.version, isStopped, reporter, runner });
    if (runner === null) reporter.report(idle ?? { state: 'stopped' });
    else runner.start();
  }

  /** Ends an inbox whose row is gone. */
  async dismiss(id: InboxId): Promise<void> {
    const member = this.members.get(id);
    await member?.runner?.stop();
    this.members.delete(id);
    member?.reporter.report({ state: 'stopped', detail: 'The inbox no longer exists.', reasons: [reason('inbox_gone')] });
  }

  async stop(): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.stop()));
  }

  private get runners(): ConnectorRunner[] {
    return [...this.members.values()].flatMap((member) => (member.runner === null ? [] : [member.runner]));
  }

  /** Throws `RetriableError` with what an operator can do when nothing can be sent there now. */
  findOutlet(id: InboxId): Outlet {
    const member = this.members.get(id);
    if (member === undefined)
      throw new RetriableError(`There is no inbox ${id} here`, {
        code: 'inbox_unknown',
        hint: 'Configure it again, or answer through another inbox.',
      });
    const outlet = member.runner?.outlet ?? null;
    if (outlet !== null) return outlet;
    throw createNotRunning(id, member.reporter.state);
  }

  /** Null: there is none of this name, or it is gone. Throws `RetriableError` while it does not run. */
  findDoorway(id: string): Doorway | null {
    const member = this.members.get(id as InboxId);
    if (member === undefined || (member.runner === null && !member.isStopped)) return null;
    const doorway = member.runner?.doorway ?? null;
    if (doorway === null) throw createNotRunning(id, member.reporter.state);
    return doorway;
  }

  private standStill(ref: InboxRef, inbox: Inbox, factory: ConnectorFactory): void {
    try {
      factory.standStill?.(ref, parseInboxConfig(ref, inbox.settings, factory));
    } catch (error) {
      this.parts.logger.error('an inbox that is stopped could not be put off', { inboxId: ref.id, error });
    }
  }

  private findFactory(inbox: Inbox, unreadable: unknown): { factory: ConnectorFactory | null; fault: unknown } {
    try {
      return { factory: this.parts.registry.find(inbox), fault: unreadable };
    } catch (fault) {
      return { factory: null, fault };
    }
  }

  private createReporter(ref: InboxRef, inbox: Inbox, factory: ConnectorFactory | null): StateReporter {
    const { host, publish } = this.parts;
    const { address, aliases, displayName } = inbox.settings;
    const about = {
      numberCode: numberCodeOf(inbox, factory),
      ...(typeof address === 'string' ? { address } : {}),
      ...(Array.isArray(aliases) ? { aliases: aliases.filter((alias) => typeof alias === 'string').slice(0, MOST_ALIASES) } : {}),
      ...(typeof displayName === 'string' ? { displayName } : {}),
      ...(inbox.removed ? { removed: true } : {}),
      ...(inbox.stopped === null ? {} : { stopped: inbox.stopped }),
      ...(inbox.orderedAt === null ? {} : { obeyedAt: inbox.orderedAt.toISOString() }),
    };
    let before: string | null = null;
    return new StateReporter(ref, about, host.clock, (change) => {
      host.metrics.inState(ref.id, change.state, before);
      before = change.state;
      publish(change);
    });
  }

  private createRunner(ref: InboxRef, inbox: Inbox, factory: ConnectorFactory, reporter: StateReporter): ConnectorRunner {
    const { host, logger, restartBackoffMs, stopTimeoutMs } = this.parts;
    const log = logger.child({ inboxId: ref.id, channel: ref.channel });
    return new ConnectorRunner(ref, inbox.settings, factory, reporter, log, {
      guard: host.guard,
      createContext: (run) => new InboxContext(ref, log, run, reporter, host),
      serve: (connector, signal) => host.notes.serve(ref.id, connector, signal),
      restartBackoffMs,
      stopTimeoutMs,
    });
  }
}

function createNotRunning(id: string, { state, detail, hint, reasons }: StateReport): RetriableError {
  return new RetriableError(`Inbox ${id} is ${state}${detail ? `: ${detail}` : ''}`, {
    code: 'inbox_not_running',
    hint: hint ?? 'It is sent when the inbox runs.',
    fields: { reasons },
  });
}

function isStoppedByHand({ removed, enabled, stopped }: Inbox): boolean {
  return !removed && enabled && stopped !== null;
}

function describeIdleness(inbox: Inbox, fault: unknown): StateReport | null {
  if (inbox.removed) {
    const detail = 'The inbox was removed from the configuration.';
    return { state: 'stopped', detail, reasons: [reason('inbox_removed')] };
  }
  if (!inbox.enabled) {
    const hint = 'Set `enabled: true` to start it.';
    return { state: 'stopped', detail: 'The inbox is switched off.', hint, reasons: [reason('inbox_off')] };
  }
  if (inbox.stopped !== null) {
    const { by, reason: why } = inbox.stopped;
    const detail = `Stopped by ${by}: ${why}`;
    const hint = 'Start it again on the page Inboxes.';
    return { state: 'stopped', detail, hint, reasons: [reason('inbox_stopped_by_hand', { by, why })] };
  }
  if (fault === null) return null;
  const hint = fault instanceof ConfigurationError ? fault.hint : undefined;
  return {
    state: 'stopped',
    detail: fault instanceof Error ? fault.message : String(fault),
    hint: hint ?? 'Look at the log of this process.',
    reasons: [toReason(fault)],
  };
}
