import { describe, expect, it } from '@jest/globals';
import { decodeWords } from './encoded-words.js';

describe('encoded words', () => {
  it.each([
    ['=?utf-8?Q?Pr=C3=BCfung_1?=', 'Prüfung 1'],
    ['=?UTF-8?B?5L2g5aW9?= ok', '你好 ok'],
    ['=?utf-8?Q?a?= =?utf-8?Q?b?=', 'ab'],
    ['=?utf-8?Q?a?=\r\n\t=?utf-8?Q?b?=', 'ab'],
    ['x=?utf-8?Q?a?=y', 'xay'],
    ['=?utf-8?Q?a b?=', 'a b'],
    ['=?utf-8?B?5L2?= =?utf-8?B?g5aW9?=', '你好'],
    ['=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=', 'é'],
    ['=?iso-8859-1*de?Q?=FC?=', 'ü'],
    ['=?gb2312?B?xOO6ww==?=', '你好'],
    ['=?utf-8?Q?what?_no?=', 'what? no'],
    ['no =? word', 'no =? word'],
    ['=?utf-8?X?a?=', '=?utf-8?X?a?='],
  ])('%s', (header, text) => {
    expect(decodeWords(header)).toBe(text);
  });

  it('reads raw UTF-8', () => {
    expect(decodeWords(Buffer.from('Grüße', 'utf8').toString('latin1'))).toBe('Grüße');
  });
});
