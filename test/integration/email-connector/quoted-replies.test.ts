import { describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import type { CommandId, InboxId, ReplyRequested } from '#contracts';
import { parseMail } from '../../../apps/email-connector/src/converting/parse-mail.js';
import { EmailInboxConfig } from '../../../apps/email-connector/src/email.config.js';
import { composeMail } from '../../../apps/email-connector/src/sending/compose-mail.js';
import { toQuoted } from '../../../apps/ticketing/src/replies/quoted-history.js';

const at = new Date('2026-03-02T09:00:00Z');

/** Our answer as the other side gets it, and as one gets it whose program keeps only the HTML. */
async function sendQuoted(words: string, texts: readonly string[], signature?: ReplyRequested['signature']) {
  const authors = [{ displayName: '安娜', address: 'ann@example.net' }, { displayName: 'Grace' }];
  const reply: ReplyRequested = {
    commandId: 'c9b4f2a0-52b1-4c8e-9f0e-2c3d4e5f6a7b' as CommandId,
    inboxId: 'support' as InboxId,
    to: [{ scheme: 'email', value: 'ann@example.net' }],
    subject: 'Re: Printer',
    parts: [{ partId: '1', type: 'text', text: words, fallback: words }],
    signature,
    quoted: toQuoted(
      texts.map((text, index) => ({ author: authors[index % 2]!, at, text })),
      'Asia/Shanghai',
      'en',
    ),
    ttlMs: 1_000,
    onWindowClosed: 'fail',
    adapt: 'degrade',
    actor: { kind: 'agent' },
  };
  const own = { config: EmailInboxConfig.parse({ address: 'support@acme.example' }), idKey: Buffer.alloc(32) };
  const { mail } = await composeMail(reply, { ...own, readBlob: () => Promise.reject(new Error('none')) });
  const render = async (part: object) => {
    const sent = await createTransport({ streamTransport: true, buffer: true, newline: 'windows' }).sendMail({ ...mail, ...part });
    return parseMail(sent.message as Buffer);
  };
  return [await render({}), await render({ text: undefined })];
}

const ANSWERS = ['We are on it.', '我们马上处理。\n\n请稍等。', 'First\n\nSecond - with dashes\n-- not a signature', '1. one\n2. two'];
const HISTORIES: readonly (readonly string[])[] = [
  ['It does not print.'],
  ['打印机坏了。\n\n请尽快修理。'],
  ['Thanks\n\nIt prints now.', 'Did it help?', 'It does not print.'],
  ['好了，谢谢', 'Did it help?\nPlease tell us.', '打印机坏了'],
  ['> is greater\n>> quoted by hand\n\nOn 2 Mar 2026, Bob <b@x.example> wrote:\n> hm\n\n-- \nAnn'],
  ['<b>bold</b> & "quoted" &amp; \u2028 lines\n\n\n\nfar below'],
  ['From: Ann\nSent: today\nTo: you\nSubject: x\n\nhi'],
];

const withoutNumbers = (text: string) => text.replaceAll(/^\d+\. /gm, '');

describe('an answer with what it answers below', () => {
  it.each(HISTORIES.flatMap((history) => ANSWERS.map((answer) => [answer, history] as const)))('%j to %j', async (answer, history) => {
    for (const read of await sendQuoted(answer, history)) {
      // Numbers of a list are the list's in HTML, no words of the answer.
      expect(withoutNumbers(read.newText)).toBe(withoutNumbers(answer));
      // A signature within the quote may be told apart as one.
      expect(`${read.quotedText}\n${read.signature}`).toContain(history[0]!.trim().split('\n').at(-1)!.replace(/^>+ ?/, ''));
      expect(read.class).toBe('human');
    }
  });

  it.each([
    ['text', { text: 'Grace Hopper\nAcme · 技术支持' }],
    ['html', { text: 'Grace', html: '<b>Grace</b><br>Acme' }],
  ])('has its signature between the two, as %s', async (_form, signature) => {
    for (const history of [[], ['It does not print.', 'Hello?']])
      for (const read of await sendQuoted('We are on it.', history, signature)) {
        expect(read.newText).toBe('We are on it.');
        expect(read.signature).toContain('Grace');
        if (history.length > 0) expect(read.quotedText).toContain('It does not print.');
      }
  });

  it('quotes each older message one deeper', async () => {
    const [read] = await sendQuoted('Yes.', ['three', 'two', 'one']);
    expect(read!.text.replace(/\r/g, '').trimEnd()).toBe(
      [
        'Yes.',
        '',
        'On Mon, 2 Mar 2026 at 17:00, 安娜 <ann@example.net> wrote:',
        '> three',
        '> On Mon, 2 Mar 2026 at 17:00, Grace wrote:',
        '>> two',
        '>> On Mon, 2 Mar 2026 at 17:00, 安娜 <ann@example.net> wrote:',
        '>>> one',
      ].join('\n'),
    );
  });
});
