import { describe, expect, it } from '@jest/globals';
import { toPlainText } from '../html/html-text.js';
import { splitBody } from './split-body.js';

const newTextOf = (text: string) => splitBody(text).newText;
const newTextOfHtml = (html: string) => {
  const { text, quoted } = toPlainText(html);
  return splitBody(text, quoted).newText;
};

describe('the new text of an answer', () => {
  it.each([
    [
      'Gmail',
      'It works now.\n\nOn Mon, Mar 2, 2026 at 9:00 AM Support <support@example.com>\nwrote:\n\n> Did it help?\n> [#EML260302000001]\n',
    ],
    [
      'Outlook',
      'It works now.\n\n________________________________\nFrom: Support <support@example.com>\nSent: Monday, 2 March 2026 09:00\nTo: Anna\nSubject: Printer\n\nDid it help?',
    ],
    [
      'Outlook, German',
      'It works now.\n\nVon: Support <support@example.com>\nGesendet: Montag, 2. März 2026 09:00\nAn: Anna\nBetreff: Drucker\n\nHat es geholfen?',
    ],
    ['old Outlook', 'It works now.\n\n-----Original Message-----\nFrom: Support\nDid it help?'],
    ['Apple Mail', 'It works now.\n\n> On 2 Mar 2026, at 09:00, Support <support@example.com> wrote:\n> \n> Did it help?\n'],
    [
      'iPhone',
      'It works now.\n\nSent from my iPhone\n\n> On 2 Mar 2026, at 09:00, Support <support@example.com> wrote:\n> \n> Did it help?',
    ],
    [
      'QQ Mail',
      'It works now.\n\n\n\n\n------------------ 原始邮件 ------------------\n发件人: "技术支持" <support@example.com>;\n发送时间: 2026年3月2日(星期一) 上午9:00\n收件人: "Anna"<anna@qq.com>;\n主题: 打印机\n\n好了吗？',
    ],
    ['Foxmail', 'It works now.\n\n发件人： 技术支持\n发送时间： 2026-03-02 09:00\n收件人： Anna\n主题： 打印机\n好了吗？'],
    ['163', 'It works now.\n\n\n\nAt 2026-03-02 09:00:00, "Support" <support@example.com> wrote:\n>Did it help?'],
    ['Chinese attribution', 'It works now.\n\nSupport <support@example.com> 于2026年3月2日周一 09:00写道：\n\n> 好了吗？'],
    ['of a desk in China', 'It works now.\n\n小店客服 <support@example.com> 于2026年3月2日周一 09:00写道：\n\n> 好了吗？'],
    ['of a desk in China, by Apple', 'It works now.\n\n在 2026年3月2日，09:00，小店客服 <support@example.com> 写道：\n\n> 好了吗？'],
    ['of a desk in China, without an address', 'It works now.\n\n在 2026年3月2日，小店客服 写道：\n> 好了吗？'],
    ['Japanese attribution', 'It works now.\n\n2026年3月2日(月) 9:00 Support <support@example.com>:\n\n> 直りましたか'],
    ['French', 'It works now.\n\nLe lun. 2 mars 2026 à 09:00, Support <support@example.com> a écrit :\n\n> Ça marche ?'],
    ['below the quote', 'On 2 Mar 2026, Support <support@example.com> wrote:\n> Did it help?\n\nIt works now.'],
    ['signature', 'It works now.\n\n-- \nAnna Smith\nExample Ltd'],
  ])('%s', (_program, text) => {
    expect(newTextOf(text)).toBe('It works now.');
  });

  it.each([
    [
      'Gmail',
      '<div dir="ltr">It works now.</div><br><div class="gmail_quote"><div class="gmail_attr">On Mon, Support wrote:<br></div><blockquote>Did it help?</blockquote></div>',
    ],
    [
      'Outlook',
      '<p>It works now.</p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Support</div><div>Did it help?</div>',
    ],
    [
      'Apple',
      '<div>It works now.</div><div><br><blockquote type="cite"><div>On 2 Mar 2026, Support wrote:</div><div>Did it help?</div></blockquote></div>',
    ],
    [
      'QQ',
      '<div>It works now.</div><div><includetail><div>------------------ 原始邮件 ------------------</div><div>好了吗</div></includetail></div>',
    ],
  ])('%s in HTML', (_program, html) => {
    expect(newTextOfHtml(html)).toBe('It works now.');
  });

  it.each([
    ['words between quotes', 'Hello\n> Does it print?\nYes.\n> And scan?\nNo, it does not.', 'Yes.'],
    ['a sentence that begins like a field', 'From: the start I knew it.\nTo: be honest, it is broken.', 'From: the start'],
    ['a sentence with wrote', 'On page 3 he wrote that it burns.\nPlease look.', 'Please look.'],
    ['a line that a person sent from somewhere', 'Sent from my desk, which is easier than my mobile phone.', 'Sent from my desk'],
    ['dashes in the middle', 'First\n---\nSecond part of a long mail that goes on.\n'.padEnd(1_200, 'more words '), 'Second part'],
    [
      'a forward without own words',
      '---------- Forwarded message ----------\nFrom: B <b@example.com>\nDate: x\nSubject: y\nTo: z\n\nPlease repair it.',
      'Please repair it.',
    ],
    ['nothing but a signature mark', '-- \nCall me: 555 1234', 'Call me'],
  ])('keeps %s', (_case, text, kept) => {
    expect(newTextOf(text)).toContain(kept);
  });

  it.each([
    ['an address wrapped before its bracket', 'Yes.\n\ntir. 2. mars 2026 kl. 13:09 skrev Anna <anna@example.com\n>:\n\n> Well?'],
    [
      'an address that begins like a word of attributions',
      'Yes.\n\nOn Mon, 2 Mar 2026 at 4:37 PM Desk <\na-desk+1@example.com> wrote:\n\n> Well?',
    ],
    ['a signature below the quote', 'Yes.\n\nOn 2 Mar 2026, Anna\n<anna@example.com>\nwrote:\n> Well?\n\n-- \nOtto'],
    [
      'a date above the fields',
      'Yes.\n\n====\n\nMessage du : 02/03/2026 13:20\nDe : Anna <anna@example.com>\nA : s@example.com\nSujet : Eh bien',
    ],
  ])('takes off %s', (_case, text) => {
    expect(newTextOf(text)).toBe('Yes.');
  });

  it.each([
    ['dashes', `${'-- \n'.repeat(17_000)}${`${'x'.repeat(100)}\n`.repeat(8_000)}`],
    ['attributions', `${'&#1;'.repeat(45)} wrote:\n`.repeat(4_700)],
    ['separators', '--- On wrote:'.repeat(70_000)],
    ['brackets', `${'['.repeat(490)}:\n`.repeat(1_000)],
    ['quotation marks', `${'«'.repeat(490)}:\n`.repeat(1_000)],
    ['addresses', `${'[a@'.repeat(160)}:\n`.repeat(1_000)],
  ])('is found in no time behind %s', (_, text) => {
    const began = process.cpuUsage();
    splitBody(text);
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
  });

  it('hands out quote and signature too', () => {
    expect(splitBody('Yes.\n\n-- \nAnna\n\nOn 2 Mar 2026, Support <s@example.com> wrote:\n> Well?')).toEqual({
      newText: 'Yes.',
      signature: '-- \nAnna',
      quotedText: 'On 2 Mar 2026, Support <s@example.com> wrote:\n> Well?',
    });
  });
});
