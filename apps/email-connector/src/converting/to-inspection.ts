import type { ParsedMail } from './parsed-mail.js';

/** The fields that `inspect mail` shows of a mail. */
export function toInspection(mail: ParsedMail): Record<string, unknown> {
  return {
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    subject: mail.subject,
    from: mail.from,
    to: mail.to,
    cc: mail.cc,
    replyTo: mail.replyTo,
    date: mail.date,
    text: mail.text,
    htmlPresent: mail.htmlPresent,
    html: mail.html,
    newText: mail.newText,
    quotedText: mail.quotedText,
    signature: mail.signature,
    attachments: mail.attachments.map(({ content, ...attachment }) => ({
      fileName: attachment.fileName,
      contentType: attachment.contentType,
      bytes: content.length,
      sha256: attachment.sha256,
      inline: attachment.inline,
      contentId: attachment.contentId,
    })),
    class: mail.class,
    mayAutoReply: mail.mayAutoReply,
    bounce: mail.bounce && {
      recipients: mail.bounce.recipients.map(({ address, status, replyCode, reason, permanent }) => ({
        address,
        status,
        replyCode,
        reason,
        permanent,
      })),
    },
    forward: mail.forward,
    warnings: mail.warnings,
  };
}
