import type { MessagePart } from '#contracts';
import { type Fields, isObject, type KfItem, readNumber, readText } from './kf-item.js';
import { describeMerged } from './merged-messages.js';

/** Media ids of the platform are good for three days. */
export const KF_MEDIA_KEPT_MS = 3 * 86_400_000;

const MAX_TEXT = 65_536;

/** What a kind of message becomes. `unsupported` keeps its name where there is none here. */
const KINDS: Readonly<Record<string, (content: Fields, item: KfItem) => MessagePart[]>> = {
  // A tap on a menu says its words: one part, as elsewhere.
  text: ({ content, menu_id: menuId }) => [readText(menuId) === null ? toText(readRawText(content) ?? '') : toChoice(menuId, content)],
  image: (content, item) => [toMedia('image', '[image]', content, item)],
  voice: (content, item) => [toMedia('audio', '[voice message]', content, item)],
  video: (content, item) => [toMedia('video', '[video]', content, item)],
  file: (content, item) => [toMedia('file', `[file]${spaced(readText(content['filename']))}`, content, item)],
  location: (content) => [toLocation(content)],
  link: (content) => [toLink(content)],
  business_card: (content) => [toCard('contact', `[contact card]${spaced(readText(content['userid']))}`, { userId: content['userid'] })],
  miniprogram: (content) => [
    toCard('mini_program', `[mini program]${spaced(readText(content['title']))}`, {
      appId: content['appid'],
      title: content['title'],
      pagePath: content['pagepath'],
      thumbMediaId: content['thumb_media_id'],
    }),
  ],
  msgmenu: (content) => [toText(describeMenu(content))],
  channels: (content) => [
    toCard('product', `[视频号]${spaced(readText(content['nickname']))}${spaced(readText(content['title']))}`, {
      kind: 'channels',
      nickname: content['nickname'],
      title: content['title'],
      subType: content['sub_type'],
    }),
  ],
  channels_shop_product: (content) => [
    toCard('product', `[product]${spaced(readText(content['title']))}${spaced(toPrice(content['sales_price']))}`, {
      kind: 'shop_product',
      ...content,
    }),
  ],
  channels_shop_order: (content) => [
    toCard('product', `[order]${spaced(readText(content['order_id']))}${spaced(readText(content['product_titles']))}`, {
      kind: 'shop_order',
      ...content,
    }),
  ],
  merged_msg: (content) => [toText(describeMerged(content))],
  // The platform tells that there is a note and nothing of what stands in it.
  note: () => [
    { partId: '1', type: 'unsupported', nativeType: 'note', fallback: '[note] (WeChat gives no way to read it: ask for its text)' },
  ],
};

/** At least one part, whatever it is. */
export function toKfParts(item: KfItem): MessagePart[] {
  if (item.msgType === 'event') {
    const code = (item.event ?? 'event').slice(0, 64);
    return [{ partId: '1', type: 'system', code, fallback: `[${code}]`, data: { ...item.content } }];
  }
  const convert = Object.hasOwn(KINDS, item.msgType) ? KINDS[item.msgType] : undefined;
  if (convert !== undefined) return convert(item.content, item);
  const nativeType = item.msgType === '' ? 'unknown' : item.msgType.slice(0, 64);
  return [{ partId: '1', type: 'unsupported', nativeType, fallback: `[${nativeType}]` }];
}

function toText(text: string): MessagePart {
  const cut = text.slice(0, MAX_TEXT);
  return { partId: '1', type: 'text', text: cut, fallback: cut };
}

function toChoice(menuId: unknown, label: unknown): MessagePart {
  const [id, shown] = [readText(menuId) ?? '', readText(label)];
  if (shown === null) return { partId: '1', type: 'choice', id, fallback: `[choice] ${id}` };
  return { partId: '1', type: 'choice', id, label: shown, fallback: shown };
}

function toMedia(type: 'image' | 'audio' | 'video' | 'file', fallback: string, content: Fields, { sentAt }: KfItem): MessagePart {
  const ref = readText(content['media_id']);
  const fileName = readText(content['filename'])?.slice(0, 1024);
  // Without an id there is nothing to ask for: said at once, not tried for three days.
  if (ref === null) return { partId: '1', type, fallback, media: { state: 'failed', ...(fileName === undefined ? {} : { fileName }) } };
  const expiresAt = sentAt === null ? {} : { expiresAt: new Date(sentAt.getTime() + KF_MEDIA_KEPT_MS).toISOString() };
  return {
    partId: '1',
    type,
    fallback,
    media: { state: 'pending', ...(fileName === undefined ? {} : { fileName }), source: { ref, ...expiresAt } },
  };
}

function toLocation(content: Fields): MessagePart {
  const [latitude, longitude] = [readNumber(content['latitude']), readNumber(content['longitude'])];
  const [label, address] = [readText(content['name']), readText(content['address'])];
  const known = latitude !== null && longitude !== null && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return {
    partId: '1',
    type: 'location',
    // WeChat's map is Chinese: its coordinates are shifted.
    datum: 'gcj02',
    coordinatesAvailable: known,
    ...(known ? { latitude, longitude } : {}),
    ...(label === null ? {} : { label }),
    ...(address === null ? {} : { address }),
    fallback: `[location]${spaced(label)}${spaced(address)}`,
  };
}

function toLink(content: Fields): MessagePart {
  const [url, title, description] = [readText(content['url']) ?? '', readText(content['title']), readText(content['desc'])];
  return {
    partId: '1',
    type: 'link',
    url,
    ...(title === null ? {} : { title }),
    ...(description === null ? {} : { description }),
    fallback: `[link]${spaced(title)}${spaced(url)}`,
  };
}

function toCard(kind: 'contact' | 'mini_program' | 'product', fallback: string, data: Fields): MessagePart {
  return {
    partId: '1',
    type: 'card',
    kind,
    fallback,
    data: Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)),
  };
}

function describeMenu(content: Fields): string {
  const items = Array.isArray(content['list']) ? content['list'].filter(isObject) : [];
  const lines = items.map((item) => {
    const inside = item[readText(item['type']) ?? ''];
    const words = isObject(inside) ? readText(inside['content']) : null;
    return words === null ? null : `· ${words}`;
  });
  return (
    [readText(content['head_content']), ...lines, readText(content['tail_content'])].filter((line) => line !== null).join('\n') || '[menu]'
  );
}

/** Prices are told in fen. */
function toPrice(fen: unknown): string | null {
  const number = readNumber(fen);
  return number === null ? null : `¥${(number / 100).toFixed(2)}`;
}

/** White space in the middle of what a customer wrote is his; only what is no text is nothing. */
function readRawText(value: unknown): string | null {
  return typeof value === 'string' ? value : readText(value);
}

function spaced(text: string | null): string {
  return text === null ? '' : ` ${text}`;
}
