import type { CallOutcome } from '#contracts';
import { AUTHORITY, type CallFacts } from '../call-facts.js';
import { directionOf } from '../direction.js';
import type { AggregateRules } from './aggregate.js';

/** One call as the events of the manager interface show it, while it goes on. Times in ms since 1970. */
export class AmiCall {
  caller: string | null = null;
  callerName: string | undefined;
  callee: string | null = null;
  context = '';
  queue: string | undefined;
  queuedAt: number | undefined;
  answeredAt: number | undefined;
  waitMs: number | undefined;
  hangupBy: string | undefined;
  hangupCause: string | undefined;
  endedAt: number | undefined;
  voicemail = false;
  dialStatus: string | undefined;
  abandoned = false;
  timedOut = false;
  /** Was it answered at all, be it by the voice menu? */
  up = false;
  readonly channels = new Set<string>();
  /** Channel → extension. */
  readonly ringing = new Map<string, string>();
  readonly agents = new Set<string>();

  constructor(
    readonly callId: string,
    readonly startedAt: number,
  ) {}

  /** Is there a customer in it, and somebody who is told? A channel alone is no call yet. */
  get isTellable(): boolean {
    return (
      this.callee !== null &&
      (this.ringing.size > 0 || this.queue !== undefined || this.answeredAt !== undefined || this.endedAt !== undefined)
    );
  }

  toFacts(rules: AggregateRules): CallFacts {
    const { callId, startedAt, caller, callerName, callee, queue, queuedAt, answeredAt, endedAt, waitMs, hangupBy, hangupCause } = this;
    const inbound = rules.inboundContexts?.includes(this.context) === true;
    const told = { callerName, queue, queuedAt, answeredAt, endedAt, waitMs, hangupBy, hangupCause };
    return {
      source: 'ami',
      authority: AUTHORITY.live,
      callId,
      direction: inbound ? 'inbound' : directionOf(caller, callee, rules),
      caller,
      callee,
      startedAt,
      ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
      ...(endedAt === undefined ? {} : { outcome: this.findOutcome() }),
      agents: [...this.agents],
      ringing: endedAt === undefined ? [...new Set(this.ringing.values())] : [],
      precision: 'ms',
    };
  }

  private findOutcome(): CallOutcome {
    if (this.answeredAt !== undefined) return 'answered';
    if (this.voicemail) return 'voicemail';
    if (this.timedOut) return 'queue_timeout';
    if (this.abandoned || this.queue !== undefined) return 'abandoned_queue';
    if (this.dialStatus !== undefined) return OF_DIAL[this.dialStatus] ?? 'no_answer';
    return this.up ? 'abandoned_ivr' : 'no_answer';
  }
}

const OF_DIAL: Readonly<Record<string, CallOutcome>> = {
  BUSY: 'busy',
  CHANUNAVAIL: 'failed',
  CONGESTION: 'failed',
  NOANSWER: 'no_answer',
  CANCEL: 'no_answer',
};
