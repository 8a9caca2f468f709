import { describe, expect, it } from '@jest/globals';
import { parseMail } from './parse-mail.js';
import { toParts } from './to-parts.js';

const CJK = '打印机坏了，请尽快处理。'.repeat(3_000);
const enclosed = (at: number) =>
  `--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: ann${at}@customer.test\r\nSubject: ${at}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${CJK}\r\n`;
const invitation = (at: number) => {
  const people = Array.from({ length: 60 }, (_, n) => `ATTENDEE;CN=${'王小明'.repeat(40)}:mailto:p${n}@customer.test`).join('\r\n');
  const event = `BEGIN:VEVENT\r\nUID:${at}\r\nSUMMARY:${CJK.slice(0, 3_000)}\r\nDESCRIPTION:${CJK.slice(0, 6_000)}\r\nDTSTART:20260302T100000Z\r\n${people}\r\nEND:VEVENT`;
  return `--b\r\nContent-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n${event}\r\nEND:VCALENDAR\r\n`;
};

describe('what attachments say in words', () => {
  it('leaves room for the words of the mail, and keeps every attachment', () => {
    const attachments = [1, 2, 3, 4, 5].map(enclosed).join('') + [1, 2, 3].map(invitation).join('');
    const raw = `From: ann@customer.test\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee these.\r\n${attachments}--b--\r\n`;
    const { parts } = toParts(parseMail(Buffer.from(raw)));
    expect(Buffer.byteLength(JSON.stringify(parts))).toBeLessThan(150_000);
    expect(parts.filter(({ type }) => type === 'file')).toHaveLength(8);
    expect(parts.filter(({ type }) => type === 'quote').length).toBeGreaterThan(0);
    expect(parts[0]).toMatchObject({ type: 'text', text: 'See these.' });
  });
});
