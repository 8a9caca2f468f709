import { randomBytes } from 'node:crypto';
import { Refusal } from './refusal.js';

/** Longer ago it takes nothing back. */
const RECALLED_MS = 86_400_000;

export interface AppMessage {
  readonly msgid: string;
  readonly user: string;
  readonly msgtype: string;
  readonly content: Record<string, unknown>;
  readonly at: number;
  recalled: boolean;
}

/** `message/send` of one app: what reaches whom, and what is dropped without a word. */
export class AppMessages {
  readonly members = new Set<string>();
  readonly delivered: AppMessage[] = [];
  /** Beyond what a member may get: answered as if sent. */
  readonly dropped: AppMessage[] = [];
  private readonly times = new Map<string, number[]>();
  private readonly seen: { print: string; at: number }[] = [];
  perMinute = 30;
  perHour = 1_000;

  constructor(
    readonly agentId: number,
    private readonly now: () => number,
  ) {}

  send(body: Record<string, unknown>): Record<string, unknown> {
    if (Number(body['agentid']) !== this.agentId) throw new Refusal(40056, 'invalid agentid');
    const wanted = String(body['touser'] ?? '')
      .split('|')
      .filter(Boolean);
    const known = wanted.filter((user) => this.members.has(user));
    if (known.length === 0) throw new Refusal(81013, 'user & party & tag all invalid');
    const msgtype = String(body['msgtype']);
    const content = body[msgtype] as Record<string, unknown> | undefined;
    if (content === undefined) throw new Refusal(40008, 'invalid message type');
    const msgid = randomBytes(16).toString('base64url');
    const repeated = this.isRepeated(body, known, msgtype, content);
    for (const user of known) if (!repeated) this.deliver({ msgid, user, msgtype, content, at: this.now(), recalled: false });
    const invalid = wanted.filter((user) => !this.members.has(user)).join('|');
    return { msgid, ...(invalid === '' ? {} : { invaliduser: invalid }) };
  }

  recall(body: Record<string, unknown>): Record<string, unknown> {
    const found = this.delivered.filter(({ msgid, at, recalled }) => msgid === body['msgid'] && !recalled && at > this.now() - RECALLED_MS);
    if (found.length === 0) throw new Refusal(40058, 'invalid msgid');
    for (const message of found) message.recalled = true;
    return {};
  }

  private deliver(message: AppMessage): void {
    const now = this.now();
    const times = [...(this.times.get(message.user) ?? []), now].filter((at) => at > now - 3_600_000);
    this.times.set(message.user, times);
    const inMinute = times.filter((at) => at > now - 60_000).length;
    (inMinute > this.perMinute || times.length > this.perHour ? this.dropped : this.delivered).push(message);
  }

  private isRepeated(body: Record<string, unknown>, users: readonly string[], msgtype: string, content: unknown): boolean {
    const print = JSON.stringify([users, msgtype, content]);
    const now = this.now();
    const interval = Math.min(Number(body['duplicate_check_interval'] ?? 1_800), 14_400) * 1_000;
    const repeated =
      Number(body['enable_duplicate_check'] ?? 0) === 1 && this.seen.some((each) => each.print === print && each.at > now - interval);
    if (!repeated) this.seen.push({ print, at: now });
    return repeated;
  }
}
