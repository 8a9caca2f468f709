import type { BlobRef, DeliveryChanged, MessagePart } from '#contracts';
import { KF_TEXT_BYTES, MIN_MEDIA_BYTES, splitToBytes, WECOM_MEDIA } from './wecom-limits.js';

type Failure = NonNullable<DeliveryChanged['error']>;

/** A file to be uploaded before the message that names it. */
export interface OutgoingFile {
  /** `type` of media/upload. */
  readonly type: 'image' | 'voice' | 'video' | 'file';
  readonly blobRef: BlobRef;
  readonly fileName: string;
  readonly contentType: string;
}

/** One message of kf/send_msg or message/send: its `msgtype`, what stands under that name, and the file whose `media_id` is still to come. */
export interface OutgoingMessage {
  readonly msgType: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly file?: OutgoingFile;
}

/** Kinds of message that the API in question takes. */
export interface OutgoingKinds {
  readonly location: boolean;
  /** 微信客服: a link needs a picture of its own (`thumb_media_id`); without one it goes as text. */
  readonly link: boolean;
  readonly miniProgram: boolean;
}

type Converted = { readonly messages: readonly OutgoingMessage[] } | { readonly error: Failure };

/** Where parts do not fit: `strict` refuses the reply, `degrade` sends what comes nearest, for every part has words of its own. */
export function toOutgoingMessages(parts: readonly MessagePart[], adapt: 'strict' | 'degrade', kinds: OutgoingKinds): Converted {
  const messages: OutgoingMessage[] = [];
  let text = '';
  const flush = (): Failure | null => {
    if (text.trim() === '') return ((text = ''), null);
    const pieces = splitToBytes(text.trimEnd(), KF_TEXT_BYTES);
    text = '';
    if (pieces.length > 1 && adapt === 'strict') return tooLong(pieces.length);
    messages.push(...pieces.map((content) => ({ msgType: 'text', content: { content } })));
    return null;
  };
  const shown = new Set(parts.flatMap((part) => (part.type === 'text' ? [words(part)] : [])));
  for (const part of parts) {
    // The same words once more in another form.
    if (part.type === 'html' && shown.has(part.fallback)) continue;
    const own = part.type === 'text' ? words(part) : toOwnMessage(part, kinds);
    if (typeof own === 'string' || own === null) {
      if (own === null && adapt === 'strict') return { error: unsupported(part) };
      const added = own ?? part.fallback;
      text = text === '' ? added : `${text}\n${added}`;
      continue;
    }
    if ('code' in own) return { error: own };
    const failed = flush();
    if (failed !== null) return { error: failed };
    messages.push(own);
  }
  const failed = flush();
  if (failed !== null) return { error: failed };
  if (messages.length > 0) return { messages };
  return { error: { ...EMPTY, permanent: true } };
}

/** Null: only its words can be sent. */
function toOwnMessage(part: MessagePart, kinds: OutgoingKinds): OutgoingMessage | Failure | null {
  switch (part.type) {
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      return toMediaMessage(part);
    case 'location':
      return kinds.location && part.coordinatesAvailable
        ? {
            msgType: 'location',
            content: { latitude: part.latitude, longitude: part.longitude, name: part.label ?? '', address: part.address ?? '' },
          }
        : null;
    case 'link':
      // A bare address is what the customer's WeChat makes a link of by itself.
      return kinds.link
        ? { msgType: 'link', content: { title: part.title ?? part.url, desc: part.description ?? '', url: part.url } }
        : link(part);
    case 'card':
      return part.kind === 'mini_program' && kinds.miniProgram ? toMiniProgram(part.data) : null;
    case 'quote':
      return null;
    default:
      return null;
  }
}

function link(part: Extract<MessagePart, { type: 'link' }>): OutgoingMessage {
  const lines = [part.title, part.description, part.url].filter((line) => line !== undefined && line !== '');
  return { msgType: 'text', content: { content: lines.join('\n') } };
}

function toMiniProgram(data: Readonly<Record<string, unknown>>): OutgoingMessage | null {
  const { appId, title, pagePath, thumbMediaId } = data;
  // Without a picture that WeCom has, there is no card: a media_id it gave us is good for three days.
  if (typeof appId !== 'string' || typeof pagePath !== 'string' || typeof thumbMediaId !== 'string') return null;
  return {
    msgType: 'miniprogram',
    content: { appid: appId, title: String(title ?? ''), pagepath: pagePath, thumb_media_id: thumbMediaId },
  };
}

type MediaPart = Extract<MessagePart, { type: 'image' | 'audio' | 'video' | 'file' }>;

/** What does not fit its kind (a GIF, an MP3, a large picture) goes as a file: the customer gets it all the same. */
function toMediaMessage(part: MediaPart): OutgoingMessage | Failure {
  const { blobRef, detectedType, declaredType, sizeBytes = MIN_MEDIA_BYTES, fileName } = part.media;
  const name = fileName ?? `${part.type}-${part.partId}`;
  if (blobRef === undefined) return { ...NO_BYTES, permanent: true, message: `${name} has no content that could be sent` };
  if (sizeBytes > WECOM_MEDIA.file.maxBytes || sizeBytes < MIN_MEDIA_BYTES) {
    const [most, has] = [WECOM_MEDIA.file.maxBytes, sizeBytes];
    return { ...TOO_LARGE, permanent: true, message: `${name} has ${has} bytes; WeCom takes ${MIN_MEDIA_BYTES} to ${most}` };
  }
  const contentType = (detectedType ?? declaredType ?? 'application/octet-stream').toLowerCase();
  const kind = WECOM_MEDIA[part.type];
  const fits = part.type !== 'file' && sizeBytes <= kind.maxBytes && (kind.mimes as readonly string[]).includes(contentType);
  const type = fits ? kind.type : 'file';
  return { msgType: type, content: {}, file: { type, blobRef, fileName: name, contentType } };
}

function words(part: Extract<MessagePart, { type: 'text' }>): string {
  return part.text ?? part.fallback;
}

const EMPTY = {
  code: 'nothing_to_send',
  category: 'unsupported_part',
  message: 'There is nothing in the reply that could be sent',
  hint: 'Write a text, or attach a file.',
} as const;
const NO_BYTES = { code: 'file_without_content', category: 'unsupported_part', hint: 'Attach the file once more.' } as const;
const TOO_LARGE = { code: 'file_too_large', category: 'too_large', hint: 'Send a link to it, or a smaller one.' } as const;

function tooLong(pieces: number): Failure {
  return {
    code: 'text_too_long',
    category: 'too_large',
    permanent: true,
    message: `The text has more than ${KF_TEXT_BYTES} bytes: it would be ${pieces} messages`,
    hint: 'Shorten it, or allow it to be sent in pieces.',
  };
}

function unsupported(part: MessagePart): Failure {
  return {
    code: 'part_not_supported',
    category: 'unsupported_part',
    permanent: true,
    message: `WeCom cannot send a part of type ${part.type}`,
    hint: 'Send it as text, or allow the reply to be adapted.',
  };
}
