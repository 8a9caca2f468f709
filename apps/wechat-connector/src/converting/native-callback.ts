import { hash } from 'node:crypto';
import { CallbackFields } from './callback-fields.js';

/** Types that tell what happened and are no message of a person, whatever else they carry. */
const EVENT_TYPES = new Set(['event', 'device_event', 'device_status']);

/** One callback of 公众号 or WeCom in the platform's own words. What is not there is null. */
export interface NativeCallback {
  readonly fields: CallbackFields;
  readonly kind: 'message' | 'event';
  readonly sender: string | null;
  readonly recipient: string | null;
  /** `MsgType` as written. */
  readonly nativeType: string | null;
  /** `Event`, else the `InfoType` of WeCom's service providers. */
  readonly event: string | null;
  readonly eventKey: string | null;
  /** Seconds since 1970 as the platform writes them. */
  readonly createTime: string | null;
  readonly msgId: string | null;
}

/** Throws `UnreadableXml`. */
export function readNativeCallback(bytes: Buffer | string): NativeCallback {
  const fields = CallbackFields.read(bytes);
  const nativeType = fields.get('MsgType');
  const infoType = fields.get('InfoType');
  return {
    fields,
    kind:
      nativeType === null
        ? infoType === null && fields.get('Event') === null
          ? 'message'
          : 'event'
        : EVENT_TYPES.has(nativeType)
          ? 'event'
          : 'message',
    sender: fields.get('FromUserName') ?? (nativeType === null ? fields.get('AuthCorpId') : null),
    recipient: fields.get('ToUserName') ?? (nativeType === null ? (fields.get('SuiteId') ?? fields.get('ServiceCorpId')) : null),
    nativeType,
    event: fields.get('Event') ?? infoType,
    eventKey: fields.get('EventKey'),
    createTime: fields.get('CreateTime') ?? fields.get('TimeStamp'),
    msgId: fields.get('MsgId'),
  };
}

/**
 * The same for each try of the platform, another for anything else: MsgId, and where there is none (events) who, when, and what happened. CreateTime
 * counts in seconds, in which one person may do two things. Null where neither is told.
 */
export function dedupeKeyOf({ msgId, sender, createTime, kind, event, eventKey, fields }: NativeCallback): string | null {
  if (msgId !== null) return msgId;
  if (sender === null && createTime === null) return null;
  const happened =
    kind === 'event' ? [event ?? '', eventKey ?? ''] : [`h:${hash('sha256', JSON.stringify(fields.toData()), 'hex').slice(0, 32)}`];
  return [sender ?? '', createTime ?? '', ...happened].join(':').replace(/:+$/, '');
}

const YEAR_2100_S = 4_102_444_800;

/** RFC 3339; null for what is no time of a callback: the platforms' own samples have years like 2361. */
export function occurredAtOf({ createTime }: NativeCallback): string | null {
  if (createTime === null || !/^\d{1,12}$/.test(createTime)) return null;
  return new Date(Number(createTime) * 1_000).toISOString();
}

/** Is it a time that may stand on a message? */
export function isSensibleTime(at: string, receivedAt: Date): boolean {
  const seconds = Date.parse(at) / 1_000;
  return seconds > 946_684_800 && seconds < YEAR_2100_S && seconds <= receivedAt.getTime() / 1_000 + 86_400;
}
