import { describe, expect, it } from '@jest/globals';
import { fillImages } from './fill-images.js';

const inline = (contentId: string) => (contentId === 'logo@1' ? '/inline?a=1&b=2' : null);
const remote = (url: string) => `/remote?u=${encodeURIComponent(url)}&s=1`;

describe('images of a mail', () => {
  it('that it brought with it stand at their place', () => {
    expect(fillImages('<p>a</p><img src="cid:logo%401" alt="x" /><img src="cid:gone" />', { inline })).toBe(
      '<p>a</p><img src="/inline?a=1&amp;b=2" alt="x" /><img data-missing-src="cid:gone" />',
    );
  });

  it('from elsewhere stay blocked until somebody asks for them', () => {
    const html =
      '<img data-remote-src="https://x/?a&amp;b" /><td style="color:red" data-remote-background="https://x/b"><td data-remote-background="https://x/c">';
    expect(fillImages(html, { inline })).toBe(html);
    expect(fillImages(html, { inline, remote })).toBe(
      '<img data-remote-src="https://x/?a&amp;b" src="/remote?u=https%3A%2F%2Fx%2F%3Fa%26b&amp;s=1" />' +
        '<td style="background-image:url(&quot;/remote?u=https%3A%2F%2Fx%2Fb&amp;s=1&quot;);color:red" data-remote-background="https://x/b">' +
        '<td data-remote-background="https://x/c" style="background-image:url(&quot;/remote?u=https%3A%2F%2Fx%2Fc&amp;s=1&quot;)">',
    );
  });

  it.each(['width="1" height="1"', 'height="0"', 'style="width:1px;height:1px"'])(
    'that only tell who reads (%s) stay away for good',
    (size) => {
      expect(fillImages(`<img data-remote-src="https://x/p" ${size} />`, { inline, remote })).not.toContain(' src="/');
      expect(fillImages(`<img data-remote-src="https://x/p" ${size.replace(/[01]/g, '10')} />`, { inline, remote })).toContain(' src="/');
    },
  );

  it('are looked for in tags only', () => {
    const words = '<p>say src="cid:logo@1" &lt;img data-remote-src="https://x"</p>';
    expect(fillImages(words, { inline, remote })).toBe(words);
  });
});
