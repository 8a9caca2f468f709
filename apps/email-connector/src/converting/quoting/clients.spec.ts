import { describe, expect, it } from '@jest/globals';
import { readLines, readNamed, readTexts } from '../../../../../test/fixtures/mails/read-fixtures.js';
import { toPlainText } from '../html/html-text.js';
import { splitBody } from './split-body.js';

const OWN = 'It works now, thank you.\nPlease close the ticket.';
const THEIRS = ['Did the restart help?', '', 'Kind regards', 'Support team'];
const MARKED = THEIRS.map((line) => `> ${line}`.trimEnd()).join('\n');
const PLAIN = THEIRS.join('\n');

const attributions = readNamed('attributions.txt');
const blocks = readNamed('header-blocks.txt');

const newTextOf = (text: string) => splitBody(text).newText;
/** Names of the cases whose new text is not the customer's. */
const failures = (cases: readonly (readonly [string, string])[]) =>
  cases.filter(([, text]) => newTextOf(text) !== OWN).map(([name, text]) => [name, newTextOf(text)]);

/** As a program does that breaks at a blank before this column. */
function wrap(line: string, width: number): string {
  return line
    .split('\n')
    .map((whole) => {
      const lines = [''];
      for (const word of whole.split(' ')) {
        const last = lines.at(-1)!;
        if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
        else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
      }
      return lines.join('\n');
    })
    .join('\n');
}

const noBreak = (text: string) => text.replaceAll(' ', '\u00a0');
const quoted = (text: string) => text.replace(/^/gm, '> ');

describe('attributions of many programs and languages', () => {
  it.each<[string, (attribution: string) => string]>([
    ['above marked lines', (one) => `${OWN}\n\n${one}\n\n${MARKED}\n`],
    ['without a blank line', (one) => `${OWN}\n${one}\n${MARKED}\n`],
    ['with no-break spaces', (one) => `${OWN}\n\n${noBreak(one)}\n\n${MARKED}\n`],
    ['with a wide colon', (one) => `${OWN}\n\n${one.replace(/:$/, '：')}\n\n${MARKED}\n`],
    ['with a blank at the end', (one) => `${OWN}\n\n${one} \n\n${MARKED}\n`],
    ['quoted itself', (one) => `${OWN}\n\n${quoted(one)}\n> \n${MARKED}\n`],
    ['above the answer', (one) => `${one}\n${MARKED}\n\n${OWN}\n`],
    ['below a line of the program', (one) => `${OWN}\n\nSent from my iPhone\n\n${one}\n\n${MARKED}\n`],
  ])('are taken off %s', (_, toMail) => {
    expect(failures(attributions.map(([name, one]) => [name, toMail(one)]))).toEqual([]);
  });

  it.each([76, 72, 60])('are taken off when they are wrapped at %d columns, in nearly all', (width) => {
    const wrapped = attributions.map(([name, one]) => [name, `${OWN}\n\n${wrap(one, width)}\n\n${MARKED}\n`] as const);
    expect(failures(wrapped).length).toBeLessThanOrEqual(2);
  });

  it('stand above history without marks where they say enough', () => {
    const open = failures(attributions.map(([name, one]) => [name, `${OWN}\n\n${one}\n\n${PLAIN}\n`]));
    expect(open.map(([name]) => name)).toEqual(['gmail he', 'horde', 'horde de', 'horde es']);
  });
});

describe('quoted header fields of many programs and languages', () => {
  it.each<[string, (block: string) => string]>([
    ['below a blank line', (block) => `${OWN}\n\n${block}\n\n${PLAIN}\n`],
    ['without one', (block) => `${OWN}\n${block}\n${PLAIN}\n`],
    ['with no-break spaces', (block) => `${OWN}\n\n${noBreak(block)}\n\n${PLAIN}\n`],
    ['with wide colons', (block) => `${OWN}\n\n${block.replace(/^([^:\n]{1,20}): /gm, '$1：')}\n\n${PLAIN}\n`],
    ['with blank lines between them', (block) => `${OWN}\n\n${block.replaceAll('\n', '\n\n')}\n\n${PLAIN}\n`],
    ['in bold', (block) => `${OWN}\n\n${block.replace(/^([^:\n*>|-]{1,20}):/gm, '*$1:*')}\n\n${PLAIN}\n`],
    ['quoted', (block) => `${OWN}\n\n${quoted(`${block}\n\n${PLAIN}`)}\n`],
  ])('are taken off %s', (_, toMail) => {
    expect(failures(blocks.map(([name, block]) => [name, toMail(block)]))).toEqual([]);
  });
});

describe('lines that a program wrote', () => {
  const lines = readLines('program-lines.txt');

  it('are no words of the customer, in more than 25 languages', () => {
    expect(failures(lines.map((line) => [line, `${OWN}\n\n${line}\n`]))).toEqual([]);
    expect(failures(lines.map((line) => [line, `${OWN}\n${line}\n\nOn 2 Mar 2026, Anna <a@example.com> wrote:\n${MARKED}`]))).toEqual([]);
  });
});

describe('words that look like marks', () => {
  it.each(readTexts('own-words.txt').map((text) => [text]))('are kept: %j', (text) => {
    expect(newTextOf(text)).toBe(text);
  });
});

describe('a mail that begins with fields, as forms and bare forwards do', () => {
  it('says what stands below them, or is them', () => {
    const fields = 'From: Anna <anna@example.com>\nDate: 2 March 2026 09:00\nTo: support@example.com\nSubject: Form';
    expect(splitBody(`${fields}\n\nDo you ship to France?`)).toMatchObject({ newText: 'Do you ship to France?', signature: '' });
    expect(newTextOf(fields)).toBe(fields);
  });
});

describe('answers in HTML of many programs', () => {
  const replies = readNamed('html-replies.txt');
  const newTextOfHtml = (html: string) => {
    const { text, quoted: ranges } = toPlainText(html);
    return splitBody(text, ranges).newText.replace(/\n+/g, '\n');
  };
  const without = (names: string) => new RegExp(`\\s(?:${names})=(?:"[^"]*"|'[^']*'|[^\\s>]+)`, 'g');

  it.each<[string, (html: string) => string]>([
    ['as sent', (html) => html],
    ['minified', (html) => html.replace(/>\s+</g, '><')],
    ['on many lines', (html) => html.replace(/></g, '>\n  <')],
    ['in capitals', (html) => html.replace(/<\/?[a-z]+/g, (tag) => tag.toUpperCase())],
    ['renamed on the way', (html) => html.replace(/\s(class|id)=(["'])/g, ' $1=$2x_')],
    ['without names', (html) => html.replace(without('class|id|name|type|cite|data-marker'), '')],
    ['without styles', (html) => html.replace(without('style'), '')],
    ['without either', (html) => html.replace(without('class|id|name|type|cite|data-marker|style'), '')],
    ['in a table', (html) => `<table><tbody><tr><td>${html}</td></tr></tbody></table>`],
  ])('are all there is %s', (_, change) => {
    expect(replies.map(([name, html]) => [name, newTextOfHtml(change(html))])).toEqual(replies.map(([name]) => [name, OWN]));
  });

  const at = 'On Mon, 2 Mar 2026 at 09:00, Anna &lt;anna@example.com&gt; wrote:';
  it.each([
    [
      'in the container of Gmail',
      `<div class="gmail_quote"><div class="gmail_attr">${at}<br></div><blockquote class="gmail_quote">One?</blockquote><div>Yes.</div><blockquote class="gmail_quote">Two?</blockquote><div>No.</div></div>`,
    ],
    [
      'between cited quotes',
      `<blockquote type="cite"><div>${at}</div><div>One?</div></blockquote><p>Yes.</p><blockquote type="cite">Two?</blockquote><p>No.</p>`,
    ],
    ['between quotes without a mark', `<p>${at}</p><blockquote>One?</blockquote><p>Yes.</p><blockquote>Two?</blockquote><p>No.</p>`],
  ])('stay in order with what they answer %s', (_, html) => {
    expect(newTextOfHtml(html)).toBe('> One?\nYes.\n> Two?\nNo.');
  });

  it('stand alone below one quote, and a quote of the customer stays', () => {
    expect(newTextOfHtml(`<div class="gmail_quote"><div>${at}</div><blockquote>One?</blockquote><p>Yes.</p></div>`)).toBe('Yes.');
    expect(newTextOfHtml(`<p>${at}</p><blockquote>One?</blockquote><p>Yes.</p>`)).toBe('Yes.');
    const quoting = '<p>Your manual says:</p><blockquote>Press it.</blockquote><p>There is none.</p>';
    expect(newTextOfHtml(quoting)).toBe('Your manual says:\nPress it.\nThere is none.');
  });
});

describe('answers between quotes in text', () => {
  it('stay in order with what they answer, below an attribution too', () => {
    const quotes = '> One?\nYes.\n\n> Two?\nNo.';
    expect(newTextOf(`On 2 Mar 2026 09:00, Anna <a@example.com> wrote:\n${quotes}\n\n> Bye\n`)).toBe(quotes);
    expect(newTextOf(`Hello\n\n${quotes}`)).toBe(`Hello\n\n${quotes}`);
  });
});
