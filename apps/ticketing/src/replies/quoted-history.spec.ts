import { describe, expect, it } from '@jest/globals';
import { languageOf, toQuoted } from './quoted-history.js';

const at = new Date('2026-03-01T16:05:00Z');

describe('what an answer quotes', () => {
  it.each([
    ['hello', { displayName: 'Ann', address: 'ann@example.com' }, 'On Mon, 2 Mar 2026 at 00:05, Ann <ann@example.com> wrote:'],
    ['hello', { address: 'ann@example.com' }, 'On Mon, 2 Mar 2026 at 00:05, <ann@example.com> wrote:'],
    ['你好', { displayName: '安娜', address: 'ann@example.com' }, '2026年3月2日 00:05，安娜 <ann@example.com> 写道：'],
    [
      'hello',
      { displayName: 'Ann <x@y>\r\nBcc: z', address: 'ann@example.com' },
      'On Mon, 2 Mar 2026 at 00:05, Ann x@y Bcc: z <ann@example.com> wrote:',
    ],
    ['你好', { displayName: '技术支持' }, '2026年3月2日 00:05，技术支持 写道：'],
  ])('%s of %j is introduced in its language and in the time of the desk', (text, author, attribution) => {
    expect(toQuoted([{ author, at, text }], 'Asia/Shanghai', 'en')).toEqual([{ attribution, text }]);
  });

  it('is one language throughout, the one that the reader writes', () => {
    const quoted = toQuoted(
      [
        { author: {}, at, text: '好的' },
        { author: {}, at, text: 'Does it work?' },
        { author: {}, at, text: ' ' },
      ],
      'UTC',
      'en',
    );
    expect(quoted.map(({ attribution }) => attribution.endsWith('写道：'))).toEqual([true, true]);
  });

  it.each([
    ['请看 attachment', 'zh'],
    ['please look', 'en'],
    ['これは漢字です', 'en'],
    ['123 !', 'zh'],
  ])('%s is answered in %s', (text, language) => {
    expect(languageOf(text, 'zh')).toBe(language);
  });
});
