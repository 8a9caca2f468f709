import { readHeaders } from './mime/headers.js';
import { idsOf } from './mime/message-ids.js';
import type { ParsedMail } from './parsed-mail.js';

const ENCLOSED = /^(?:message\/(?:rfc822|global)(?:-headers)?|text\/rfc822-headers?)$/;

/**
 * Message-ID of the mail that a read receipt (RFC 8098) or a complaint (RFC 5965) is about; null for any other mail, and where the report does not
 * say. A bounce has its own reader.
 */
export function findReportedId(mail: ParsedMail): string | null {
  if (mail.class !== 'read-receipt' && mail.class !== 'feedback-report') return null;
  for (const { contentType, content } of mail.attachments) {
    if (contentType !== 'message/disposition-notification' && !ENCLOSED.test(contentType)) continue;
    const { headers } = readHeaders(content, 0, content.length);
    const [id] = idsOf(headers.first(ENCLOSED.test(contentType) ? 'message-id' : 'original-message-id'));
    if (id !== undefined) return id;
  }
  return null;
}
