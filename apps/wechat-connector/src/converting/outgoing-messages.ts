import type { BlobRef, Capabilities, DeliveryChanged, MessagePart, ReplyRequested } from '#contracts';
import { adaptParts, type Language, type Piece } from './adapt-parts.js';
import { MIN_MEDIA_BYTES } from './wecom-limits.js';

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

const UPLOAD_TYPES = { image: 'image', audio: 'voice', video: 'video', file: 'file' } as const;

/**
 * A reply as the messages WeCom takes: words and files as for every provider (`adaptParts`), places and mini programs in forms of their own where the API has
 * them and the part has all that it asks for.
 */
export function toOutgoingMessages(
  { parts, adapt }: Pick<ReplyRequested, 'parts' | 'adapt'>,
  capabilities: Pick<Capabilities, 'out' | 'media' | 'text'>,
  language: Language,
): { readonly messages: readonly OutgoingMessage[] } | { readonly error: Failure } {
  const empty = parts.find((part) => 'media' in part && (part.media?.sizeBytes ?? MIN_MEDIA_BYTES) < MIN_MEDIA_BYTES);
  if (empty !== undefined) return { error: tooSmall(empty) };
  const messages: OutgoingMessage[] = [];
  let run: MessagePart[] = [];
  const flush = (): Failure | null => {
    if (run.length === 0) return null;
    const adapted = adaptParts({ parts: run, adapt }, capabilities, language);
    run = [];
    // An empty text beside a place is no fault.
    if ('error' in adapted) return adapted.error.code === 'reply_empty' && parts.length > 1 ? null : adapted.error;
    messages.push(...adapted.pieces.map(toMessage));
    return null;
  };
  for (const part of parts) {
    const own = capabilities.out.includes(part.type) ? toOwnForm(part) : null;
    if (own === null) {
      run.push(part);
      continue;
    }
    const error = flush();
    if (error !== null) return { error };
    messages.push(own);
  }
  const error = flush();
  if (error !== null) return { error };
  return messages.length > 0 ? { messages } : { error: EMPTY };
}

function toMessage(piece: Piece): OutgoingMessage {
  if (piece.kind === 'text') return { msgType: 'text', content: { content: piece.text } };
  const { kind, ref: blobRef, fileName, contentType } = piece;
  const type = UPLOAD_TYPES[kind];
  return { msgType: type, content: {}, file: { type, blobRef, fileName, contentType } };
}

function toOwnForm(part: MessagePart): OutgoingMessage | null {
  if (part.type === 'location' && part.coordinatesAvailable) {
    const { latitude, longitude, label = '', address = '' } = part;
    return { msgType: 'location', content: { latitude, longitude, name: label, address } };
  }
  if (part.type !== 'card' || part.kind !== 'mini_program') return null;
  const { appId, title, pagePath, thumbMediaId } = part.data;
  // Without a picture that WeCom has, there is no card: a media_id it gave us is good for three days.
  if (typeof appId !== 'string' || typeof pagePath !== 'string' || typeof thumbMediaId !== 'string') return null;
  return {
    msgType: 'miniprogram',
    content: { appid: appId, title: String(title ?? ''), pagepath: pagePath, thumb_media_id: thumbMediaId },
  };
}

const EMPTY: Failure = {
  code: 'reply_empty',
  category: 'content_rejected',
  permanent: true,
  message: 'It was not sent: there is nothing in it that can be shown',
  hint: 'Write something.',
};

function tooSmall(part: MessagePart): Failure {
  return {
    code: 'file_too_small',
    category: 'content_rejected',
    permanent: true,
    message: `It was not sent: the file of part ${part.partId} has fewer than ${MIN_MEDIA_BYTES} bytes, which WeCom does not take`,
    hint: 'Write its content into the text.',
  };
}
