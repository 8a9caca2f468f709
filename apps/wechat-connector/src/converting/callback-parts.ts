import type { MessagePart } from '#contracts';
import { toMediaPart } from './callback-media.js';
import type { NativeCallback } from './native-callback.js';

/**
 * What a message of 公众号 or WeCom says, as parts; pure. Coordinates are as Tencent's maps have them (GCJ-02). A type nobody told us of is kept as
 * `unsupported`: the raw bytes have the rest.
 */
export function toCallbackParts(callback: NativeCallback): MessagePart[] {
  const { fields } = callback;
  switch (callback.nativeType) {
    case 'text':
      return toText(callback);
    case 'image':
    case 'voice':
    case 'video':
    case 'shortvideo':
      return withRecognition(callback, toMediaPart(callback));
    case 'file':
      return [toFile(callback)];
    case 'location': {
      const place = fields.get('Label') ?? fields.get('Poiname') ?? undefined;
      return [toLocation(fields.get('Location_X'), fields.get('Location_Y'), place)];
    }
    case 'link':
      return [toLink(callback)];
    case 'miniprogrampage': {
      const title = fields.get('Title') ?? '';
      const data = { title, appId: fields.get('AppId'), pagePath: fields.get('PagePath'), thumbUrl: fields.get('ThumbUrl') };
      return [{ partId: '1', type: 'card', kind: 'mini_program', data, fallback: `[mini program${title === '' ? '' : `: ${title}`}]` }];
    }
    default:
      return [toUnsupported(callback)];
  }
}

/** What happened, as a part: `inspect` shows events so. */
export function toEventParts({ event, fields }: NativeCallback, fallback: string): MessagePart[] {
  return [{ partId: '1', type: 'system', code: event ?? 'event', data: fields.toData(ENVELOPE), fallback }];
}

/** Fields that every callback has, told elsewhere. */
export const ENVELOPE: ReadonlySet<string> = new Set(['ToUserName', 'FromUserName', 'CreateTime', 'MsgType', 'Event', 'MsgId', 'Encrypt']);

function toText({ fields }: NativeCallback): MessagePart[] {
  const text = fields.exact('Content') ?? '';
  const menuId = fields.get('bizmsgmenuid');
  if (menuId !== null) return [{ partId: '1', type: 'choice', id: menuId, label: text, fallback: text }];
  return [{ partId: '1', type: 'text', text, fallback: text }];
}

/** Voice whose words the platform recognised says them too: people and rules read, they do not listen. */
function withRecognition({ fields }: NativeCallback, media: MessagePart): MessagePart[] {
  const words = fields.get('Recognition');
  return words === null ? [media] : [media, { partId: '2', type: 'text', text: words, fallback: words }];
}

/** What is no address of the web is shown as words: nobody shall click on it. */
function toLink({ fields }: NativeCallback): MessagePart {
  const url = fields.get('Url') ?? '';
  const title = fields.get('Title') ?? undefined;
  const description = fields.get('Description') ?? undefined;
  const fallback = joined([title, description, url], '\n') || '[link]';
  if (!/^https?:\/\//i.test(url)) return { partId: '1', type: 'text', text: fallback, fallback };
  return { partId: '1', type: 'link', url, title, description, fallback };
}

/** The platform tells of files by a key that none of its open interfaces takes. */
function toFile({ fields }: NativeCallback): MessagePart {
  const fileName = fields.get('Title') ?? undefined;
  const size = Number(fields.get('FileTotalLen') ?? Number.NaN);
  const media = { state: 'failed', fileName, ...(Number.isSafeInteger(size) && size >= 0 ? { sizeBytes: size } : {}) } as const;
  return {
    partId: '1',
    type: 'file',
    media,
    fallback: `[file${fileName === undefined ? '' : `: ${fileName}`}] (WeChat gives no way to fetch it: ask for it by mail)`,
  };
}

function toLocation(x: string | null, y: string | null, label: string | undefined): MessagePart {
  const [latitude, longitude] = [toCoordinate(x, 90), toCoordinate(y, 180)];
  const known = latitude !== undefined && longitude !== undefined;
  const fallback = `[location] ${joined([label, known ? `${latitude}, ${longitude}` : undefined], ' · ')}`.trimEnd();
  const place = known ? { latitude, longitude } : {};
  return { partId: '1', type: 'location', ...place, datum: 'gcj02', coordinatesAvailable: known, label, fallback };
}

function toCoordinate(text: string | null, limit: number): number | undefined {
  const value = text === null ? Number.NaN : Number(text);
  return Math.abs(value) <= limit ? value : undefined;
}

function toUnsupported({ nativeType }: NativeCallback): MessagePart {
  const name = (nativeType ?? 'unknown').slice(0, 100);
  return { partId: '1', type: 'unsupported', nativeType: name, fallback: `[a message of the kind "${name}", which cannot be shown]` };
}

function joined(texts: readonly (string | null | undefined)[], by: string): string {
  return texts.filter((text) => text !== null && text !== undefined && text !== '').join(by);
}
