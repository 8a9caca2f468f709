import { expect, it } from '@jest/globals';
import { isFormatted, readMarks, toHtml, toPlain } from './marked-text.js';

it('says in plain text what the marks say, and keeps lists as lines', () => {
  const text = 'Please **do _this_ now**:\n1. Open [the guide](https://help.example/a?b=1)\n2. Wait';
  expect(toPlain(text)).toBe('Please do this now:\n1. Open the guide (https://help.example/a?b=1)\n2. Wait');
});

it('writes HTML with lists, and nothing of what was typed becomes markup', () => {
  expect(toHtml('a <b> **c**\nd\n\n1. x\n2. y\n- z')).toBe(
    '<p>a &lt;b&gt; <strong>c</strong><br>\nd</p>\n<ol>\n<li value="1">x</li>\n<li value="2">y</li>\n</ol>\n<ul>\n<li>z</li>\n</ul>',
  );
  expect(toHtml('[x](https://e.example/"onclick=")')).toBe('<p><a href="https://e.example/&quot;onclick=&quot;">x</a></p>');
});

it.each(['snake_case_name', '2 ** 3 ** 4', '5 * 3', 'a [b] (c)', '[x](javascript:alert(1))', '文件_名_称'])(
  'leaves %s as it is',
  (text) => {
    expect(isFormatted(text)).toBe(false);
    expect(toPlain(text)).toBe(text);
  },
);

it('finds bold in Chinese', () => {
  expect(toPlain('请**立即**重启')).toBe('请立即重启');
  expect(toHtml('请**立即**重启')).toBe('<p>请<strong>立即</strong>重启</p>');
});

it('is read as spans, and a mark that is not closed is words', () => {
  expect(readMarks('Do **this _now_** or **that')).toEqual([
    { kind: 'words', text: 'Do ' },
    {
      kind: 'bold',
      spans: [
        { kind: 'words', text: 'this ' },
        { kind: 'italic', spans: [{ kind: 'words', text: 'now' }] },
      ],
    },
    { kind: 'words', text: ' or **that' },
  ]);
  expect(readMarks('[here](https://help.example/a)')).toEqual([
    { kind: 'link', spans: [{ kind: 'words', text: 'here' }], url: 'https://help.example/a' },
  ]);
});
