import type { ConnectorContext } from '#connector-sdk';
import { AUTHORITY, type CallFacts } from '../converting/call-facts.js';
import type { CallLedger } from './call-ledger.js';
import { Chores } from './chores.js';

interface Watched {
  readonly callId: string;
  /** ms since 1970. */
  readonly dueAt: number;
}

export const LONG_CALLS = 'long-calls';
export const toWatchedId = (callId: string) => `${callId}/`.slice(0, 900);

/** A call that still runs when the desk's limit is reached says so, once: its entry then offers a supervisor (D3.3). */
export class LongCalls {
  private readonly chores: Chores<Watched>;

  constructor(
    private readonly context: ConnectorContext,
    private readonly ledger: CallLedger,
    private readonly limitMs: number,
  ) {
    this.chores = new Chores(context, LONG_CALLS, (watched) => this.look(watched));
  }

  /** To be told of each state of each call. */
  async watch({ callId, answeredAt, endedAt, outcome, direction }: CallFacts): Promise<void> {
    if (this.limitMs === 0 || answeredAt === undefined || endedAt !== undefined || outcome !== undefined || direction === 'internal')
      return;
    await this.chores.note(toWatchedId(callId), { callId, dueAt: answeredAt + this.limitMs });
  }

  run(signal: AbortSignal): Promise<void> {
    return this.chores.run(signal);
  }

  private async look({ callId, dueAt }: Watched): Promise<number | void> {
    const early = dueAt - this.context.clock.now().getTime();
    if (early > 0) return early;
    const call = await this.ledger.find(callId);
    if (call === null || call.endedAt !== undefined || call.outcome !== undefined) return;
    const facts: CallFacts = { source: 'limit', authority: AUTHORITY.derived, callId, overLimitAt: dueAt };
    const body = Buffer.from(JSON.stringify({ callId, overLimitAt: new Date(dueAt).toISOString() }));
    await this.ledger.tell({ facts, body, contentType: 'application/json' });
  }
}
