import { type ConnectorContext, reason, untaken } from '#connector-sdk';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorClassOf } from '#runtime';
import { AmiCalls, type AmiEvent, type AmiNews } from '../../converting/asterisk/ami-calls.js';
import type { AggregateRules } from '../../converting/asterisk/aggregate.js';
import type { ReadRow } from '../../converting/asterisk/read-lines.js';
import type { PhoneInboxConfig } from '../../phone.config.js';
import type { CallLedger } from '../call-ledger.js';
import { OpenCalls } from '../csv/open-calls.js';
import { tellInOrder } from '../csv/tell-in-order.js';
import type { SideTells } from '../side-tells.js';
import { type AmiLink, openAmiLink } from './ami-link.js';

type AmiConfig = NonNullable<PhoneInboxConfig['ami']>;

const LONGEST_WAIT_MS = 60_000;
const RETRY_MS = 500;
/** Rows of one call come within moments of its end. */
const QUIET_MS = 2_000;
/** How exactly a gap after a kill is known. */
const BEAT_MS = 10_000;
export const AMI_STATE = 'ami';

export interface AmiParts {
  readonly ledger: CallLedger;
  readonly tells: SideTells;
  readonly rules: AggregateRules;
  /** Is there a file that tells of every call, too? Then its rows count, and nothing is lost while the link is. */
  readonly hasFile: boolean;
}

/** Calls as they happen: from the first ring on each is an entry. What happened while the link was lost is told as a gap, where no file has it. */
export class AmiFollower {
  private readonly calls: AmiCalls;
  private readonly open = new OpenCalls(QUIET_MS, (callId) => this.calls.goesOn(callId));
  private waitMs: number;
  /** When the last link was lost, in this run or in the one before. */
  private lostAt: Date | null = null;
  private beatAt = 0;

  constructor(
    private readonly config: AmiConfig,
    private readonly context: ConnectorContext,
    private readonly parts: AmiParts,
  ) {
    this.calls = new AmiCalls(parts.rules, config.timeZone);
    this.waitMs = config.reconnectMs;
  }

  /** Ends when the signal aborts. */
  async follow(signal: AbortSignal): Promise<void> {
    this.lostAt = await this.readLost(signal);
    const rows = this.tellRows(signal);
    while (!signal.aborted) {
      this.context.report({ state: 'connecting', ...this.follows });
      const why = await this.runLink(signal).catch((error: unknown) => this.explain(error));
      if (signal.aborted) break;
      if (why !== null)
        this.context.report({
          state: 'degraded',
          detail: `${this.place}: ${why}`,
          hint: 'Is Asterisk up, and its manager interface reachable from here? It is tried again.',
          reasons: [reason('ami_down', { place: this.address, said: why })],
        });
      await sleep(this.waitMs, undefined, { signal }).catch(() => undefined);
      this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
    }
    await rows;
  }

  /** Resolves with why the link is over. */
  private async runLink(signal: AbortSignal): Promise<string> {
    const live = new Set<string>();
    let resumed = false;
    const link = await openAmiLink(this.config, signal, (event) => {
      if (event['Linkedid'] && event['Event'] === 'CoreShowChannel') live.add(event['Linkedid']);
      if (event['Event'] === 'CoreShowChannelsComplete' && !resumed) {
        resumed = true;
        return this.tellAll(this.calls.resume(live, this.now()), signal);
      }
      return this.take(event, signal);
    });
    this.waitMs = this.config.reconnectMs;
    await this.welcome(link, signal);
    const why = await link.done;
    this.lostAt = this.context.clock.now();
    await this.context.state.set(AMI_STATE, { lostAt: this.lostAt.toISOString() }).catch(() => undefined);
    return why;
  }

  private async welcome(link: AmiLink, signal: AbortSignal): Promise<void> {
    const from = this.lostAt;
    if (from !== null && !this.parts.hasFile) {
      const said = `no link to ${this.place}: calls that began and ended in between are not known here`;
      const why = untaken('switch_unlinked', said, { place: this.address });
      await this.untilTaken(signal, () => this.parts.tells.tellGap(from, why));
    }
    this.lostAt = null;
    // Written now: a kill leaves no time to say when the link was lost.
    await this.untilTaken(signal, () => this.context.state.set(AMI_STATE, { lostAt: this.context.clock.now().toISOString() }));
    this.context.report({ state: 'connected', ...this.follows });
    link.act({ Action: 'CoreShowChannels', ActionID: 'tributary-channels' });
  }

  private take(event: AmiEvent, signal: AbortSignal): Promise<void> | void {
    const now = this.now();
    if (now - this.beatAt > BEAT_MS) {
      this.beatAt = now;
      void this.context.state.set(AMI_STATE, { lostAt: new Date(now).toISOString() }).catch(() => undefined);
    }
    const news = this.calls.take(event, now);
    if (news.length > 0) return this.tellAll(news, signal);
  }

  private async tellAll(news: readonly AmiNews[], signal: AbortSignal): Promise<void> {
    for (const each of news) {
      if (each.kind === 'row') {
        if (!this.parts.hasFile) this.open.add(toReadRow(each.callId, each), 0, performance.now());
        continue;
      }
      const body = Buffer.from(JSON.stringify(each.facts));
      await this.untilTaken(signal, () => this.parts.ledger.tell({ facts: each.facts, body, contentType: 'application/json' }));
    }
  }

  private async tellRows(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      const due = this.open.listDue(performance.now(), signal.aborted);
      // What is not taken now is taken the next time round.
      await tellInOrder(due, this.parts.ledger, null, (callId) => this.open.remove(callId)).catch(() => undefined);
    }
  }

  private async untilTaken(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (signal.aborted || errorClassOf(error) === 'permanent') throw error;
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private explain(error: unknown): string | null {
    const message = error instanceof Error ? error.message : String(error);
    if (errorClassOf(error) !== 'permanent') return message;
    this.context.report({
      state: 'bad_credentials',
      detail: message,
      hint: 'Set user and password as in manager.conf, and permit this machine there; read needs call, cdr and agent.',
      reasons: [reason('ami_refused', { said: message })],
    });
    return null;
  }

  private async readLost(signal: AbortSignal): Promise<Date | null> {
    let lost: { lostAt: string } | null = null;
    await this.untilTaken(signal, async () => {
      lost = await this.context.state.get<{ lostAt: string }>(AMI_STATE);
    }).catch(() => undefined);
    return lost === null ? null : new Date((lost as { lostAt: string }).lostAt);
  }

  private get place(): string {
    return `manager interface of ${this.address}`;
  }

  private get address(): string {
    return `${this.config.host}:${this.config.port}`;
  }

  private get follows() {
    return { detail: this.place, reasons: [reason('ami_follows', { place: this.address })] };
  }

  private now(): number {
    return this.context.clock.now().getTime();
  }
}

function toReadRow(callId: string, { row }: Extract<AmiNews, { kind: 'row' }>): ReadRow {
  return { callId, row, raw: Buffer.from(JSON.stringify(row)) };
}
