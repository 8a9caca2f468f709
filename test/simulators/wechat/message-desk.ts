import type { Answer } from './answers.js';
import type { MediaShelf } from './media-shelf.js';

/** What arrived at a follower's phone. */
export interface Arrived {
  readonly openid: string;
  readonly type: string;
  /** Of a text. */
  readonly text?: string;
  readonly mediaId?: string;
}

export interface Limits {
  readonly windowMs: number;
  readonly count: number;
  /** After a menu click, a scan, a new follower. */
  readonly eventWindowMs: number;
  readonly eventCount: number;
}

interface Follower {
  follows: boolean;
  refuses: boolean;
  until: number;
  left: number;
}

const MAX_TEXT_BYTES = 2_048;
const refusal = (errcode: number, errmsg: string): Answer => ({ json: { errcode, errmsg } });

/** `message/custom/send` with the platform's windows, quotas and codes. */
export class MessageDesk {
  readonly arrived: Arrived[] = [];
  /** What becomes of the next message, whatever it is: a code, or a connection that is cut after it arrived. */
  next: number | 'cut after it arrived' | null = null;
  private readonly followers = new Map<string, Follower>();

  constructor(
    private readonly limits: Limits,
    private readonly shelf: MediaShelf,
    private readonly now: () => Date,
  ) {}

  follower(openid: string): Follower {
    let follower = this.followers.get(openid);
    if (follower === undefined) this.followers.set(openid, (follower = { follows: true, refuses: false, until: 0, left: 0 }));
    return follower;
  }

  /** An act of a follower lets him be answered for a while; a shorter one never ends a longer. */
  hear(openid: string, act: 'message' | 'event'): void {
    const follower = this.follower(openid);
    const [length, count] =
      act === 'message' ? [this.limits.windowMs, this.limits.count] : [this.limits.eventWindowMs, this.limits.eventCount];
    const until = this.now().getTime() + length;
    if (until > follower.until) Object.assign(follower, { until, left: count });
  }

  send(json: Record<string, unknown>): Answer {
    const { next } = this;
    this.next = null;
    if (typeof next === 'number') return refusal(next, 'as the test wants it');
    const openid = String(json['touser']);
    const follower = this.followers.get(openid);
    if (follower === undefined) return refusal(40003, 'invalid openid');
    if (!follower.follows) return refusal(50005, 'user is unsubscribed');
    if (follower.refuses) return refusal(48002, 'user refuse to accept the message');
    const message = this.read(openid, json);
    if (!('openid' in message)) return message.fault;
    if (follower.until <= this.now().getTime()) return refusal(45015, 'response out of time limit or subscription is canceled');
    if (follower.left <= 0) return refusal(45047, 'out of response count limit');
    follower.left -= 1;
    this.arrived.push(message);
    return next === null ? { json: { errcode: 0, errmsg: 'ok' } } : 'cut';
  }

  private read(openid: string, json: Record<string, unknown>): Arrived | { readonly fault: Answer } {
    const type = String(json['msgtype']);
    const body = (json[type] ?? {}) as Record<string, unknown>;
    if (type === 'text') {
      const text = body['content'];
      if (typeof text !== 'string' || text === '') return { fault: refusal(44004, 'empty content') };
      if (Buffer.byteLength(text) > MAX_TEXT_BYTES) return { fault: refusal(45002, 'content size out of limit') };
      return { openid, type, text };
    }
    if (!['image', 'voice', 'video'].includes(type)) return { fault: refusal(40008, 'invalid message type') };
    const mediaId = String(body['media_id']);
    if (this.shelf.find(mediaId)?.kind !== type) return { fault: refusal(40007, 'invalid media_id') };
    return { openid, type, mediaId };
  }
}
