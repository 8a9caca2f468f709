import iconv from 'iconv-lite';

/** Mails as desks get them, of 1 kB to 2 MB. */
const HEAD = [
  'Return-Path: <anna@example.net>',
  'Received: from mx.example.net (mx.example.net [192.0.2.1]) by desk.example.com with ESMTPS id 1 for <support@example.com>; Mon, 02 Mar 2026 09:00:01 +0000',
  'From: =?utf-8?Q?Anna_M=C3=BCller?= <anna@example.net>',
  'To: Support <support@example.com>',
  'Subject: Re: Printer on the second floor',
  'Message-ID: <m1@example.net>',
  'In-Reply-To: <s1@example.com>',
  'References: <m0@example.net> <s1@example.com>',
  'Date: Mon, 02 Mar 2026 10:00:00 +0100',
  'MIME-Version: 1.0',
].join('\r\n');
const SENTENCE = 'The printer on the second floor prints every page twice since this morning. ';
const ATTRIBUTION = 'On Mon, 2 Mar 2026 at 09:00, Support <support@example.com> wrote:';

const mail = (type: string, body: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${HEAD}\r\n${type}\r\n\r\n`), Buffer.isBuffer(body) ? body : Buffer.from(body), Buffer.from('\r\n')]);
const lines = (count: number, prefix = '') => Array.from({ length: count }, (_, i) => `${prefix}${i} ${SENTENCE}`).join('\r\n');
const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
const parts = (kind: string, ...all: string[]) =>
  mail(`Content-Type: multipart/${kind}; boundary="=_b"`, `${all.map((part) => `--=_b\r\n${part}\r\n`).join('')}--=_b--`);

const PLAIN = 'Content-Type: text/plain; charset=utf-8';
const answer = `Hello,\r\n\r\n${lines(3)}\r\n\r\n-- \r\nAnna\r\n\r\n${ATTRIBUTION}\r\n`;
const html = (paragraphs: number) =>
  `<html><body><p>${SENTENCE}</p>${`<p style="color:#333;margin:0"><b>${SENTENCE}</b> <a href="https://example.com/a">here</a></p>`.repeat(paragraphs)}</body></html>`;
const pseudoRandom = (bytes: number) => Buffer.from(Array.from({ length: bytes }, (_, i) => (i * 2_654_435_761) >>> 24));

export const PARSED_MAILS: readonly (readonly [name: string, raw: Buffer])[] = [
  ['plain, 2 kB', mail(PLAIN, lines(15))],
  ['an answer over its history, 10 kB', mail(PLAIN, `${answer}${lines(90, '> ')}`)],
  ['an answer over its history, 100 kB', mail(PLAIN, `${answer}${lines(1_100, '> ')}`)],
  [
    'GBK in base64, 4 kB',
    mail(
      'Content-Type: text/plain; charset=gbk\r\nContent-Transfer-Encoding: base64',
      base64(iconv.encode('二楼的打印机从今天早上开始每页都打印两次。\n'.repeat(60), 'gbk')),
    ),
  ],
  [
    'text beside small HTML, 6 kB',
    parts('alternative', `${PLAIN}\r\n\r\n${lines(12)}`, `Content-Type: text/html; charset=utf-8\r\n\r\n${html(20)}`),
  ],
  [
    'text with a file of 150 kB',
    parts(
      'mixed',
      `${PLAIN}\r\n\r\n${lines(5)}`,
      `Content-Type: image/png; name=screen.png\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(pseudoRandom(150_000))}`,
    ),
  ],
  [
    'text with a file of 1.5 MB',
    parts(
      'mixed',
      `${PLAIN}\r\n\r\n${lines(5)}`,
      `Content-Type: application/pdf; name=report.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(pseudoRandom(1_500_000))}`,
    ),
  ],
];
