import { describe, expect, it } from '@jest/globals';
import { readWholeMails } from '../../../../test/fixtures/mails/read-fixtures.js';
import { parseMail } from './parse-mail.js';

describe('whole mails of many programs', () => {
  it.each(readWholeMails())('%s is read as written beside it', (_, raw, expected) => {
    const mail = parseMail(raw);
    const { newText, signature, subject, quoted, forward, bounce, originalMessageId, ...kind } = expected;
    expect({ class: mail.class, mayAutoReply: mail.mayAutoReply }).toEqual(kind);
    if (newText !== undefined) expect(mail.newText).toBe(newText);
    if (signature !== undefined) expect(mail.signature).toBe(signature);
    if (subject !== undefined) expect(mail.subject).toBe(subject);
    if (quoted !== undefined) expect(mail.quotedText).toContain(quoted);
    if (forward !== undefined)
      expect(mail.forward && { ...mail.forward, from: mail.forward.from?.address }).toEqual(forward && expect.objectContaining(forward));
    expect(mail.bounce?.recipients.map(({ address, status, permanent }) => [address, status, permanent])).toEqual(bounce);
    if (originalMessageId !== undefined) expect(mail.bounce?.originalMessageId).toBe(originalMessageId);
  });
});
