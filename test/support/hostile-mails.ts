import { gzipSync } from 'node:zlib';
import { mailOf, htmlMail } from './bad-mails.js';

/** A mail made to cost its reader time or memory; made when it is asked for, for some are large. */
export type HostileMail = readonly [name: string, make: () => Buffer];

const text = (body: string) => mailOf('Content-Type: text/plain; charset=utf-8\r\n', body);
const fill = (piece: string, bytes: number) => piece.repeat(Math.ceil(bytes / Buffer.byteLength(piece)));
const list = (count: number, one: (i: number) => string, between = '') => Array.from({ length: count }, (_, i) => one(i)).join(between);
const MB = 1_000_000;

const multipart = (kind: string, count: number, part: (i: number) => string) =>
  mailOf(`Content-Type: multipart/${kind}; boundary=x\r\n`, `${list(count, (i) => `--x\r\n${part(i)}\r\n`)}--x--\r\n`);

const nested = (levels: number) =>
  mailOf('', '').toString('latin1').trimEnd() +
  '\r\n' +
  list(levels, (i) => `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`);

/** TNEF: a signature, then attributes whose lengths say more, or nothing, of what follows. */
function winmail(lengths: readonly number[]): Buffer {
  const le = (n: number, bytes: number) => Buffer.from(Array.from({ length: bytes }, (_, i) => (n >>> (8 * i)) & 255));
  const pieces = [le(0x223e9f78, 4), le(1, 2)];
  for (const length of lengths) pieces.push(le(2, 1), le(0x0006800f, 4), le(length, 4), Buffer.alloc(Math.min(length, 64)), le(0, 2));
  const content = Buffer.concat(pieces).toString('base64').replace(/.{76}/g, '$&\r\n');
  return mailOf('Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n', content);
}

const report = (words: string) =>
  Buffer.from(
    `Return-Path: <>\r\nFrom: MAILER-DAEMON@example.net\r\nSubject: failure notice\r\n\r\nIt could not be delivered.\r\n${words}`,
  );

const STRUCTURE: readonly HostileMail[] = [
  ['100 000 nested groups of recipients', () => mailOf(`To: ${'a:'.repeat(100_000)}x@example.com${';'.repeat(100_000)}\r\n`, 'hi')],
  ['100 000 nested comments', () => mailOf(`To: ${'('.repeat(100_000)}${')'.repeat(100_000)} a@example.com\r\n`, 'hi')],
  ['open quotes in 1 MB of recipients', () => mailOf(`To: ${fill('"a\\" <', MB)}\r\n`, 'hi')],
  ['a million recipients', () => mailOf(`To: ${'a@b.example,\r\n '.repeat(MB)}x@example.com\r\n`, 'hi')],
  ['100 000 fields of recipients', () => mailOf('To: a@b.example\r\n'.repeat(100_000), 'hi')],
  ['100 000 references', () => mailOf(`References: ${list(100_000, (i) => `<r${i}@example.net>`, '\r\n ')}\r\n`, 'hi')],
  ['a header of 10 MB', () => mailOf(`Subject: ${fill('word ', 10 * MB)}\r\n`, 'hi')],
  [
    '10 MB of fields',
    () =>
      mailOf(
        list(200_000, (i) => `X-Field-${i}: ${'v'.repeat(30)}\r\n`),
        'hi',
      ),
  ],
  ['a field folded a million times', () => mailOf(`Subject: ${'a\r\n '.repeat(MB)}\r\n`, 'hi')],
  ['50 000 encoded words', () => mailOf(`Subject: ${'=?utf-8?Q?=E2=9C=93?=\r\n '.repeat(50_000)}\r\n`, 'hi')],
  [
    '50 000 encoded words of changing charsets',
    () =>
      mailOf(`Subject: ${list(50_000, (i) => `=?${['gbk', 'big5', 'koi8-r', 'iso-2022-jp'][i % 4]!}?B?xOO6ww==?=`, '\r\n ')}\r\n`, 'hi'),
  ],
  ['encoded words that never end', () => mailOf(`Subject: ${fill('=?utf-8?Q?', 2 * MB)}\r\n`, 'hi')],
  [
    'a file name in 10 000 continuations',
    () => mailOf(`Content-Type: text/plain;${list(10_000, (i) => `\r\n name*${i}*=%e2%9c%93`, ';')}\r\n`, 'hi'),
  ],
  ['a million parameters', () => mailOf(`Content-Type: text/plain; ${'a=b; '.repeat(MB)}\r\n`, 'hi')],
  ['20 000 parts', () => multipart('mixed', 20_000, () => 'Content-Type: text/plain\r\n\r\nhi')],
  ['20 000 files', () => multipart('mixed', 20_000, (i) => `Content-Disposition: attachment; filename=f${i}\r\n\r\nhi`)],
  ['20 000 alternatives', () => multipart('alternative', 20_000, () => 'Content-Type: text/html\r\n\r\n<p>hi</p>')],
  ['2 000 nestings', () => Buffer.from(nested(2_000))],
  ['2 000 enclosed mails, one in the other', () => Buffer.from(list(2_000, () => 'Content-Type: message/rfc822\r\n\r\n') + 'hi')],
  [
    'enclosed mails and multiparts by turns',
    () =>
      Buffer.from(
        list(1_000, (i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\nContent-Type: message/rfc822\r\n\r\n`) + 'hi',
      ),
  ],
  [
    'boundaries that begin alike',
    () => mailOf(`Content-Type: multipart/mixed; boundary=${'b'.repeat(70)}\r\n`, fill(`--${'b'.repeat(69)}\r\n`, 5 * MB)),
  ],
  ['delimiters without end', () => mailOf('Content-Type: multipart/mixed; boundary=x\r\n', fill('--x', 5 * MB))],
  ['a boundary of nothing', () => mailOf('Content-Type: multipart/mixed; boundary=""\r\n', fill('--\r\n', 5 * MB))],
  [
    'one boundary at every level',
    () => mailOf('Content-Type: multipart/mixed; boundary=x\r\n', fill('--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n', 2 * MB)),
  ],
  ['100 000 recipients of a report', () => report(list(100_000, (i) => `<a${i}@b.example>: 550 5.1.1 User unknown\r\n`))],
  [
    'a machine part of 100 000 recipients',
    () =>
      mailOf(
        'Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n',
        `--x\r\n\r\nfailed\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n${list(100_000, (i) => `Final-Recipient: rfc822; a${i}@b.c\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n`)}--x--`,
      ),
  ],
];

const CONTENT: readonly HostileMail[] = [
  ['25 MB of <div>', () => htmlMail(fill('<div>', 24 * MB))],
  ['25 MB of <div> with words', () => htmlMail(fill('<div>word</div>', 24 * MB))],
  ['2 MB of nested block quotes', () => htmlMail(fill('<blockquote type="cite">', 2 * MB))],
  ['200 000 block quotes without a mark', () => htmlMail('<blockquote>a</blockquote>'.repeat(200_000))],
  ['block quotes between answers', () => htmlMail(fill('<blockquote type=cite>q</blockquote>a<br>', MB))],
  [
    'attributions above block quotes',
    () => htmlMail(fill('<p>On 2 Mar 2026 09:00, A &lt;a@b.c&gt; wrote:</p><blockquote>q</blockquote>', MB)),
  ],
  ['nested containers of Gmail', () => htmlMail(fill('<div class="gmail_quote">On 2 Mar 2026', MB))],
  ['tags that never close', () => htmlMail(fill('<a href="x', 5 * MB))],
  ['open comments and declarations', () => htmlMail(fill('<!--<![CDATA[<!x', 5 * MB))],
  ['attributes that never close', () => htmlMail(`<p ${fill('a="b c=', 2 * MB)}>`)],
  ['5 MB of entities', () => htmlMail(fill('&lt;&#x41;&amp', 5 * MB))],
  ['tables in tables', () => htmlMail(fill('<table><tr><td>', MB))],
  ['a zip of zeros', () => zip('application/zip', 'zeros.zip', gzipSync(Buffer.alloc(200 * MB)))],
  ['a zip of zeros that calls itself text', () => zip('text/plain; charset=utf-8', 'zeros.txt', gzipSync(Buffer.alloc(200 * MB)))],
  ['a line of 5 MB', () => text('x'.repeat(5 * MB))],
  ['a line of 5 MB of words', () => text(fill('words and ', 5 * MB))],
  ['5 MB of base64 rubbish', () => mailOf('Content-Transfer-Encoding: base64\r\n', fill('!@#$%^&*()=A=', 5 * MB))],
  ['5 MB of broken quoted printable', () => mailOf('Content-Transfer-Encoding: quoted-printable\r\n', fill('=\r=\n==Z', 5 * MB))],
  ['uuencode in uuencode', () => mailOf('Content-Transfer-Encoding: x-uuencode\r\n', fill('begin 644 a\r\nM', 5 * MB))],
  ['uuencode without end', () => text(`begin 644 bomb\r\n${fill(`M${'`'.repeat(60)}\r\n`, 5 * MB)}`)],
  ['5 MB of escapes of ISO-2022-JP', () => mailOf('Content-Type: text/plain; charset=iso-2022-jp\r\n', fill('\x1b$B\x1b(B', 5 * MB))],
  ['5 MB of escapes that nobody announced', () => mailOf('', fill('\x1b$B%F\x1b(Bx', 5 * MB))],
  ['utf-7 without end', () => mailOf('Content-Type: text/plain; charset=utf-7\r\n', fill('+A-+AGE', 2 * MB))],
  ['HZ without end', () => mailOf('Content-Type: text/plain; charset=hz-gb-2312\r\n', fill('~{~}', 2 * MB))],
  ['bytes of no charset', () => Buffer.concat([mailOf('', ''), Buffer.alloc(3 * MB, Buffer.from('\xff\xe9\xc3(\x81', 'latin1'))])],
  [
    '900 parts of bytes of no charset',
    () => multipart('mixed', 900, () => `Content-Type: text/plain\r\n\r\n${'\u00e9\u00ff('.repeat(1_000)}`),
  ],
  ['format=flowed without end', () => mailOf('Content-Type: text/plain; format=flowed; delsp=yes\r\n', fill('> > a \r\n', 3 * MB))],
  ['winmail.dat of lying lengths', () => winmail([0xffffffff, 0x7fffffff, 10, 64])],
  ['winmail.dat of 50 000 attributes', () => winmail(Array.from({ length: 50_000 }, () => 0))],
];

/** Text that patterns without care go over again and again. */
const BAIT = [
  '>',
  '> ',
  ' ',
  '\t',
  '\u00a0',
  '\u3000',
  '-',
  '- ',
  '_',
  '*',
  ':',
  '：',
  '\n:',
  '<',
  '<a@',
  'a@b.c ',
  '1',
  '12:',
  '2026-03-02 ',
  '09:00 ',
  'On ',
  'wrote ',
  'On 2026 wrote\n',
  'a wrote:\n',
  '写道：\n',
  '于2026年',
  'From: ',
  'From: a\n',
  '发件人：',
  '-- \n',
  '--\n',
  '-----Original Message\n',
  '----- ',
  'Sent from ',
  'Sent from my iPhone\n',
  '从我的手机',
  '来自我的iPhone',
  '自动回复',
  'this is an ',
  '550 5.1.1 ',
  '<<< ',
  '>>> DATA ',
  '<a@b.c>: ',
  'I am out of office. on return. ',
  '收到您的邮件',
  'Re: ',
  '转发：',
  '=?utf-8?',
  'begin 644 x\n',
  '\u202a',
  '\u200b',
  'e\u0301',
  '\ud83d\ude00',
] as const;

const named = (piece: string) => JSON.stringify(piece);
/** Enough that what grows with the square of it shows. */
const BAIT_BYTES = 400_000;
const words = (piece: string, bytes = BAIT_BYTES) => fill(piece.replaceAll('\n', '\r\n'), bytes);

/** The same pieces as one line, as many lines, as a subject, as a report and as HTML. */
const BAITS: readonly HostileMail[] = BAIT.flatMap((piece): HostileMail[] => [
  [`a line of ${named(piece)}`, () => text(words(piece).replace(/\r\n/g, ' '))],
  [`lines of ${named(piece)}`, () => text(fill(`${words(piece, 60).replace(/\r\n/g, ' ')}\r\n`, BAIT_BYTES))],
  [`lines of ${named(piece)} that end with a colon`, () => text(fill(`${words(piece, 400).replace(/\r\n/g, ' ')}:\r\n`, BAIT_BYTES))],
  [`a forward of ${named(piece)}`, () => mailOf('Subject: Fwd: x\r\n', words(piece))],
  [`a report of ${named(piece)}`, () => report(words(piece, 100_000))],
  [
    `a short answer of a robot with ${named(piece)}`,
    () => mailOf(`Subject: Read: ${words(piece, 2_000).replace(/\r\n/g, ' ')}\r\n`, words(piece, 2_400)),
  ],
  [`HTML of ${named(piece)}`, () => htmlMail(`<blockquote>${words(piece, 300_000)}</blockquote>a<br>`)],
]);

function zip(type: string, name: string, content: Buffer): Buffer {
  const lines = content.toString('base64').replace(/.{76}/g, '$&\r\n');
  return mailOf(`Content-Type: ${type}; name=${name}\r\nContent-Transfer-Encoding: base64\r\n`, lines);
}

export const HOSTILE: readonly HostileMail[] = [...STRUCTURE, ...CONTENT];
export const REGEX_BAITS: readonly HostileMail[] = BAITS;
