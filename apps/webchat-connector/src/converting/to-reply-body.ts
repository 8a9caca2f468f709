import type { BlobRef, DeliveryError, MessagePart, ReplyRequested } from '#contracts';
import type { ReplyBody, StoredFile } from './bodies.js';

type Media = Extract<MessagePart, { type: 'image' | 'file' | 'audio' | 'video' }>;
export type ReplyConverted = { readonly body: Omit<ReplyBody, 'attempt'> } | { readonly error: DeliveryError };

/** What a page can show of a reply; what it cannot is shown by its fallback, or refuses the reply where it must be strict. */
export function toReplyBody(reply: ReplyRequested, textMax: number): ReplyConverted {
  const texts: string[] = [];
  const files: StoredFile[] = [];
  const links: { url: string; title?: string }[] = [];
  for (const part of reply.parts) {
    if (isMedia(part)) {
      const file = toFile(part);
      if (file === null)
        return { error: refuse('media_not_stored', 'unsupported_part', `${part.fallback} has no bytes that could be shown`) };
      files.push(file);
    } else if (part.type === 'link' && /^https?:\/\//i.test(part.url))
      links.push({ url: part.url, ...(part.title ? { title: part.title } : {}) });
    else if (part.type === 'text' || reply.adapt === 'degrade')
      texts.push(part.type === 'text' ? (part.text ?? part.fallback) : part.fallback);
    else return { error: refuse('part_unsupported', 'unsupported_part', `A chat cannot show a part of type ${part.type}`) };
  }
  const text = texts.join('\n\n');
  if (text.length > textMax)
    return { error: refuse('text_too_long', 'too_large', `The text has ${text.length} characters, the chat shows at most ${textMax}`) };
  const { kind, displayName } = reply.actor;
  return {
    body: {
      k: 'reply',
      commandId: reply.commandId,
      role: kind === 'agent' ? 'agent' : kind === 'bot' ? 'bot' : 'system',
      ...(displayName === undefined ? {} : { name: displayName }),
      ...(text === '' ? {} : { text }),
      ...(files.length === 0 ? {} : { files }),
      ...(links.length === 0 ? {} : { links }),
    },
  };
}

function isMedia(part: MessagePart): part is Media {
  return part.type === 'image' || part.type === 'file' || part.type === 'audio' || part.type === 'video';
}

function toFile(part: Media): StoredFile | null {
  const { blobRef, fileName, detectedType, declaredType, sizeBytes, sha256 } = part.media;
  if (blobRef === undefined) return null;
  return {
    ref: blobRef as BlobRef,
    sha256: sha256 ?? blobRef.slice('sha256:'.length),
    bytes: sizeBytes ?? 0,
    name: fileName ?? part.type,
    type: detectedType ?? declaredType ?? 'application/octet-stream',
    kind: part.type,
  };
}

function refuse(code: string, category: DeliveryError['category'], message: string): DeliveryError {
  return { code, category, permanent: true, message, hint: 'Change the answer, or use another way to this contact.' };
}
