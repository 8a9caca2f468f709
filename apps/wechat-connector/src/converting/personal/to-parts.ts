import type { Media, MessagePart } from '#contracts';
import { stripBlanks } from './blanks.js';
import type { MessageDetails } from './details.js';
import { toLocationPart } from './location.js';
import { MEDIA_PARTS } from './message-types.js';
import { toNoticePart } from './notices.js';
import type { PuppetMessage } from './puppet-message.js';
import { readReferringXml, splitQuote, type QuotingText } from './quote.js';
import { attributeOf, elementOf, isXml } from './xml-fields.js';

/** Longest fallback that a part may have; a text above it is cut, the raw payload keeps it whole. */
const LONGEST = 65_536;

export interface ConvertedParts {
  readonly parts: readonly MessagePart[];
  readonly plainText: string;
  /** Absent where all of it is new. */
  readonly newText?: string;
  readonly quotedRemoteId?: string;
  readonly truncated: boolean;
}

/** Every kind of message, as parts. What nobody knows yet is `unsupported`, with what its text says. Pure. */
export function toParts(message: PuppetMessage, details: MessageDetails): ConvertedParts {
  const quote = findQuote(message);
  const parts = quote === null ? [toPart(message, details)] : toQuotingParts(quote);
  const whole = stripBlanks(parts.map(({ fallback }) => fallback).join('\n'));
  return {
    parts: parts.map((part) => ({ ...part, fallback: part.fallback.slice(0, LONGEST) })),
    plainText: whole.slice(0, LONGEST),
    ...(quote === null ? {} : { newText: stripBlanks(quote.reply).slice(0, LONGEST) }),
    ...(quote?.remoteMessageId ? { quotedRemoteId: quote.remoteMessageId } : {}),
    truncated: whole.length > LONGEST,
  };
}

function findQuote({ type, text }: PuppetMessage): QuotingText | null {
  if (type === 'Text') return isXml(text) ? readReferringXml(text) : splitQuote(stripBlanks(text));
  // Puppets that do not know answers call them links or nothing.
  return type === 'Url' || type === 'Unknown' ? readReferringXml(text) : null;
}

function toQuotingParts({ head, quoted, remoteMessageId, reply }: QuotingText): MessagePart[] {
  const quote = { partId: '1', type: 'quote', fallback: head, text: quoted, ...(remoteMessageId ? { remoteMessageId } : {}) } as const;
  return [quote, { partId: '2', type: 'text', text: reply, fallback: reply }];
}

function toPart(message: PuppetMessage, details: MessageDetails): MessagePart {
  const { type, text } = message;
  const partId = '1';
  const media = MEDIA_PARTS[type];
  if (media !== undefined) return toMediaPart(media, message, details);
  switch (type) {
    case 'Text': {
      const words = stripBlanks(text);
      return { partId, type: 'text', text: words.slice(0, LONGEST), fallback: words };
    }
    case 'Location':
      return toLocationPart(partId, text, details.location);
    case 'Url':
      return toLinkPart(text, details);
    case 'Contact':
      return toContactPart(text, details);
    case 'MiniProgram':
      return toMiniProgramPart(text, details);
    default:
      return toNoticePart(partId, message) ?? toUnsupported(message, details);
  }
}

function toMediaPart(
  type: 'image' | 'file' | 'audio' | 'video' | 'sticker',
  { text, fileName }: PuppetMessage,
  { media, mediaProblem }: MessageDetails,
): MessagePart {
  const known: Media = media ?? { state: 'pending', ...(fileName === null ? {} : { fileName: fileName.slice(0, 1024) }) };
  const name = known.fileName ?? fileName ?? '';
  const words = type === 'sticker' ? stickerName(text) : type === 'image' || type === 'audio' ? '' : name;
  const problem = mediaProblem === null ? '' : ` (not kept: ${mediaProblem})`;
  const fallback = `[${type}]${words ? ` ${words}` : ''}${problem}`;
  if (type !== 'sticker') return { partId: '1', type, fallback, media: known };
  return { partId: '1', type, fallback, ...(media === null ? {} : { media }), ...(words ? { name: words } : {}) };
}

function stickerName(xml: string): string {
  return attributeOf(xml, 'emoji', 'attachedtext') ?? (isXml(xml) ? '' : stripBlanks(xml).slice(0, 100));
}

function toLinkPart(text: string, { link }: MessageDetails): MessagePart {
  const url = link?.url ?? elementOf(text, 'url');
  const title = link?.title ?? elementOf(text, 'title') ?? undefined;
  const description = link?.description ?? elementOf(text, 'des') ?? undefined;
  if (url === null) return { partId: '1', type: 'unsupported', nativeType: 'Url', fallback: `[link] ${title ?? ''}`.trim() };
  const words = [title, description, url].filter((word) => word !== undefined && word !== '').join('\n');
  return {
    ...{ partId: '1', type: 'link', url, fallback: words },
    ...(title ? { title } : {}),
    ...(description ? { description } : {}),
  };
}

function toContactPart(text: string, { card }: MessageDetails): MessagePart {
  const id = card?.contactId ?? attributeOf(text, 'msg', 'username');
  const name = card?.name ?? attributeOf(text, 'msg', 'nickname');
  const data = { ...(id === null ? {} : { contactId: id }), ...(name === null ? {} : { name }) };
  return { partId: '1', type: 'card', kind: 'contact', data, fallback: `[contact card] ${name ?? id ?? ''}`.trim() };
}

function toMiniProgramPart(text: string, { miniProgram }: MessageDetails): MessagePart {
  const read = {
    title: elementOf(text, 'title'),
    username: elementOf(text, 'username'),
    appid: elementOf(text, 'appid'),
    pagePath: elementOf(text, 'pagepath'),
  };
  const data = { ...Object.fromEntries(Object.entries(read).filter(([, value]) => value !== null)), ...miniProgram };
  const title = 'title' in data ? String(data['title']) : '';
  return { partId: '1', type: 'card', kind: 'mini_program', data, fallback: `[mini program] ${title}`.trim() };
}

function toUnsupported({ type, text }: PuppetMessage, { media, mediaProblem }: MessageDetails): MessagePart {
  // Puppets call a file of a kind they do not know "Unknown": when it has bytes, it is a file.
  if (type === 'Unknown' && media !== null)
    return {
      partId: '1',
      type: 'file',
      media,
      fallback: `[file] ${media.fileName ?? ''}${mediaProblem ? ` (not kept: ${mediaProblem})` : ''}`.trim(),
    };
  const words = isXml(text) ? (elementOf(text, 'title') ?? elementOf(text, 'content') ?? '') : stripBlanks(text);
  return { partId: '1', type: 'unsupported', nativeType: type, fallback: words === '' ? `[${type}]` : words };
}
