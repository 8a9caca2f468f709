import { randomBytes } from 'node:crypto';
import { Refusal } from './refusal.js';

const DAY_MS = 86_400_000;
const KEPT_MS = 3 * DAY_MS;
const WINDOW_MS = 2 * DAY_MS;
const WINDOW_COUNT = 5;
const TOKEN_MS = 600_000;
const WELCOME_MS = 20_000;

export interface KfCustomer {
  readonly externalUserId: string;
  nickname?: string;
  unionId?: string;
  /** 0 new, 1 bot, 2 pool, 3 human, 4 closed. */
  state: number;
  servicer: string;
  wroteAt: number;
  sentSince: number;
  /** Texts and kinds that reached him, oldest first. */
  readonly received: { msgid: string; at: number; msgtype: string; content: Record<string, unknown> }[];
  refuses: boolean;
}

interface Kept {
  readonly seq: number;
  readonly at: number;
  readonly item: Record<string, unknown>;
}

/** One kf account as the platform keeps it. */
/** Longer ago it takes nothing back. */
const RECALLED_MS = 120_000;

export class KfAccount {
  readonly customers = new Map<string, KfCustomer>();
  /** What was taken back. */
  readonly recalled: KfCustomer['received'] = [];
  /** Of each `send_msg` that was taken, by `msgid`. */
  private readonly taken = new Map<string, string>();
  private readonly rings = new Map<string, number>();
  private readonly welcomes = new Map<string, { customer: string; at: number }>();
  private kept: Kept[] = [];
  private seq = 0;
  /** Most elements of one page, whatever is asked for. */
  pageSize = 1_000;
  /** So many pages come empty with `has_more` before the next that brings something. */
  emptyPages = 0;
  /** A known `msgid` is answered as the first time, or refused. */
  repeated: 'as_first' | 'refused' = 'as_first';
  /** Calls of sync_msg without a token a minute. */
  ration = Number.POSITIVE_INFINITY;
  private readonly unrung: number[] = [];
  /** Bodies of all calls of sync_msg. */
  readonly syncs: Record<string, unknown>[] = [];

  constructor(
    readonly openKfId: string,
    private readonly now: () => number,
  ) {}

  customer(externalUserId: string): KfCustomer {
    const known = this.customers.get(externalUserId);
    if (known !== undefined) return known;
    const fresh = { externalUserId, state: 0, servicer: '', wroteAt: 0, sentSince: 0, received: [], refuses: false };
    this.customers.set(externalUserId, fresh);
    return fresh;
  }

  /** A customer writes. Gives the msgid. */
  write(from: string, msgtype: string, content: unknown, given: { msgid?: string; at?: number } = {}): string {
    const customer = this.customer(from);
    const at = given.at ?? this.now();
    customer.wroteAt = at;
    customer.sentSince = 0;
    if (customer.state === 4) customer.state = 0;
    return this.put({ external_userid: from, origin: 3, msgtype, [msgtype]: content }, at, given.msgid);
  }

  /** A person answers in the WeCom client. */
  answerInClient(to: string, servicer: string, text: string): string {
    return this.put({ external_userid: to, origin: 5, servicer_userid: servicer, msgtype: 'text', text: { content: text } }, this.now());
  }

  event(eventType: string, fields: Record<string, unknown>, at = this.now()): string {
    const event = { event_type: eventType, ...fields };
    return this.put({ origin: 4, msgtype: 'event', event }, at, undefined, false);
  }

  /** Gives the code that a welcome may be sent by, once and for 20 s. */
  enter(externalUserId: string, scene = 'website', at = this.now()): string {
    const code = randomBytes(12).toString('hex');
    this.welcomes.set(code, { customer: externalUserId, at });
    this.event(
      'enter_session',
      { open_kfid: this.openKfId, external_userid: externalUserId, scene, scene_param: '', welcome_code: code },
      at,
    );
    return code;
  }

  /** A person takes the session, or it ends. */
  changeSession(externalUserId: string, changeType: 1 | 2 | 3, servicer = 'lisi'): void {
    const customer = this.customer(externalUserId);
    customer.state = changeType === 3 ? 4 : 3;
    customer.servicer = changeType === 3 ? '' : servicer;
    this.event('session_status_change', {
      open_kfid: this.openKfId,
      external_userid: externalUserId,
      change_type: changeType,
      ...(changeType === 3 ? { old_servicer_userid: servicer } : { new_servicer_userid: servicer }),
    });
  }

  /** The token of a ring, good for ten minutes. */
  ringToken(): string {
    const token = `ENC${randomBytes(12).toString('hex')}`;
    this.rings.set(token, this.now());
    return token;
  }

  sync(body: Record<string, unknown>): Record<string, unknown> {
    this.syncs.push(body);
    this.checkToken(body['token']);
    const cursor = typeof body['cursor'] === 'string' && body['cursor'] !== '' ? this.readCursor(body['cursor']) : 0;
    const limit = Math.min(Number(body['limit'] ?? 1_000), 1_000, this.pageSize);
    if (!(limit >= 1)) throw new Refusal(40058, 'invalid limit');
    this.kept = this.kept.filter(({ at }) => at > this.now() - KEPT_MS);
    const left = this.kept.filter(({ seq }) => seq > cursor);
    if (left.length > 0 && this.emptyPages > 0) {
      this.emptyPages -= 1;
      // The cursor moves over what the platform filtered out.
      return { msg_list: [], next_cursor: this.toCursor(cursor), has_more: 1 };
    }
    const page = left.slice(0, limit);
    return {
      msg_list: page.map(({ item }) => item),
      next_cursor: this.toCursor(page.at(-1)?.seq ?? cursor),
      has_more: page.length < left.length ? 1 : 0,
    };
  }

  send(body: Record<string, unknown>): Record<string, unknown> {
    const customer = this.customers.get(String(body['touser']));
    if (customer === undefined) throw new Refusal(40096, 'invalid external userid');
    const msgid = body['msgid'] === undefined ? randomBytes(12).toString('hex') : String(body['msgid']);
    if (!/^[0-9a-zA-Z_-]{1,32}$/.test(msgid)) throw new Refusal(40058, 'msgid exceed max length or has invalid characters');
    if (this.taken.has(msgid)) {
      if (this.repeated === 'refused') throw new Refusal(40058, 'msgid already exists');
      return { msgid };
    }
    if (customer.state > 1) throw new Refusal(95018, 'send msg session status invalid');
    if (customer.wroteAt === 0 || this.now() - customer.wroteAt > WINDOW_MS) throw new Refusal(95002, 'send msg time limit');
    if (customer.sentSince >= WINDOW_COUNT) throw new Refusal(95001, 'send msg count limit');
    const msgtype = String(body['msgtype']);
    const content = body[msgtype] as Record<string, unknown> | undefined;
    if (content === undefined) throw new Refusal(40008, 'invalid message type');
    if (msgtype === 'text' && Buffer.byteLength(String(content['content'])) > 2_048) throw new Refusal(45002, 'content size out of limit');
    customer.sentSince += 1;
    this.taken.set(msgid, msgtype);
    if (customer.refuses) this.failLater(msgid, customer.externalUserId, 10);
    else customer.received.push({ msgid, at: this.now(), msgtype, content });
    return { msgid };
  }

  /** Out of the customer's chat, within two minutes; it counts as sent all the same. */
  recall(body: Record<string, unknown>): Record<string, unknown> {
    for (const { received } of this.customers.values()) {
      const place = received.findIndex(({ msgid, at }) => msgid === body['msgid'] && at > this.now() - RECALLED_MS);
      if (place < 0) continue;
      this.recalled.push(...received.splice(place, 1));
      return {};
    }
    throw new Refusal(40058, 'invalid msgid');
  }

  sendOnEvent(body: Record<string, unknown>): Record<string, unknown> {
    const code = String(body['code']);
    const welcome = this.welcomes.get(code);
    if (welcome === undefined || this.now() - welcome.at > WELCOME_MS) throw new Refusal(40058, 'invalid code');
    this.welcomes.delete(code);
    const msgtype = String(body['msgtype']);
    const msgid = String(body['msgid'] ?? randomBytes(12).toString('hex'));
    this.customer(welcome.customer).received.push({ msgid, at: this.now(), msgtype, content: body[msgtype] as Record<string, unknown> });
    return { msgid };
  }

  /** What was taken is not delivered after all, as the platform tells later. */
  failLater(msgid: string, externalUserId: string, failType: number): void {
    this.event('msg_send_fail', { open_kfid: this.openKfId, external_userid: externalUserId, fail_msgid: msgid, fail_type: failType });
  }

  transfer(body: Record<string, unknown>): Record<string, unknown> {
    const customer = this.customer(String(body['external_userid']));
    const wanted = Number(body['service_state']);
    // Nobody gets a session back from people: it ends, and a new one begins with the next message.
    const allowed: Record<number, number[]> = { 0: [1, 2, 3, 4], 1: [2, 3, 4], 2: [3, 4], 3: [3, 4], 4: [] };
    if (!allowed[customer.state]?.includes(wanted)) throw new Refusal(95016, 'invalid service state transfer');
    customer.state = wanted;
    return {};
  }

  /** Items that were given out up to a cursor: what the reader counts as taken. */
  idsUpTo(cursor: string | null): string[] {
    const seq = cursor === null ? 0 : this.readCursor(cursor);
    return this.kept.filter((kept) => kept.seq <= seq).map(({ item }) => String(item['msgid']));
  }

  private put(fields: Record<string, unknown>, at: number, msgid = randomBytes(16).toString('base64url'), named = true): string {
    this.seq += 1;
    const item = { msgid, send_time: Math.floor(at / 1_000), ...(named ? { open_kfid: this.openKfId } : {}), ...fields };
    this.kept.push({ seq: this.seq, at, item });
    return msgid;
  }

  private checkToken(token: unknown): void {
    const now = this.now();
    if (typeof token === 'string' && token !== '') {
      const at = this.rings.get(token);
      if (at === undefined || now - at > TOKEN_MS) throw new Refusal(95007, 'invalid msgtoken');
      return;
    }
    this.unrung.push(now);
    if (this.unrung.filter((at) => at > now - 60_000).length > this.ration) throw new Refusal(45009, 'api freq out of limit');
  }

  private toCursor(seq: number): string {
    return `4gw7MepFLfgF2VC5${Buffer.from(`${this.openKfId}:${seq}`).toString('base64url')}`;
  }

  private readCursor(cursor: string): number {
    const [account, seq] = Buffer.from(cursor.slice(16), 'base64url').toString().split(':');
    if (account !== this.openKfId) throw new Refusal(40058, 'invalid cursor');
    return Number(seq);
  }
}
