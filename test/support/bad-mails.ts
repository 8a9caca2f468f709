const HEADERS = 'From: anna@example.net\r\nSubject: hello\r\nMessage-ID: <bomb@example.net>\r\nMIME-Version: 1.0\r\n';

/** A mail of these headers and this body, under headers that are in order. */
export const mailOf = (headers: string, body: string): Buffer => Buffer.from(`${HEADERS}${headers}\r\n${body}`);
export const htmlMail = (body: string): Buffer => mailOf('Content-Type: text/html\r\n', body);

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const nested = Array.from({ length: 5_000 }, (_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`).join('');
const enclosed = 'Content-Type: message/rfc822\r\n\r\n'.repeat(3_000);

/** Mails made to break a parser. */
export const BOMBS: readonly (readonly [string, Buffer])[] = [
  ['5 000 nested divs', htmlMail('<div>'.repeat(5_000))],
  ['2 MB of divs', htmlMail('<div>'.repeat(400_000))],
  ['2 MB of small divs', htmlMail('<div>hi</div>'.repeat(150_000))],
  ['5 000 nested multiparts', Buffer.from(HEADERS + nested)],
  ['200 000 parts', mailOf('Content-Type: multipart/mixed; boundary=x\r\n', '--x\r\n\r\nhi\r\n'.repeat(200_000))],
  ['a subject of 10 MB', mailOf(`Subject: ${'x'.repeat(10_000_000)}\r\n`, 'hi')],
  ['a million fields', mailOf('X: y\r\n'.repeat(1_000_000), 'hi')],
  ['100 000 recipients', mailOf(`To: ${'a@example.com,\r\n '.repeat(100_000)}\r\n`, 'hi')],
  ['5 MB of NULs', Buffer.alloc(5_000_000)],
  ['5 MB of quote marks', mailOf('', '> '.repeat(2_500_000))],
  ['unclosed comments', htmlMail('<!--'.repeat(300_000))],
  ['nothing', Buffer.alloc(0)],
];

/** Further ones, for the whole way from the door to the thread. */
export const BROKEN: readonly (readonly [string, Buffer])[] = [
  ['a multipart without a boundary', mailOf('Content-Type: multipart/mixed\r\n', '--x\r\n\r\nhi\r\n--x--\r\n')],
  [
    'a multipart that never ends',
    mailOf('Content-Type: multipart/alternative; boundary=x\r\n', '--x\r\nContent-Type: text/html\r\n\r\n<p>hi'),
  ],
  ['base64 that is none', mailOf('Content-Transfer-Encoding: base64\r\n', '!!!! not base64 ====\r\n')],
  ['an encoding nobody knows', mailOf('Content-Transfer-Encoding: x-secret\r\n', 'hi\r\n')],
  ['no headers', Buffer.from('\r\nonly a body\r\n')],
  ['headers that are none', Buffer.from('this is no header\r\nneither: is\r\n this\r\n\r\nbody\r\n')],
  ['only a NUL', Buffer.from('\0\r\n')],
  [
    'NULs in all fields',
    mailOf('From: a\0b@example.net\r\nSubject: nul\0 in it\r\nMessage-ID: <n\0ul@example.net>\r\n', 'body \0 too\r\n'),
  ],
  [
    'another charset than it says',
    Buffer.concat([mailOf('Content-Type: text/plain; charset=utf-8\r\n', ''), latin1('\xc4\xe3\xba\xc3 \xff\xfe')]),
  ],
  ['a charset nobody knows', mailOf('Content-Type: text/plain; charset=x-nonsense\r\n', 'hi\r\n')],
  ['8 bit in headers', Buffer.concat([latin1('Subject: \xfcber \xff\r\n'), mailOf('', 'hi\r\n')])],
  ['a bare CR everywhere', Buffer.from('From: a@example.net\rSubject: x\r\rbody\r')],
  ['a date nobody can read', mailOf('Date: the day before yesterday\r\n', 'hi\r\n')],
  ['a Message-ID of 1 MB', mailOf(`Message-ID: <${'i'.repeat(1_000_000)}@example.net>\r\n`, 'hi\r\n')],
  ['100 000 references', mailOf(`References: ${'<r@example.net>\r\n '.repeat(100_000)}\r\n`, 'hi\r\n')],
  ['300 000 times Re:', mailOf(`Subject: ${'Re: '.repeat(300_000)}x\r\n`, 'hi\r\n')],
  ['a sender of 1 MB', mailOf(`From: ${'"x" '.repeat(250_000)}<a@example.net>\r\n`, 'hi\r\n')],
  ['100 000 encoded words', mailOf(`Subject: ${'=?utf-8?B?4pyT?=\r\n '.repeat(100_000)}\r\n`, 'hi\r\n')],
  ['3 000 enclosed mails', Buffer.from(`${HEADERS}${enclosed}hi\r\n`)],
  ['a line of 8 MB', mailOf('', 'x'.repeat(8_000_000))],
  ['8 MB of base64', mailOf('Content-Transfer-Encoding: base64\r\n', `${'QUJD'.repeat(19)}\r\n`.repeat(100_000))],
  ['8 MB of quoted printable', mailOf('Content-Transfer-Encoding: quoted-printable\r\n', '=E2=9C=93'.repeat(900_000))],
  ['200 000 table cells', htmlMail(`<table>${'<tr><td style="color:red">x</td></tr>'.repeat(200_000)}</table>`)],
  ['a million attributes', htmlMail(`<p ${'a=b '.repeat(1_000_000)}>hi</p>`)],
  [
    'a parameter in 100 000 pieces',
    mailOf(`Content-Type: text/plain;${Array.from({ length: 100_000 }, (_, i) => `\r\n name*${i}=x;`).join('')}\r\n`, 'hi\r\n'),
  ],
];
