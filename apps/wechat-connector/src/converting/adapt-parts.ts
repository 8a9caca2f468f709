import type { BlobRef, Capabilities, DeliveryChanged, MessagePart, ReplyRequested } from '#contracts';
import { splitText } from './split-text.js';

type DeliveryError = NonNullable<DeliveryChanged['error']>;
type MediaKind = 'image' | 'audio' | 'video' | 'file';

/** One message of the remote. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: MediaKind; readonly ref: BlobRef; readonly fileName: string; readonly contentType: string };

export type Language = 'en' | 'zh';

const KINDS = new Set(['image', 'audio', 'video', 'file']);

/**
 * A reply as the messages that a channel of these capabilities takes; pure. Words that follow each other are one message, cut only where they are too
 * long. What the channel cannot carry fails the reply (`adapt: strict`), or is told of in words (`degrade`): an attachment by name, the rest by its
 * fallback.
 */
export function adaptParts(
  { parts, adapt }: Pick<ReplyRequested, 'parts' | 'adapt'>,
  capabilities: Pick<Capabilities, 'out' | 'media' | 'text'>,
  language: Language,
): { readonly pieces: readonly Piece[] } | { readonly error: DeliveryError } {
  const pieces: Piece[] = [];
  let words: string[] = [];
  const flush = () => {
    for (const text of splitText(words.join('\n\n'), capabilities.text.max)) pieces.push({ kind: 'text', text });
    words = [];
  };
  for (const part of withoutDoubles(parts)) {
    const carried = carry(part, capabilities);
    if (typeof carried === 'object' && 'kind' in carried) {
      flush();
      pieces.push(carried);
      continue;
    }
    if (typeof carried === 'string') words.push(carried);
    else if (adapt === 'strict') return { error: toError(part, carried.why) };
    else words.push(describe(part, language));
  }
  flush();
  return pieces.length > 0 ? { pieces } : { error: EMPTY };
}

/** A text and its HTML say the same: one of them is enough. */
function withoutDoubles(parts: readonly MessagePart[]): MessagePart[] {
  const texts = new Set(parts.flatMap((part) => (part.type === 'text' ? [part.fallback.trim()] : [])));
  return parts.filter((part) => part.type !== 'html' || !texts.has(part.fallback.trim()));
}

function carry(
  part: MessagePart,
  capabilities: Pick<Capabilities, 'out' | 'media'>,
): string | Piece | { readonly why: 'unsupported_part' | 'too_large' } {
  if (part.type === 'text') return part.text ?? part.fallback;
  if (part.type === 'link') return [part.title, part.url].filter((text) => text !== undefined && text !== '').join('\n');
  if (!KINDS.has(part.type) || !('media' in part) || part.media === undefined) return { why: 'unsupported_part' };
  const { media } = part;
  const contentType = media.detectedType ?? media.declaredType ?? 'application/octet-stream';
  const kind = kindOf(part.type as MediaKind, contentType, capabilities);
  if (kind === null || media.state !== 'stored' || media.blobRef === undefined) return { why: 'unsupported_part' };
  if ((media.sizeBytes ?? 0) > capabilities.media[kind]!.maxBytes) return { why: 'too_large' };
  return { kind, ref: media.blobRef, fileName: media.fileName ?? `${kind}.${contentType.split('/')[1] ?? 'bin'}`, contentType };
}

/** An attachment that is a picture goes as one where files cannot, and a picture of a kind that cannot be shown as a file. */
function kindOf(type: MediaKind, contentType: string, { out, media }: Pick<Capabilities, 'out' | 'media'>): MediaKind | null {
  const byContent = contentType.split('/')[0] as MediaKind;
  const candidates = [type, ...(type === 'file' && KINDS.has(byContent) ? [byContent] : []), 'file' as const];
  const fits = (kind: MediaKind) => {
    const mimes = media[kind]?.mimes ?? [];
    return out.includes(kind) && (mimes.includes('*/*') || mimes.includes(contentType));
  };
  return candidates.find(fits) ?? null;
}

function describe(part: MessagePart, language: Language): string {
  if (!('media' in part) || part.media === undefined || !KINDS.has(part.type)) return part.fallback;
  const { fileName, sizeBytes } = part.media;
  const size =
    sizeBytes === undefined
      ? ''
      : `, ${sizeBytes < 1_048_576 ? `${Math.ceil(sizeBytes / 1024)} kB` : `${(sizeBytes / 1_048_576).toFixed(1)} MB`}`;
  const name = `${fileName ?? part.type}${size}`;
  return language === 'zh'
    ? `[附件 ${name}：此处无法发送，如有需要请告知邮箱]`
    : `[attachment ${name}: it cannot be sent here; tell us a mail address if you need it]`;
}

const EMPTY: DeliveryError = {
  code: 'reply_empty',
  category: 'content_rejected',
  permanent: true,
  message: 'It was not sent: there is nothing in it that can be shown',
  hint: 'Write something.',
};

function toError(part: MessagePart, category: 'unsupported_part' | 'too_large'): DeliveryError {
  const why = category === 'too_large' ? 'is too large for this channel' : 'is of a kind that this channel cannot carry';
  return {
    code: category,
    category,
    permanent: true,
    message: `It was not sent: part ${part.partId} (${part.type}) ${why}`,
    hint: 'Send it in another form or by another channel, or let the reply be adapted.',
  };
}
