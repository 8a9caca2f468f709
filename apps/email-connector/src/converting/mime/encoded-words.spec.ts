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
    ['=?GB2312?B?tPK7+tfU?=', '打机自'],
    ['=?gb18030?B?tPLTobv6?= =?gb18030?B?u7XByw==?=', '打印机坏了'],
    ['=?Big5?B?pbSmTL73?=', '打印機'],
    ['=?ISO-2022-JP?B?GyRCJVclaiVzGyhC?=', 'プリン'],
    ['=?Shift_JIS?B?g3aDioOT?=', 'プリン'],
    ['=?euc-kr?B?vsiz5w==?=', '안녕'],
    ['=?utf-8?B?5omT5Y2w5py6', '=?utf-8?B?5omT5Y2w5py6'],
    ['=?utf-8?B?5omT5Y2w5py6=?=', '打印机'],
    ['=?UTF-8?B?5omT?==?UTF-8?B?5Y2w5py6?=', '打印机'],
    ['"=?utf-8?B?5omT5Y2w5py6?="', '"打印机"'],
    ['=?"utf-8"?B?5omT?=', '=?"utf-8"?B?5omT?='],
    ['=?utf8?q?a=c3=a9?=', 'aé'],
  ])('%s', (header, text) => {
    expect(decodeWords(header)).toBe(text);
  });

  it('reads raw UTF-8', () => {
    expect(decodeWords(Buffer.from('Grüße', 'utf8').toString('latin1'))).toBe('Grüße');
  });
});
