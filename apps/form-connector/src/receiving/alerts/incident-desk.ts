import { randomUUID } from 'node:crypto';
import type { ConnectorContext } from '#connector-sdk';
import type { RawPayload } from '#contracts';
import { applyReports, tellingOf, type Counted, type Incident, type IncidentRules } from '../../converting/alerts/incident.js';
import { toIncidentEntry, toRecoveryNote, type IncidentOrigin } from '../../converting/alerts/incident-messages.js';
import type { Language } from '../../converting/form-template.js';
import { toInboundMessage, type Submission } from '../../converting/to-inbound-message.js';
import { toKey, toReceipt } from '../../form.ids.js';
import { IncidentStore } from './incident-store.js';

export interface Reported extends Counted {
  readonly body: Buffer;
}

interface Waiting extends Reported {
  readonly resolve: (receipt: string) => void;
  readonly reject: (error: unknown) => void;
}

export interface DeskRules extends IncidentRules {
  readonly language: Language;
  /** How often an incident that goes on is told anew. */
  readonly updateEveryMs: number;
}

/**
 * Counts alarms durably and tells of them now and then. All that waits for one group is counted together and written once, so that a storm costs
 * a write a round and not one an alarm; an answer goes out when its alarm is counted on disk and its incident's entry is on the log.
 */
export class IncidentDesk {
  private readonly store: IncidentStore;
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly working = new Map<string, Promise<void>>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly due = new Set<string>();
  private readonly toldAt = new Map<string, number>();
  private closed = false;

  constructor(
    private readonly context: ConnectorContext,
    private readonly rules: DeskRules,
  ) {
    this.store = new IncidentStore(context.state);
  }

  /** Tells what was counted and not told before a crash. */
  async recover(): Promise<void> {
    for (const group of await this.store.list()) {
      const incident = await this.store.find(group);
      if (incident !== null && incident.revision > 0 && incident.told !== tellingOf(incident)) this.schedule(group);
    }
  }

  /** Groups that came new within the time before now. */
  countNewGroups(withinMs: number): Promise<number> {
    return this.store.countSince(new Date(this.context.clock.now().getTime() - withinMs));
  }

  async knows(group: string): Promise<boolean> {
    return (await this.store.find(group)) !== null;
  }

  /** Resolves with the receipt of the incident's entry when the report is counted durably. */
  report(group: string, reported: Reported): Promise<string> {
    return new Promise((resolve, reject) => {
      const waiting = this.waiting.get(group) ?? [];
      waiting.push({ ...reported, resolve, reject });
      this.waiting.set(group, waiting);
      this.work(group);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    await Promise.all(this.working.values());
  }

  /** One round at a time for a group; what comes meanwhile is the next one's. */
  private work(group: string): void {
    if (this.working.has(group)) return;
    const run = this.runRounds(group).finally(() => this.working.delete(group));
    this.working.set(group, run);
  }

  private async runRounds(group: string): Promise<void> {
    while (this.waiting.has(group) || this.due.has(group)) {
      const round = this.waiting.get(group) ?? [];
      this.waiting.delete(group);
      if (round.length > 0) await this.runRound(group, round);
      // Also in the middle of a storm, which may last for hours.
      if (this.due.delete(group)) await this.tell(group);
    }
  }

  private async runRound(group: string, round: readonly Waiting[]): Promise<void> {
    try {
      const receipt = await this.count(group, round);
      for (const { resolve } of round) resolve(receipt);
    } catch (error) {
      for (const { reject } of round) reject(error);
    }
  }

  private async count(group: string, round: readonly Reported[]): Promise<string> {
    const now = this.context.clock.now();
    const known = await this.store.find(group);
    let next = applyReports(known, round, now, this.rules)!;
    const last = round.at(-1)!.body;
    // Ids are made of the number of the episode, so a crash between these emits and the save repeats them as no-ops.
    if (next.revision === 0) {
      const raw = { ...this.context.blobs.describe(last), contentType: 'application/json' };
      next = { ...next, revision: 1, told: tellingOf(next), raw };
      await this.emit(toIncidentEntry(next, this.originOf(group)), 1, raw, last);
      this.toldAt.set(group, now.getTime());
    }
    if (next.resolvedAt !== null && next.noteRevision === 0) {
      const raw = { ...this.context.blobs.describe(last), contentType: 'application/json' };
      next = { ...next, noteRevision: 1 };
      await this.emit(toRecoveryNote(next, this.originOf(group)), 1, raw, last);
    }
    if (next !== known) await this.store.save(group, next, now);
    if (next.told !== tellingOf(next)) this.schedule(group);
    const entry = toIncidentEntry(next, this.originOf(group));
    return toReceipt(toKey(this.context.inbox, entry.remoteId, '').id);
  }

  /** Revisions come at most every so often, the last one with all that was counted. */
  private schedule(group: string): void {
    if (this.closed || this.timers.has(group)) return;
    const since = this.context.clock.now().getTime() - (this.toldAt.get(group) ?? 0);
    const wait = Math.max(0, this.rules.updateEveryMs - since);
    this.timers.set(
      group,
      setTimeout(() => {
        this.timers.delete(group);
        this.due.add(group);
        this.work(group);
      }, wait),
    );
  }

  private async tell(group: string): Promise<void> {
    if (this.closed) return;
    try {
      await this.tellNow(group);
    } catch (error) {
      this.context.log.warn('incident not told yet', { group, error: String(error) });
      this.toldAt.set(group, this.context.clock.now().getTime());
      this.schedule(group);
    }
  }

  /** The number of a revision is given out before it is told: told twice with other words under one number, the second would count for nothing. */
  private async tellNow(group: string): Promise<void> {
    const incident = await this.store.find(group);
    if (incident === null || incident.raw === null || incident.told === tellingOf(incident)) return;
    const now = this.context.clock.now();
    const noteRevision = incident.noteRevision === 0 ? 0 : incident.noteRevision + 1;
    const given: Incident = { ...incident, revision: incident.revision + 1, noteRevision };
    await this.store.save(group, given, now);
    const origin = this.originOf(group);
    await this.emit(toIncidentEntry(given, origin), given.revision, given.raw!);
    if (given.noteRevision > 1) await this.emit(toRecoveryNote(given, origin), given.noteRevision, given.raw!);
    await this.store.save(group, { ...given, told: tellingOf(given) }, now);
    this.toldAt.set(group, now.getTime());
  }

  private async emit(submission: Submission, revision: number, raw: RawPayload, bytes?: Buffer): Promise<void> {
    const { inbox, clock } = this.context;
    const arrival = { inbox, receivedAt: clock.now(), deliveryId: `alarm:${randomUUID()}`, raw, revision };
    const type = revision === 1 ? 'message.received.v1' : 'message.edited.v1';
    await this.context.emit(type, toInboundMessage(submission, arrival), bytes === undefined ? [] : [bytes]);
    this.context.succeeded();
  }

  private originOf(group: string): IncidentOrigin {
    return { inbox: this.context.inbox, group, language: this.rules.language };
  }
}
