/** Any JSON object, read member by member: what the platform sends grows, and nothing of it is trusted to have its documented type. */
export type Fields = Readonly<Record<string, unknown>>;

/** 3 the customer, 4 the platform, 5 a person in the WeCom client. */
export type KfOrigin = 'customer' | 'system' | 'servicer' | 'unknown';

/** One element of `msg_list`, as far as it is the same for all kinds. */
export interface KfItem {
  /** Null where the platform gave none. */
  readonly msgId: string | null;
  /** In events these two stand inside `event`. */
  readonly openKfId: string | null;
  readonly externalUserId: string | null;
  readonly servicerUserId: string | null;
  /** As stated, however odd. */
  readonly statedAt: Date | null;
  /** Of a time that a message may have. */
  readonly sentAt: Date | null;
  readonly origin: KfOrigin;
  readonly msgType: string;
  /** `event_type`, of an event. */
  readonly event: string | null;
  /** What stands under the name of its kind: `text` of a text. */
  readonly content: Fields;
  /** All of it. */
  readonly fields: Fields;
}

/** An answer of `kf/sync_msg`. */
export interface KfPage {
  /** 0 where all is well. */
  readonly errorCode: number;
  readonly errorMessage: string;
  readonly items: readonly KfItem[];
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
}

const ORIGINS: Readonly<Record<string, KfOrigin>> = { 3: 'customer', 4: 'system', 5: 'servicer' };
const EARLIEST = new Date('2001-01-01');
const LATEST = new Date('2100-01-01');
/** Seconds since 1970; samples of the platform hold times that no message can have. */
const SECONDS = /^\d{1,12}$/;

/** Null when it is no JSON object at all. */
export function readKfPage(json: string): KfPage | null {
  const page = parseObject(json);
  if (page === null) return null;
  const list = Array.isArray(page['msg_list']) ? page['msg_list'] : [];
  return {
    errorCode: readNumber(page['errcode']) ?? 0,
    errorMessage: readText(page['errmsg']) ?? '',
    items: list.flatMap((item: unknown) => (isObject(item) ? [readKfItem(item)] : [])),
    nextCursor: readText(page['next_cursor']),
    hasMore: readText(page['has_more']) === '1' || page['has_more'] === true,
  };
}

export function readKfItem(fields: Fields): KfItem {
  const msgType = readText(fields['msgtype']) ?? '';
  const content = Object.hasOwn(fields, msgType) && isObject(fields[msgType]) ? fields[msgType] : {};
  const inside = msgType === 'event' ? content : {};
  const seconds = readText(fields['send_time']) ?? '';
  const statedAt = SECONDS.test(seconds) ? new Date(Number(seconds) * 1000) : null;
  return {
    msgId: readText(fields['msgid']),
    openKfId: readText(fields['open_kfid']) ?? readText(inside['open_kfid']),
    externalUserId: readText(fields['external_userid']) ?? readText(inside['external_userid']),
    servicerUserId: readText(fields['servicer_userid']) ?? readText(inside['servicer_userid']),
    statedAt,
    sentAt: statedAt !== null && statedAt >= EARLIEST && statedAt < LATEST ? statedAt : null,
    origin: ORIGINS[readText(fields['origin']) ?? ''] ?? 'unknown',
    msgType,
    event: msgType === 'event' ? readText(content['event_type']) : null,
    content,
    fields,
  };
}

export function parseObject(json: string): Fields | null {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text or a number as text without the white space around it; null for an empty one and for anything else. */
export function readText(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim();
  return text === '' ? null : text;
}

export function readNumber(value: unknown): number | null {
  const text = readText(value);
  const number = text === null ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : null;
}
