import { describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import type { Address, BlobRef, CommandId, InboxId, MessagePart, ReplyRequested } from '#contracts';
import { parseMail } from '../converting/parse-mail.js';
import { EmailInboxConfig } from '../email.config.js';
import { composeMail } from './compose-mail.js';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const ann: Address = { scheme: 'email', value: 'ann@example.net', displayName: 'Ann' };
const text = (words: string): MessagePart => ({ partId: '1', type: 'text', text: words, fallback: words });
const html = (words: string): MessagePart => ({ partId: '2', type: 'html', html: words, fallback: 'as html' });
const file = (fileName: string | undefined, more: { contentId?: string; declaredType?: string } = {}): MessagePart => ({
  partId: '3',
  type: more.contentId === undefined ? 'file' : 'image',
  fallback: 'a file',
  ...(more.contentId === undefined ? {} : { contentId: more.contentId, inline: true }),
  media: { state: 'stored', blobRef: 'sha256:x' as BlobRef, fileName, declaredType: more.declaredType ?? 'image/png' },
});

interface Rendered {
  readonly raw: Buffer;
  readonly head: string;
  /** Names of its own header fields, in lower case. */
  readonly names: string[];
}

async function render(more: Partial<ReplyRequested>, displayName = 'Support'): Promise<Rendered> {
  const config = EmailInboxConfig.parse({ address: 'support@acme.example', displayName });
  const reply: ReplyRequested = {
    commandId: 'c9b4f2a0-52b1-4c8e-9f0e-2c3d4e5f6a7b' as CommandId,
    inboxId: 'support' as InboxId,
    to: [ann],
    parts: [text('Hello')],
    subject: 'Re: Printer',
    ttlMs: 1_000,
    onWindowClosed: 'fail',
    adapt: 'degrade',
    actor: { kind: 'agent' },
    ...more,
  };
  const { mail } = await composeMail(reply, { config, idKey: Buffer.alloc(32), readBlob: () => Promise.resolve(PNG) });
  const sent = await createTransport({ streamTransport: true, buffer: true, newline: 'windows' }).sendMail(mail);
  const raw = sent.message as Buffer;
  const head = raw.subarray(0, raw.indexOf('\r\n\r\n')).toString('latin1');
  const names = head.split(/\r\n(?![ \t])/).map((line) => line.slice(0, Math.max(line.indexOf(':'), 0)).toLowerCase());
  return { raw, head, names };
}

/** What must hold of every mail, whatever was asked to be sent. */
function expectWellFormed({ raw, head, names }: Rendered): void {
  const lines = raw.toString('latin1').split('\r\n');
  expect(lines.filter((line) => /[\r\n]/.test(line))).toEqual([]);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998);
  expect(head.replace(/\r\n/g, '')).toMatch(/^[\t\x20-\x7e]*$/);
  expect(raw.includes(0)).toBe(false);
  for (const word of head.match(/=\?[^?\s]+\?[bq]\?[^?\s]*\?=/gi) ?? []) expect(word.length).toBeLessThanOrEqual(75);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  expect(names.filter((name) => /bcc|evil|x-injected/.test(name))).toEqual([]);
}

const EVIL = [
  'Ann\r\nBcc: eve@evil.example',
  'Ann\nBcc: eve@evil.example\n\nbody',
  'Ann\rX-Injected: 1',
  'Ann\r\n\r\n<script>',
  'Ann\0\r\nX-Injected: 1',
  'Ann\u2028X-Injected: 1\u2029',
  'Ann\u0085X-Injected: 1',
  '=?utf-8?Q?Ann=0D=0ABcc:_eve@evil.example?=',
  '=?utf-8?B?QW5uDQpCY2M6IGV2ZUBldmlsLmV4YW1wbGU=?=',
  'Ann" <eve@evil.example>, "',
  '"; x="',
  'Ann <eve@evil.example>',
  '\u202egnp.exe',
  '\ud800 half',
  'a'.repeat(5_000),
  '很'.repeat(3_000),
  `${'b '.repeat(4_000)}`,
  '',
  ' \t\v\f ',
];

describe('nothing that a person wrote ends a header', () => {
  it.each(EVIL.map((evil) => [JSON.stringify(evil).slice(0, 50), evil] as const))('%s', async (_shown, evil) => {
    const everywhere = await render(
      {
        subject: evil,
        ticketNumber: evil,
        ticketToken: evil,
        to: [{ ...ann, displayName: evil }],
        cc: [{ scheme: 'email', value: 'bob@example.net', displayName: evil }],
        inReplyTo: evil,
        references: [evil, 'good@x', evil],
        parts: [text(evil || 'x'), file(evil, { contentId: evil, declaredType: evil })],
        signature: { text: evil, html: evil },
        quoted: [{ attribution: evil, text: evil }],
      },
      evil.slice(0, 200),
    );
    expectWellFormed(everywhere);
    const { from, to, cc } = parseMail(everywhere.raw);
    expect([from, ...to, ...cc].map((each) => each?.address)).toEqual(['support@acme.example', 'ann@example.net', 'bob@example.net']);
    const theirs = await PostalMime.parse(everywhere.raw);
    expect(
      [theirs.from?.address, ...(theirs.to ?? []), ...(theirs.cc ?? [])].map((each) => (typeof each === 'string' ? each : each?.address)),
    ).toEqual(['support@acme.example', 'ann@example.net', 'bob@example.net']);
    expect(theirs.subject ?? '').not.toMatch(/[\r\n]/);
    expect(theirs.bcc ?? []).toEqual([]);
  });
});

/** Three readers and what each makes of a mail. */
async function readers(raw: Buffer): Promise<{ subject: string; text: string; files: string[] }[]> {
  const [own, postal, mailparser] = [parseMail(raw), await PostalMime.parse(raw), await simpleParser(raw)];
  return [
    { subject: own.subject, text: own.text, files: own.attachments.map(({ fileName }) => fileName ?? '') },
    { subject: postal.subject ?? '', text: postal.text ?? '', files: postal.attachments.map(({ filename }) => filename ?? '') },
    { subject: mailparser.subject ?? '', text: mailparser.text ?? '', files: mailparser.attachments.map(({ filename }) => filename ?? '') },
  ];
}

describe('a reply reads the same everywhere', () => {
  it.each<[string, Partial<ReplyRequested>, { subject?: string; text?: string; files?: string[] }]>([
    ['without a subject', { subject: undefined }, { subject: '' }],
    ['with a long Chinese subject', { subject: `回复: ${'打印机坏了，请尽快修理。'.repeat(20)} 【技术支持】20260302-EML-001` }, {}],
    ['with emoji at the edges of words', { subject: '👨‍👩‍👧‍👦'.repeat(30) }, {}],
    ['with a subject that looks encoded', { subject: 'Re: =?utf-8?Q?caf=C3=A9?= =?x?' }, {}],
    ['with a word that cannot be folded', { subject: `https://example.com/${'x'.repeat(500)}` }, {}],
    ['with dots at line starts', { parts: [text('.\n..\n.hidden\nend.')] }, { text: '.\n..\n.hidden\nend.' }],
    ['with From at a line start', { parts: [text('From here on\nFrom there')] }, { text: 'From here on\nFrom there' }],
    ['with a long line', { parts: [text(`${'word '.repeat(500)}\n${'x'.repeat(3_000)}`)] }, {}],
    ['with long lines of Chinese', { parts: [text('很长的一行。'.repeat(500))] }, { text: '很长的一行。'.repeat(500) }],
    ['with equals signs and blanks at ends', { parts: [text('a = b  \n=3D \n\ttab')] }, { text: 'a = b  \n=3D \n\ttab' }],
    ['with other line ends', { parts: [text('one\rtwo\r\nthree\u2028four')] }, { text: 'one\ntwo\nthree\nfour' }],
    ['with a boundary in its text', { parts: [text('--_NmP-\n--_NmP-abc--\n')] }, { text: '--_NmP-\n--_NmP-abc--' }],
    [
      'with a Chinese file name',
      { parts: [text('see'), file('报价单（最终版）2026年3月.pdf')] },
      { files: ['报价单（最终版）2026年3月.pdf'] },
    ],
    [
      'with a file name of quotes and blanks',
      { parts: [text('see'), file(`it's "the" file; v=1.png`)] },
      { files: [`it's "the" file; v=1.png`] },
    ],
    ['with a file name that lies', { parts: [text('see'), file('photo\u202egpj.exe')] }, { files: ['photogpj.exe'] }],
    ['with a file name with folders', { parts: [text('see'), file('../../etc/passwd')] }, { files: ['.._.._etc_passwd'] }],
    ['with a very long file name', { parts: [text('see'), file(`${'名'.repeat(400)}.docx`)] }, { files: [`${'名'.repeat(175)}.docx`] }],
    ['of a file alone', { parts: [file('a.png')] }, { text: 'a file', files: ['a.png'] }],
    ['of HTML alone', { parts: [html('<p>Hello <b>you</b></p><p>Bye</p>')] }, { text: 'Hello you\n\nBye' }],
    [
      'of a whole HTML document',
      { parts: [html('<!doctype html><html><head><style>p{}</style></head><body><p>Hi</p></body></html>')] },
      { text: 'Hi' },
    ],
  ])('%s', async (_what, more, expected) => {
    const rendered = await render(more);
    expectWellFormed(rendered);
    for (const read of await readers(rendered.raw)) {
      expect(read.subject).toBe(expected.subject ?? more.subject ?? 'Re: Printer');
      if (expected.text !== undefined) expect(read.text.replace(/[ \t]+$/gm, '').trim()).toBe(expected.text.replace(/[ \t]+$/gm, ''));
      if (expected.files !== undefined) expect(read.files).toEqual(expected.files);
      expect(read.text.trim()).not.toBe('');
    }
  });

  it('has the number of its ticket in one encoded word', async () => {
    const { head } = await render({ subject: 'Re: 打印机坏了 【技术支持】20260302-EML-001' });
    const words = [...head.matchAll(/=\?utf-8\?B\?([^?]*)\?=/g)].map(([, word]) => Buffer.from(word!, 'base64').toString());
    expect(words.join('')).toBe('Re: 打印机坏了 【技术支持】20260302-EML-001');
    expect(words.some((word) => word.includes('20260302-EML-001'))).toBe(true);
  });

  it('has the picture that its HTML shows in its place, and others beside it', async () => {
    const { raw } = await render({
      parts: [
        html('<p>See <img src="cid:pic@1"></p>'),
        file('shown.png', { contentId: 'pic@1' }),
        file('beside.png', { contentId: 'pic@2' }),
      ],
    });
    expect(raw.toString('latin1').match(/^Content-Type: multipart\/\w+/gm)).toEqual([
      'Content-Type: multipart/mixed',
      'Content-Type: multipart/alternative',
      'Content-Type: multipart/related',
    ]);
    const { attachments } = parseMail(raw);
    expect(attachments.map(({ fileName, contentId, inline }) => [fileName, contentId, inline])).toEqual([
      ['shown.png', 'pic@1', true],
      ['beside.png', null, false],
    ]);
    expect(attachments.map(({ sha256 }) => sha256).every((print, _, all) => print === all[0])).toBe(true);
  });

  it.each([
    ['multipart/mixed; boundary=x', 'application/octet-stream'],
    ['message/partial', 'application/octet-stream'],
    ['text/plain\r\nX-Injected: 1', 'application/octet-stream'],
    ['Image/PNG', 'image/png'],
    ['text/csv', 'text/csv'],
  ])('sends a file declared as %j as %s', async (declaredType, contentType) => {
    const { raw } = await render({ parts: [text('see'), file('a.bin', { declaredType })] });
    const [attachment] = parseMail(raw).attachments;
    expect([attachment?.contentType, attachment?.content.length]).toEqual([contentType, PNG.length]);
  });
});

describe('a reply in its thread', () => {
  const id = (at: number) => `${'i'.repeat(60)}.${at}@mail.example`;

  it('names the message it answers last, the first of the thread first, and no more than fits', async () => {
    const many = Array.from({ length: 50 }, (_, at) => id(at));
    const { raw, head } = await render({ inReplyTo: id(49), references: many });
    const { references, inReplyTo } = parseMail(raw);
    expect(inReplyTo).toBe(id(49));
    expect([references[0], references.at(-1)]).toEqual([id(0), id(49)]);
    expect(references.slice(1)).toEqual(many.slice(-(references.length - 1)));
    expect(references.length).toBeGreaterThan(20);
    const field = head.split(/\r\n(?![ \t])/).find((line) => /^references:/i.test(line))!;
    expect(field.length).toBeLessThan(2_200);
  });

  it('adds what it answers where the message itself named nothing', async () => {
    const { raw } = await render({ inReplyTo: 'only@x', references: undefined });
    expect(parseMail(raw)).toMatchObject({ inReplyTo: 'only@x', references: ['only@x'] });
  });

  it('leaves out what is no id, and an id that it would have to change', async () => {
    const { raw, names } = await render({
      inReplyTo: 'häßlich@x',
      references: ['a b@x', '<good@x>', `${'l'.repeat(950)}@x`, 'c<d>@x', 'good@x'],
    });
    expect(parseMail(raw)).toMatchObject({ references: ['good@x'] });
    expect(names).not.toContain('in-reply-to');
  });
});
