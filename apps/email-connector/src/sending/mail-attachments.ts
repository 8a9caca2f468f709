import type Mail from 'nodemailer/lib/mailer/index.js';
import type { BlobRef, MessagePart } from '#contracts';
import { toFileName } from './header-values.js';

/** Whoever brought a file said what it is: only a plain name of a type goes into a header, and none that opens parts of its own. */
function toContentType(declared: string | undefined): string {
  const type = declared?.trim().toLowerCase() ?? '';
  if (!/^[a-z0-9][\w.+-]{0,60}\/[a-z0-9][\w.+-]{0,100}$/.test(type)) return 'application/octet-stream';
  if (type.startsWith('multipart/') || (type.startsWith('message/') && type !== 'message/rfc822')) return 'application/octet-stream';
  return type;
}

function toContentId(id: string | undefined): string | undefined {
  const bare = id?.replace(/^<(.*)>$/s, '$1');
  return bare !== undefined && /^[\x21-\x3b\x3d\x3f-\x7e]{1,200}$/.test(bare) ? bare : undefined;
}

/** Files of a reply. One that its HTML shows is bound to it (`multipart/related`); all others stand beside the text, an image too. */
export async function toAttachments(
  parts: readonly MessagePart[],
  html: string,
  readBlob: (ref: BlobRef) => Promise<Buffer>,
): Promise<Mail.Attachment[]> {
  const attachments: Mail.Attachment[] = [];
  for (const part of parts) {
    if (!('media' in part) || !part.media?.blobRef) continue;
    const { fileName, detectedType, declaredType, blobRef } = part.media;
    const cid = toContentId('contentId' in part ? part.contentId : undefined);
    const shown = cid !== undefined && html.includes(`cid:${cid}`);
    const contentType = toContentType(detectedType ?? declaredType);
    attachments.push({
      filename: toFileName(fileName ?? `${part.type}-${part.partId}`),
      content: await readBlob(blobRef),
      contentType,
      ...(shown ? { cid, contentDisposition: 'inline' as const } : { contentDisposition: 'attachment' as const }),
      // What a text file is written in nobody said; a charset that nodemailer adds would be a guess.
      ...(contentType.startsWith('text/') ? { contentTransferEncoding: 'base64' as const } : {}),
    });
  }
  return attachments;
}
