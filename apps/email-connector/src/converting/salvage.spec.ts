import { describe, expect, it } from '@jest/globals';
import { salvageMail } from './salvage.js';

const FAILURE = { code: 'parser_timeout', message: 'parsing took longer than 1500 ms' };
const salvage = (headers: string) => salvageMail(Buffer.from(`${headers}\r\n\r\nwords`, 'latin1'), FAILURE);

describe('a mail that could not be read', () => {
  it('has what its headers say', () => {
    const headers =
      'From: Ann <ann@example.net>\r\nTo: b@example.com, c@example.com\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <m@x>';
    expect(salvage(headers)).toMatchObject({
      messageId: 'm@x',
      subject: 'Grüße',
      from: { name: 'Ann', address: 'ann@example.net' },
      to: [{ address: 'b@example.com' }, { address: 'c@example.com' }],
      warnings: ['parser_timeout'],
    });
  });

  it.each([
    ['blanks in addresses', 'To: a', ' ', 'b'],
    ['nested groups', 'To: ', 'a:', ''],
    ['open brackets', 'Cc: ', '<a', ''],
    ['brackets behind an id', 'Message-ID: ', '>', 'x'],
    ['brackets behind references', 'References: ', '>', 'x'],
    ['open encoded words', 'Subject: ', '=?a?q?', ''],
    ['bytes between encoded words', 'Subject: ', '=?a?q?b?=\xff\xe9', ''],
    ['bytes between encoded words of a name', 'From: ', '=?a?q?b?=\xff\xe9', ' <a@b.c>'],
    ['blanks in a date', 'Date: ', ' 1', 'x'],
  ])('holds up the main process for no time: %s', (_, head, piece, tail) => {
    const headers = `${head}${piece.repeat(Math.floor(64_000 / piece.length))}${tail}`;
    salvage(headers);
    const times = [1, 2, 3].map(() => {
      const began = process.cpuUsage();
      salvage(headers);
      return process.cpuUsage(began).user / 1_000;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });
});
