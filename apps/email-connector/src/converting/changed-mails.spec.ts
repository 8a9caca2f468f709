import { describe, expect, it } from '@jest/globals';
import { readLines, readNamed } from '../../../../test/fixtures/mails/read-fixtures.js';
import { InboundMessage } from '#contracts';
import { parseMail } from './parse-mail.js';
import { toInboundMessage } from './to-inbound-message.js';

/** Mails put together from pieces of many programs and changed at random, by a seed that a failure names. */
const ROUNDS = 400;
const ENVELOPE = {
  inboxId: 'support',
  provider: 'mail',
  address: 'support@example.com',
  rcptTo: ['support@example.com'],
  receivedAt: '2026-03-02T09:00:05.000Z',
  deliveryId: 'door:1:1',
};

/** mulberry32: the same numbers for the same seed everywhere. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

class Dice {
  private readonly random: () => number;
  constructor(seed: number) {
    this.random = randomOf(seed);
  }
  below(n: number): number {
    return Math.floor(this.random() * n);
  }
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
  chance(share: number): boolean {
    return this.random() < share;
  }
}

const attributions = readNamed('attributions.txt').map(([, one]) => one);
const blocks = readNamed('header-blocks.txt').map(([, one]) => one);
const separators = readLines('forward-separators.txt');
const programLines = readLines('program-lines.txt');
const pages = readNamed('html-replies.txt').map(([, one]) => one);
const kinds = readNamed('kinds.txt').map(([, one]) => one);
const reports = readNamed('reports.txt').map(([, one]) => one);
const NOISE = [
  '',
  '>',
  '> >',
  '--',
  '-- ',
  '-----',
  '____',
  '***',
  ':',
  '：',
  'From: x',
  '\u00a0',
  '\u202a',
  '|',
  '=20',
  '---- wrote ----',
];

/** Words that are the customer's alone: each must be found again. */
const wordsOf = (dice: Dice) => Array.from({ length: 3 + dice.below(12) }, (_, i) => `mine${i}x${dice.below(1_000)}`);

function writeOwn(dice: Dice, words: readonly string[]): string {
  let text = '';
  for (const word of words)
    text += `${word}${dice.pick([' ', ' ', '\n', '\n\n', '.\n', ': ', `\n> their${word}\n`, ' - ', '\n-- \n', '\n--\n', '\u3000'])}`;
  return text;
}

function writeMail(dice: Dice, words: readonly string[]): string {
  const own = writeOwn(dice, words);
  const marked = dice.chance(0.5) ? '> ' : '';
  const theirs = ['Did it help?', '', 'theirs-at-the-end'].map((line) => marked + line).join('\n');
  const head = dice.pick([attributions, blocks, separators, programLines, NOISE]);
  const pieces = [own, dice.pick(NOISE), dice.pick(head), dice.chance(0.5) ? '' : dice.pick(NOISE), theirs];
  if (dice.chance(0.2)) pieces.reverse();
  return pieces.join(dice.pick(['\n', '\n\n', '\n \n']));
}

function encode(dice: Dice, text: string, subject: string): Buffer {
  const eol = dice.pick(['\r\n', '\n', '\r\n']);
  const kind = dice.below(4);
  const head = `From: Anna <a@example.net>\nSubject: ${subject}\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n`;
  const html = `<div>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>')}</div>`;
  const plain = 'Content-Type: text/plain; charset=utf-8';
  const base64 = (body: string) => Buffer.from(body).toString('base64').replace(/.{76}/g, '$&\n');
  const bodies = [
    () => `${plain}\n\n${text}`,
    () => `${plain}\nContent-Transfer-Encoding: base64\n\n${base64(text)}`,
    () => `Content-Type: text/html; charset=utf-8\n\n${html}`,
    () =>
      `Content-Type: multipart/alternative; boundary=b\n\n--b\n${plain}\n\n${text}\n--b\nContent-Type: text/html; charset=utf-8\n\n${html}\n--b--`,
  ];
  return Buffer.from((head + bodies[kind]!()).replaceAll('\n', eol));
}

/** Bytes lost, doubled, swapped, cut off or put in from another mail. */
function damage(dice: Dice, raw: Buffer): Buffer {
  let bytes = raw;
  for (let times = 1 + dice.below(6); times > 0; times--) {
    const at = dice.below(bytes.length + 1);
    const to = Math.min(bytes.length, at + dice.below(dice.chance(0.3) ? 400 : 6));
    const middle = [
      () => Buffer.alloc(0),
      () => Buffer.concat([bytes.subarray(at, to), bytes.subarray(at, to)]),
      () =>
        Buffer.from(
          dice.pick(['\r\n', '\r\n\r\n', '"', '(', ';', ':', '=?utf-8?Q?', '--b', '\0', '\xff', '<', '&#', '\x1b$B', '=\r\n']),
          'latin1',
        ),
      () => Buffer.from(bytes.subarray(at, to)).reverse(),
    ];
    bytes = Buffer.concat([bytes.subarray(0, at), dice.pick(middle)(), bytes.subarray(dice.chance(0.05) ? bytes.length : to)]);
  }
  return bytes;
}

describe('mails put together and changed at random', () => {
  it('lose no word of the customer, nor of what is quoted: each is in the new text, the quote or the signature', () => {
    const lost: unknown[] = [];
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const dice = new Dice(seed);
      const words = wordsOf(dice);
      const source = writeMail(dice, words);
      const mail = parseMail(encode(dice, source, dice.pick(['Printer', 'Re: Printer', 'Fwd: Printer', '回复：打印机'])));
      const found = `${mail.newText}\n${mail.quotedText}\n${mail.signature}`;
      const missing = (source.match(/their\S+|mine\d+x\d+/g) ?? []).filter((word) => !found.includes(word));
      if (missing.length > 0) lost.push({ seed, missing });
    }
    expect(lost).toEqual([]);
  });

  it('keep the words above all marks in the new text', () => {
    const lost: unknown[] = [];
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const dice = new Dice(seed);
      const words = wordsOf(dice);
      const text = `${words.join(' ')}.\n\n${dice.pick([...attributions, ...blocks])}\n\n> Did it help?\n`;
      const { newText } = parseMail(encode(dice, text, 'Re: Printer'));
      if (!words.every((word) => newText.includes(word))) lost.push({ seed, newText });
    }
    expect(lost).toEqual([]);
  });

  it('never throw, hold to the contract, and are the same event for the same bytes', () => {
    const began = process.cpuUsage();
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const dice = new Dice(seed);
      const source = dice.pick([
        () => encode(dice, writeMail(dice, wordsOf(dice)), 'Re: Printer'),
        () => Buffer.from(`Content-Type: text/html\r\n\r\n${dice.pick(pages)}`),
        () => Buffer.from(dice.pick(kinds).replaceAll('\n', '\r\n')),
        () => Buffer.from(dice.pick(reports).replaceAll('\n', '\r\n')),
      ])();
      const raw = damage(dice, source);
      const { event } = toInboundMessage(raw, parseMail(raw), ENVELOPE);
      expect([seed, InboundMessage.safeParse(event).error]).toEqual([seed, undefined]);
      expect(toInboundMessage(raw, parseMail(raw), ENVELOPE).event).toEqual(event);
    }
    // far more than it takes: none of them may hang
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(60_000);
  });
});
