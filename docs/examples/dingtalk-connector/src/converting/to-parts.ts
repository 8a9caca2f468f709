import type { MessagePart } from '@tributary/connector-sdk/contracts';
import type { RobotMessage } from './robot-message.js';

const MAX_PARTS = 32;
const MAX_CHARACTERS = 65_536;

type Unnumbered = MessagePart extends infer P ? (P extends MessagePart ? Omit<P, 'partId'> : never) : never;

/** At least one part; what is not known is there as `unsupported`, and the raw bytes keep it. */
export function toParts(message: RobotMessage): MessagePart[] {
  const parts = split(message);
  const kept = parts.length > MAX_PARTS ? [...parts.slice(0, MAX_PARTS - 1), toRest(parts.length - MAX_PARTS + 1)] : parts;
  return kept.map((part, index) => ({ ...part, partId: String(index + 1) }) as MessagePart);
}

function split({ msgtype, text, content = {} }: RobotMessage): Unnumbered[] {
  const { downloadCode, fileName, duration, recognition, richText } = content;
  if (msgtype === 'text' && text !== undefined) return [toText(text.content)];
  if (msgtype === 'richText' && richText !== undefined && richText.length > 0) return richText.map(toRichPart);
  if (downloadCode === undefined) return [toUnsupported(msgtype)];
  const media = {
    state: 'pending',
    source: { ref: downloadCode },
    ...(duration === undefined ? {} : { durationMs: Math.round(duration) }),
  } as const;
  const seconds = duration === undefined ? '' : ` ${Math.round(duration / 1_000)} s`;
  if (msgtype === 'picture') return [{ type: 'image', fallback: '[picture]', media }];
  if (msgtype === 'video') return [{ type: 'video', fallback: `[video${seconds}]`, media }];
  if (msgtype === 'file') return [{ type: 'file', fallback: `[file ${fileName ?? ''}]`, media: { ...media, ...nameOf(fileName) } }];
  // DingTalk writes down what was said: that is what an agent reads first.
  if (msgtype === 'audio') return [{ type: 'audio', fallback: `[voice${seconds}] ${recognition ?? ''}`.trim(), media }];
  return [toUnsupported(msgtype)];
}

function toRichPart({ type, text, downloadCode }: NonNullable<NonNullable<RobotMessage['content']>['richText']>[number]): Unnumbered {
  if (type === 'picture' && downloadCode !== undefined)
    return { type: 'image', fallback: '[picture]', media: { state: 'pending', source: { ref: downloadCode } } };
  return text === undefined ? toUnsupported(`richText.${type ?? 'unknown'}`) : toText(text);
}

function toText(content: string): Unnumbered {
  const text = content.trim().slice(0, MAX_CHARACTERS);
  return { type: 'text', text, fallback: text };
}

function toUnsupported(nativeType: string): Unnumbered {
  return { type: 'unsupported', nativeType, fallback: `[${nativeType}: open it in DingTalk]` };
}

function toRest(count: number): Unnumbered {
  return { type: 'unsupported', nativeType: 'richText.rest', fallback: `[${count} more pieces: open it in DingTalk]` };
}

function nameOf(fileName: string | undefined) {
  return fileName === undefined ? {} : { fileName: fileName.slice(0, 1_024) };
}
