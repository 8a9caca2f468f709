import { expect, it } from '@jest/globals';
import { toArticleParts } from './article-sender.js';

const article = (body: string) => toArticleParts({ title: 'Reset', body, keywords: [], videos: [], pictures: [] }, 'Good day,');

it('says an article in plain words, with its marks beside them where it has some', () => {
  const words = 'Good day,\n\nReset\n\n1. Press the red button\n2. See the guide (https://help.example/a)';
  expect(article('1. Press the **red** button\n2. See [the guide](https://help.example/a)')).toEqual([
    { partId: '1', type: 'text', text: words, fallback: words },
    {
      partId: '2',
      type: 'html',
      html:
        '<p>Good day,</p>\n<p>Reset</p>\n<ol>\n<li value="1">Press the <strong>red</strong> button</li>\n' +
        '<li value="2">See <a href="https://help.example/a">the guide</a></li>\n</ol>',
      fallback: words,
    },
  ]);
  expect(article('Press 2 ** 3.').map(({ type }) => type)).toEqual(['text']);
});

it('makes no markup of what somebody wrote', () => {
  const html = article('**<img src=x onerror=alert(1)>** [x](javascript:alert(1))').find(({ type }) => type === 'html');
  expect(html).toMatchObject({
    html: '<p>Good day,</p>\n<p>Reset</p>\n<p><strong>&lt;img src=x onerror=alert(1)&gt;</strong> [x](javascript:alert(1))</p>',
  });
});
