import { toMediaPart, type Attachment, type ReplyChannel } from '../attachments/attachment.js';
import { isFormatted, toHtml, toPlain } from '#contracts/marked-text';

/** What was written as parts of a message: plain words always, with HTML beside them where marks were used. */
export function makeParts(text: string, attachments: readonly Attachment[], channel: ReplyChannel | null) {
  const words = text.trim();
  const plain = toPlain(words);
  return [
    ...(words === '' ? [] : [{ partId: 'text', type: 'text' as const, text: plain, fallback: plain }]),
    ...(isFormatted(words) ? [{ partId: 'html', type: 'html' as const, html: toHtml(words), fallback: plain }] : []),
    ...attachments.filter(({ ref }) => ref !== null).map((each) => toMediaPart(each, channel)),
  ];
}
