import type { BlobRef, MessagePart } from '#contracts';
import { hash } from 'node:crypto';
import { findShownIds } from './html/shown-ids.js';
import { countRemoteContents } from './html/remote-content.js';
import { toCalendarParts } from './enclosed/calendar-part.js';
import { toEnclosedParts } from './enclosed/enclosed-mail.js';
import { isTnef } from './enclosed/hidden-body.js';
import { toProtectionParts } from './enclosed/protection.js';
import { readTnef } from './mime/tnef.js';
import type { Attachment, ParsedMail } from './parsed-mail.js';
import { cutText } from './wording.js';

export interface PartsAndBlobs {
  readonly parts: MessagePart[];
  /** Attachments and bodies too large for an event. */
  readonly blobs: Buffer[];
  /** Attachments beyond the last part; their bytes are among the blobs. */
  readonly others: { fileName: string | null; blobRef: string; sizeBytes: number }[];
}

const MAX_INLINE_CHARS = 65_536;
const MAX_PARTS = 32;
const PREVIEW_CHARS = 2_000;
/** Of all that attachments say in words, as JSON. */
const MAX_DESCRIBED_BYTES = 98_304;

/** Parts of the message: text, unreadable source, html, what attachments say in words, then the attachments themselves in the order of the mail. */
export function toParts(mail: ParsedMail): PartsAndBlobs {
  const parts: MessagePart[] = [];
  const blobs: Buffer[] = [];
  const others: PartsAndBlobs['others'] = [];
  const nextId = () => String(parts.length + 1);
  if (mail.text !== '') parts.push(toTextPart(nextId(), mail.text, blobs));
  if (mail.salvaged !== null) {
    parts.push({ partId: nextId(), type: 'unsupported', nativeType: 'multipart', fallback: cutText(mail.salvaged, MAX_INLINE_CHARS) });
  }
  if (mail.html !== null && mail.html !== '') parts.push(toHtmlPart(nextId(), mail.html, blobs));
  const attachments = mail.attachments.flatMap(openTnef);
  for (const part of describeAttachments(mail, attachments)) parts.push({ partId: nextId(), ...part });
  const shown = findShownIds(mail.html);
  const chosen = chooseAttachments(attachments, shown, MAX_PARTS - 1 - parts.length);
  for (const attachment of attachments) {
    blobs.push(attachment.content);
    if (chosen.has(attachment)) parts.push(toMediaPart(nextId(), attachment, isIn(shown, attachment)));
    else others.push({ fileName: attachment.fileName, blobRef: refOf(attachment.sha256), sizeBytes: attachment.content.length });
  }
  if (others.length > 0) {
    const names = others.map((other) => other.fileName ?? 'unnamed').join(', ');
    parts.push({
      partId: nextId(),
      type: 'unsupported',
      nativeType: 'attachments',
      fallback: cutText(`${others.length} more attachments: ${names}`, PREVIEW_CHARS),
    });
  }
  if (parts.length === 0) parts.push({ partId: '1', type: 'text', text: '', fallback: '' });
  return { parts, blobs, others };
}

/** How it is protected, invitations and enclosed mails. Not the mail of ours that came back: that is known here. */
function describeAttachments(mail: ParsedMail, attachments: readonly Attachment[]) {
  const protection = toProtectionParts(mail);
  if (attachments.length === 0) return protection;
  const cameBack = mail.class === 'bounce' || mail.class === 'feedback-report';
  return cutToBudget([...protection, ...toCalendarParts(attachments), ...(cameBack ? [] : toEnclosedParts(attachments))]);
}

/** An event has a size (512 KiB) that the customer's own words need: what does not fit is told shorter, or lies in its attachment only. */
function cutToBudget<Part extends { readonly type: string; readonly fallback: string }>(parts: readonly Part[]): Part[] {
  let left = MAX_DESCRIBED_BYTES;
  return parts.flatMap((part) => {
    const forms = part.type === 'quote' ? [part, { ...part, text: part.fallback }] : [part];
    const fitting = forms.find((form) => Buffer.byteLength(JSON.stringify(form)) <= left);
    if (fitting !== undefined) left -= Buffer.byteLength(JSON.stringify(fitting));
    return fitting === undefined ? [] : [fitting];
  });
}

function toTextPart(partId: string, text: string, blobs: Buffer[]): MessagePart {
  const clean = cutText(text, text.length);
  if (clean.length <= MAX_INLINE_CHARS) return { partId, type: 'text', text: clean, fallback: clean };
  const bytes = Buffer.from(clean, 'utf8');
  blobs.push(bytes);
  return { partId, type: 'text', textRef: hashOf(bytes), fallback: cutText(clean, PREVIEW_CHARS) };
}

function toHtmlPart(partId: string, html: string, blobs: Buffer[]): MessagePart {
  const clean = cutText(html, html.length);
  const remoteContents = countRemoteContents(clean) || undefined;
  if (clean.length <= MAX_INLINE_CHARS) return { partId, type: 'html', html: clean, fallback: '', remoteContents };
  const bytes = Buffer.from(clean, 'utf8');
  blobs.push(bytes);
  return { partId, type: 'html', htmlRef: hashOf(bytes), fallback: '', remoteContents };
}

function toMediaPart(partId: string, attachment: Attachment, isShown: boolean): MessagePart {
  const kind = /^(image|audio|video)\//.exec(attachment.contentType)?.[1] as 'image' | 'audio' | 'video' | undefined;
  const fileName = attachment.fileName === null ? undefined : cutText(attachment.fileName, 1_024);
  const contentId = attachment.contentId === null ? undefined : cutText(attachment.contentId, 512);
  return {
    partId,
    type: kind ?? 'file',
    fallback: `[${fileName ?? attachment.contentType}]`,
    media: {
      state: 'stored',
      blobRef: refOf(attachment.sha256),
      fileName,
      declaredType: cutText(attachment.contentType, 255),
      sizeBytes: attachment.content.length,
      sha256: attachment.sha256,
      scan: { status: 'not_scanned' },
    },
    // Whatever its own header says: what the HTML shows at its place hangs on nothing.
    inline: attachment.inline || isShown,
    contentId,
  };
}

/** Those that become parts: where they are too many, what the HTML shows at its place before all others. */
function chooseAttachments(attachments: readonly Attachment[], shown: ReadonlySet<string>, room: number): ReadonlySet<Attachment> {
  if (attachments.length <= room) return new Set(attachments);
  const first = attachments.filter((attachment) => isIn(shown, attachment));
  const others = attachments.filter((attachment) => !isIn(shown, attachment));
  return new Set([...first, ...others].slice(0, room));
}

function isIn(shown: ReadonlySet<string>, { contentId }: Attachment): boolean {
  return contentId !== null && shown.has(contentId.toLowerCase());
}

/** The files in Outlook's `winmail.dat` instead of it, for nobody else can open it; itself when there are none. The raw mail keeps it. */
function openTnef(attachment: Attachment): Attachment[] {
  const files = isTnef(attachment) ? readTnef(attachment.content) : null;
  if (files === null) return [attachment];
  return files.map((file) => ({ ...file, inline: file.contentId !== null, sha256: hash('sha256', file.content, 'hex') }));
}

function hashOf(bytes: Buffer): BlobRef {
  return refOf(hash('sha256', bytes, 'hex'));
}

function refOf(sha256: string): BlobRef {
  return `sha256:${sha256}` as BlobRef;
}
