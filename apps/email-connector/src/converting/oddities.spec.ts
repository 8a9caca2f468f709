import { describe, expect, it } from '@jest/globals';
import { hasSmuggledCommand } from './oddities.js';
import { parseMail } from './parse-mail.js';

const odd = (headers: string) => parseMail(Buffer.from(`${headers}\r\nDate: Sat, 28 Nov 2026 10:00:00 +0000\r\n\r\nHello`)).oddities;

describe('what is odd about a header', () => {
  it.each<[string, string[]]>([
    ['From: Ann <ann@customer.test>\r\nSubject: Hello', []],
    ['From: "ann@customer.test" <ann@customer.test>', []],
    ['From: Ann @ Home <ann@customer.test>', []],
    ['From: =?utf-8?Q?Ann?= <ann@customer.test>\r\nSubject: =?utf-8?Q?two?=\r\n =?utf-8?Q?_lines?=', []],
    ['From: "boss@desk.test" <eve@evil.test>', ['name_shows_other_address']],
    ['From: ann@customer.test, eve@evil.test', ['several_senders']],
    ['From: ann@customer.test\r\nTo: a@desk.test\r\nTo: b@desk.test', ['repeated_field']],
    ['From: ann@customer.test\r\nReceived: a\r\nReceived: b', []],
    ['From: ann@customer.test\r\nSubject: =?utf-8?Q?Hi=0D=0ABcc:_x?=', ['line_break_in_header']],
  ])('%s', (headers, expected) => {
    expect(odd(headers)).toEqual(expected);
  });
});

describe('a second mail in the first', () => {
  it.each([
    ['words\n.\nMAIL FROM:<a@b.test>\r\n', true],
    ['words\n.\r\nmail from:<a@b.test>\r\n', true],
    ['words\r\n.\nEHLO x\r\n', true],
    ['words\r\n.\r\nQUIT\r\n', true],
    ['words\r\n.\r\nmore words\r\n', false],
    ['words\r\n..\r\nQUIT\r\n', false],
    ['words\r\n. MAIL FROM\r\n', false],
    [`${'\n.\n'.repeat(100_000)}MAIL FROM:<late@b.test>`, false],
  ])('%#', (body, found) => {
    expect(hasSmuggledCommand(Buffer.from(body))).toBe(found);
  });
});
