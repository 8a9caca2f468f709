import type { StateStore } from '#connector-sdk';
import type { InboundMessage } from '#contracts';

type ReplyWindow = InboundMessage['replyWindow'];

/** For how long, and with how many messages, somebody may be answered after an act of his. */
export interface WindowLimits {
  readonly durationMs: number;
  readonly count: number;
}

interface Heard {
  readonly at: number;
  /** Which act: times count in seconds, in which somebody may write twice. */
  readonly act: string;
  readonly endsAt: number;
  readonly count: number;
}

/** `since` names the act that the count belongs to: another act, another count. */
interface Spent {
  readonly since: string;
  readonly count: number;
  readonly closed?: string;
}

export const WINDOW_OVER = 'the time in which an answer is allowed is over';
export const COUNT_OVER = 'as many answers as are allowed after one message were sent';
const NEVER_HEARD = 'nothing is known of a message of this person';

/** The window that opens with an act at `at`. */
export function windowFrom(at: Date, limits: WindowLimits): ReplyWindow {
  return { open: true, endsAt: new Date(at.getTime() + limits.durationMs).toISOString(), remaining: limits.count };
}

/**
 * Until when and how often each conversation may be answered, kept in the state store for all processes. Two keys a conversation, for two
 * writers: the door writes when somebody was heard, the sender what it sent.
 */
export class ReplyWindows {
  constructor(private readonly state: StateStore) {}

  /**
   * Somebody wrote (`limits` of a message) or pressed a button (of an event, often shorter: with `cutsOpen` false it never cuts a longer one). `act`
   * is the remote id, where the remote counts in seconds.
   */
  async hear(conversation: string, at: Date, limits: WindowLimits, { act = at.toISOString(), cutsOpen = true } = {}): Promise<void> {
    const heard = await this.state.get<Heard>(heardKey(conversation));
    const moment = at.getTime();
    // The platform's late second try of an older message, or of this one.
    if (heard !== null && (heard.at > moment || heard.act === act)) return;
    if (heard !== null && !cutsOpen && heard.endsAt >= moment + limits.durationMs) return;
    await this.state.set(heardKey(conversation), {
      at: moment,
      act,
      endsAt: moment + limits.durationMs,
      count: limits.count,
    } satisfies Heard);
  }

  /** `lastHeard`: what the message that is answered tells of itself, for a conversation that nothing is kept of. */
  async look(conversation: string, now: Date, lastHeard?: { at: Date; limits: WindowLimits }): Promise<ReplyWindow> {
    const [heard, spent] = await this.read(conversation, lastHeard);
    if (heard === null) return { open: false, reason: NEVER_HEARD };
    const { closed, count } = spent?.since === heard.act ? spent : { closed: undefined, count: 0 };
    const remaining = Math.max(0, heard.count - count);
    const endsAt = new Date(heard.endsAt).toISOString();
    if (closed !== undefined) return { open: false, endsAt, remaining: 0, reason: closed };
    if (heard.endsAt <= now.getTime()) return { open: false, endsAt, remaining, reason: WINDOW_OVER };
    if (remaining === 0) return { open: false, endsAt, remaining, reason: COUNT_OVER };
    return { open: true, endsAt, remaining };
  }

  /** Messages were sent; with `closed` the platform said that no more are taken until the next act, whatever we counted. */
  async spend(conversation: string, messages: number, closed?: string): Promise<void> {
    const [heard, spent] = await this.read(conversation);
    const since = heard?.act ?? '';
    const before = spent?.since === since ? spent.count : 0;
    await this.state.set(spentKey(conversation), {
      since,
      count: before + messages,
      ...(closed === undefined ? {} : { closed }),
    } satisfies Spent);
  }

  private async read(conversation: string, last?: { at: Date; limits: WindowLimits }): Promise<[Heard | null, Spent | null]> {
    const [heard, spent] = await Promise.all([
      this.state.get<Heard>(heardKey(conversation)),
      this.state.get<Spent>(spentKey(conversation)),
    ]);
    if (heard !== null || last === undefined) return [heard, spent];
    const at = last.at.getTime();
    return [{ at, act: '', endsAt: at + last.limits.durationMs, count: last.limits.count }, spent];
  }
}

function heardKey(conversation: string): string {
  return `window:heard:${conversation}`;
}

function spentKey(conversation: string): string {
  return `window:spent:${conversation}`;
}
