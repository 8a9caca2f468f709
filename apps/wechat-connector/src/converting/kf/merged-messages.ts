import { type Fields, isObject, parseObject, readText } from './kf-item.js';

const MAX_ITEMS = 200;
/** Chat records hold chat records. */
const MAX_DEPTH = 3;

const MARKS: Readonly<Record<string, string>> = {
  image: '[image]',
  voice: '[voice message]',
  video: '[video]',
  file: '[file]',
  location: '[location]',
  link: '[link]',
  miniprogram: '[mini program]',
  business_card: '[contact card]',
  merged_msg: '[chat record]',
};

/** A forwarded chat record as text: a line each, with who said it. The platform gives no ids that its pictures could be fetched by. */
export function describeMerged(content: Fields, depth = 0): string {
  const indent = '  '.repeat(depth + 1);
  const title = `[chat record] ${readText(content['title']) ?? ''}`.trim();
  const items = Array.isArray(content['item']) ? content['item'].filter(isObject) : [];
  const lines = items.slice(0, MAX_ITEMS).map((item) => `${indent}${readText(item['sender_name']) ?? '?'}: ${describeItem(item, depth)}`);
  const rest = items.length > MAX_ITEMS ? [`${indent}… (+${items.length - MAX_ITEMS})`] : [];
  return [title, ...lines, ...rest].join('\n');
}

/** `msg_content` is JSON in a text: `{"msgtype": "text", "text": {"content": …}}`. */
function describeItem(item: Fields, depth: number): string {
  const written = item['msg_content'];
  const inside = typeof written === 'string' ? parseObject(written) : isObject(written) ? written : null;
  if (inside === null) return readText(written) ?? '[?]';
  const named = readText(inside['msgtype']) ?? readText(item['msgtype']) ?? '';
  const kind = isObject(inside[named]) ? named : (Object.keys(inside).find((key) => isObject(inside[key])) ?? named);
  const body = isObject(inside[kind]) ? inside[kind] : inside;
  if (kind === 'merged_msg' && depth + 1 < MAX_DEPTH) return describeMerged(body, depth + 1).trimStart();
  const words = readText(body['content']) ?? readText(body['title']) ?? readText(body['name']) ?? readText(body['filename']);
  if (kind === 'text' && words !== null) return words;
  const mark = Object.hasOwn(MARKS, kind) ? MARKS[kind] : kind === '' ? '' : `[${kind}]`;
  return `${mark}${words === null ? '' : ` ${words}`}`.trim() || '[?]';
}
