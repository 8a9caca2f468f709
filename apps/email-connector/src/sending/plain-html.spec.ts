import { describe, expect, it } from '@jest/globals';
import { toParagraphs } from './plain-html.js';

describe('plain text as HTML', () => {
  it('keeps lines and paragraphs, and what could be code is words', () => {
    expect(toParagraphs('Hello <b>you</b>\nsecond  line\n\nBye')).toBe(
      '<p>Hello &lt;b&gt;you&lt;/b&gt;<br>\nsecond &nbsp;line</p>\n<p>Bye</p>',
    );
  });

  it.each([
    ['1. Stop\n2. Start', '<ol>\n<li>Stop</li>\n<li>Start</li>\n</ol>'],
    ['1、备份\n2、停止服务', '<ol>\n<li>备份</li>\n<li>停止服务</li>\n</ol>'],
    ['3) c\n4) d', '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'],
    ['1. a\n3. c', '<ol>\n<li>a</li>\n<li value="3">c</li>\n</ol>'],
    ['- one\n- two', '<ul>\n<li>one</li>\n<li>two</li>\n</ul>'],
    ['Do:\n1. a\n   more of it\n2. b\nThen call.', '<p>Do:</p>\n<ol>\n<li>a<br>\nmore of it</li>\n<li>b</li>\n</ol>\n<p>Then call.</p>'],
    ['1. a\n2. b\n- x\n- y', '<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n<ul>\n<li>x</li>\n<li>y</li>\n</ul>'],
  ])('makes a list of %j', (text, html) => {
    expect(toParagraphs(text)).toBe(html);
  });

  it.each(['2026. was a year', '1.5 GB of memory', '-5 degrees', 'a - b'])('leaves %j as it is', (text) => {
    expect(toParagraphs(text)).toBe(`<p>${text}</p>`);
  });
});
