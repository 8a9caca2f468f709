import { describe, expect, it } from '@jest/globals';
import { readNamed, readTexts } from '../../../../../test/fixtures/mails/read-fixtures.js';
import { toPlainText } from '../html/html-text.js';
import { parseMail } from '../parse-mail.js';
import { splitBody } from './split-body.js';

const mailOf = (text: string, ...header: string[]) =>
  parseMail(Buffer.from(['From: max@example.com', ...header, 'Content-Type: text/plain; charset=utf-8', '', text].join('\n')));
const newTextOfHtml = (html: string) => {
  const { text, quoted } = toPlainText(html);
  return splitBody(text, quoted).newText.replace(/\n+/g, '\n');
};

describe('a mail that answers none', () => {
  it.each(readTexts('own-words.txt').map((text) => [text]))('is all new: %j', (text) => {
    expect(mailOf(text, 'Subject: Pumps').newText).toBe(text);
  });

  it.each([
    ['an attribution', 'On 2 Mar 2026 at 10:15, Anna <anna@example.com> wrote:\n\nThe pump is ready.\n\nIs it?'],
    ['fields', 'From: Anna <anna@example.com>\nSent: Monday, 2 March 2026 10:15\nTo: max@example.com\nSubject: Pumps\n\nIs that true?'],
    ['the line of a desk', '--- Reply above this line ---\n\nWhat does that mean?'],
  ])('keeps %s that nothing marks; an answer does not', (_, below) => {
    const text = `Hello\n\n${below}`;
    expect(mailOf(text, 'Subject: Pumps').newText).toBe(text);
    for (const header of [
      'Subject: Re: Pumps',
      'Subject: Pumps\nIn-Reply-To: <1@example.com>',
      'Subject: Pumps\nReferences: <1@example.com>',
    ])
      expect(mailOf(text, header).newText).toBe('Hello');
    expect(mailOf(text, 'Subject: [Desk 7] Re: Pumps').newText).toBe('Hello');
    expect(mailOf(text, 'Subject: Antw.. Pumps', 'Thread-Topic: Pumps').newText).toBe('Hello');
  });
});

describe('an answer without words of its own above', () => {
  it.each([
    '12.03.2026 10:00 Max Müller <max@example.com>\n\nPasst das?',
    'Meeting: 12.03.2026 10:00 Berlin <max@example.com>:\n\nWho comes?',
    'From: max@example.com\nTo: eva@example.com\nSubject: pumps\n\nThis mail never arrived. Why?',
    'Hi\n\nThe ticket was opened on 12.03.2026 10:00 by Max Smith <max@example.com>:\n\nNo answer so far.',
    'These are missing.\n\n---\nPump A\nValve B',
    'Contact him:\n--\nMax Smith\nmax@example.com',
    'Yes.\n\nPlease see what I got on 12.03.2026 10:00:\n> error 5\n> error 6\n\nWhat now?',
  ])('keeps what only looks like history: %j', (text) => {
    expect(mailOf(text, 'Subject: Re: Pumps').newText).toBe(text);
  });
});

describe('words beside the first quote of a container', () => {
  const at = 'On Mon, 2 Mar 2026 at 09:00, Anna &lt;anna@example.com&gt; wrote:';
  const quote = '<blockquote class="gmail_quote">One?</blockquote>';
  it.each([
    ['below the attribution', `<div class="gmail_attr">${at}<br></div><div>It is loud.</div>${quote}`],
    ['above it', `<div>It is loud.</div><div class="gmail_attr">${at}<br></div>${quote}`],
    ['below one that no program marked', `<div>${at}</div><div>It is loud.</div>${quote}`],
    ['above one that no program marked', `<div>It is loud.</div><div>${at}</div>${quote}`],
    ['without one', `<div>It is loud.</div>${quote}`],
    ['below one in a language we do not know', `<div class="gmail_attr">Anna gat:<br></div><div>It is loud.</div>${quote}`],
  ])('stay: %s', (_, inner) => {
    expect(newTextOfHtml(`<div class="gmail_quote">${inner}</div>`)).toBe('It is loud.');
    expect(newTextOfHtml(`<p>Hello</p><div class="gmail_quote">${inner}</div><p>Bye</p>`)).toMatch(
      /^Hello\n(?:.*\n)*It is loud\.\n(?:.*\n)*Bye$/,
    );
  });

  it.each(['The manual said:', 'On 3 March the pump broke:', 'Please send it of 12.03.2026 10:00 to &lt;a@example.com&gt;:'])(
    'stay: %s',
    (words) => {
      expect(newTextOfHtml(`<div class="gmail_quote"><div class="gmail_attr">${at}<br></div><div>${words}</div>${quote}</div>`)).toBe(
        words.replace('&lt;', '<').replace('&gt;', '>'),
      );
    },
  );

  it('are none of the customer in a forward', () => {
    const fields =
      '---------- Forwarded message ---------<br>From: Anna &lt;anna@example.com&gt;<br>Date: 2 Mar 2026<br>Subject: x<br>To: y';
    const html = `<p>See below.</p><div class="gmail_quote"><div class="gmail_attr">${fields}</div><div>Dear all</div>${quote}</div>`;
    expect(newTextOfHtml(html)).toBe('See below.');
  });
});

describe('sentences beside what programs quote', () => {
  const attributions = readNamed('attributions.txt').map(([, text]) => text);
  const blocks = readNamed('header-blocks.txt').map(([, text]) => text);
  const starts = [
    'We tried',
    'Der Kunde will',
    'Il faut',
    'Hace falta',
    '我们需要',
    'Надо',
    'The pump of 12.03.2026 needs',
    'At 10:00 they want',
  ];
  const objects = [
    'valve',
    'Ventil',
    'une vanne',
    'válvula',
    '阀门',
    'клапан',
    'box <a@example.com>',
    'To: Berlin',
    'wrote',
    '--',
    'item:',
  ];
  const ends = ['.', '!', '?', ' today.', ' um 10:00 Uhr.', '。', ' (see a@example.com).'];
  const quotes = ['> Did it help?\n> \n> Anna', '> One\n>> Two\n> Three'];

  it.each([1, 2, 3, 4])('are never lost, above all of it they are new: seed %d', (seed) => {
    const random = randomOf(seed * 7_919);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
    let count = 0;
    const sentence = () => `${pick(starts)} ${pick(objects)} ${++count}${pick(ends)}`;
    const sentences = () => Array.from({ length: 1 + Math.floor(random() * 3) }, sentence);
    for (let round = 0; round < 400; round++) {
      const [above, between, below] = [sentences(), sentences(), sentences()];
      const gap = pick(['\n', '\n\n']);
      const marked = () => `${pick(attributions)}\n${pick(quotes)}`;
      const history = () => (random() < 0.7 ? marked() : `${pick(blocks)}\n\nDid it help?`);
      const text = [above.join('\n'), marked(), between.join('\n'), history(), below.join('\n')].join(`\n${gap}`);
      const { newText, quotedText, signature } = splitBody(text);
      const lost = [...above, ...between, ...below].filter((words) => !`${newText}\n${quotedText}\n${signature}`.includes(words));
      expect({ text, lost, notNew: above.filter((words) => !newText.includes(words)) }).toEqual({ text, lost: [], notNew: [] });
      const all = parseMail(
        Buffer.from(`From: a@example.com\nSubject: Pumps\nContent-Type: text/plain; charset=utf-8\n\n${above.join('\n')}\n`),
      );
      expect(all.newText).toBe(above.join('\n'));
    }
  });
});

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
