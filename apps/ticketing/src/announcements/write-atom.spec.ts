import { describe, expect, it } from '@jest/globals';
import { writeAtom } from './write-atom.js';

describe('the feed of announcements', () => {
  it('is Atom, and what people wrote is text in it', () => {
    const feed = writeAtom({
      name: 'Desk & Co',
      url: 'https://desk.example',
      language: 'en',
      items: [
        {
          ...{ id: '0195a1b2', title: '<b>Slow</b>', text: 'a & b', severity: 'outage' },
          ...{ from: new Date('2026-03-01T00:00:00Z'), until: null },
        },
      ],
    });
    expect(feed).toContain('<title>Desk &amp; Co</title>');
    expect(feed).toContain('<title>&lt;b&gt;Slow&lt;/b&gt;</title>');
    expect(feed).toContain('<content type="text">a &amp; b</content>');
    expect(feed).toContain('<updated>2026-03-01T00:00:00.000Z</updated>');
  });
});
