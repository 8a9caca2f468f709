import { describe, expect, it } from '@jest/globals';
import { readLines, readNamed } from '../../../../../test/fixtures/mails/read-fixtures.js';
import { readForward } from './read-forward.js';
import { isForwardSubject, isReplySubject } from './subjects.js';

const OWN = 'Please help this customer.\nThanks, Bob';
const BODY = 'My printer is broken.\n\nAnna';
const HEAD =
  'From: Anna Smith <anna@example.com>\nDate: Mon, Mar 2, 2026 at 9:00 AM\nSubject: Printer\nTo: Bob <bob@example.com>\n\n' + BODY;
const WHOLE = { own: OWN, from: 'anna@example.com', body: BODY };

function read(text: string, subject: string | null) {
  const forward = readForward(text, subject);
  return forward && { own: forward.ownText, from: forward.from?.address, body: forward.body };
}

describe('separators of forwards, of many programs and languages', () => {
  const separators = readLines('forward-separators.txt');
  const known = separators.filter((line) => !/bidalitako/.test(line));

  it.each<[string, string | null, (separator: string) => string, string[]]>([
    ['above fields', null, (line) => `${OWN}\n\n${line}\n\n${HEAD}\n`, separators],
    ['under a subject that says so', 'Fwd: Printer', (line) => `${OWN}\n\n${line}\n${HEAD}\n`, separators],
    ['under the subject of a reply', 'Re: Printer', (line) => `${OWN}\n\n${line}\n${HEAD}\n`, known],
    ['with no-break spaces', 'Fwd: Printer', (line) => `${OWN}\n\n${line.replaceAll(' ', '\u00a0')}\n${HEAD}\n`, separators],
    ['above quoted lines', 'Fwd: Printer', (line) => `${OWN}\n\n${line}\n\n${HEAD.replace(/^/gm, '> ')}\n`, separators],
  ])('are known %s', (_, subject, toMail, lines) => {
    expect(lines.map((line) => [line, read(toMail(line), subject)])).toEqual(lines.map((line) => [line, WHOLE]));
  });
});

describe('fields above what was forwarded, of many programs and languages', () => {
  const blocks = readNamed('header-blocks.txt').filter(([name]) => !/notes|sep|marker|above/.test(name));

  it.each<[string, (block: string) => string]>([
    ['as they are', (block) => block],
    ['with no-break spaces', (block) => block.replaceAll(' ', '\u00a0')],
    ['with wide colons', (block) => block.replace(/^([^:\n]{1,20}): /gm, '$1：')],
  ])('are read %s', (_, change) => {
    const read1 = blocks.map(([name, block]) => [name, read(`${OWN}\n\n${change(block)}\n\n${BODY}\n`, 'Fwd: Printer')]);
    expect(read1).toEqual(blocks.map(([name]) => [name, WHOLE]));
  });

  it('make no forward of a reply', () => {
    const forwards = blocks.filter(([, block]) => readForward(`${OWN}\n\n${block}\n\n${BODY}\n`, 'Re: Printer') !== null);
    expect(forwards).toEqual([]);
  });
});

describe('prefixes of subjects', () => {
  it.each([
    'Fwd:',
    'WG:',
    'TR:',
    'RV:',
    'ENC:',
    'I:',
    'Doorst:',
    'VB:',
    'PD:',
    'Tovább:',
    'Пересл:',
    '转发：',
    '轉寄:',
    '転送:',
    '전달:',
    '[Fwd:',
  ])('%s is of a forward', (prefix) => expect(isForwardSubject(`${prefix} Printer`)).toBe(true));

  it.each([
    'Re:',
    'AW:',
    'Antw:',
    'SV:',
    'Odp:',
    'RES:',
    'Ynt:',
    'Vá:',
    'Отв:',
    'Απ:',
    'Re[2]:',
    '回复：',
    '答复:',
    '回覆:',
    '返信:',
    '회신:',
    'Odg:',
    'תשובה:',
  ])('%s is of a reply', (prefix) =>
    expect([isReplySubject(`${prefix} Printer`), isForwardSubject(`${prefix} Printer`)]).toEqual([true, false]),
  );
});
