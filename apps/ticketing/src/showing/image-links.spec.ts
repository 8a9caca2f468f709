import { describe, expect, it } from '@jest/globals';
import { ManualClock, SecretKey } from '#runtime';
import { ImageLinks } from './image-links.js';

const clock = new ManualClock();
const links = new ImageLinks(new SecretKey('a secret of the tests, long enough to be one'), clock);
const read = (address: string) => {
  const { pathname, searchParams } = new URL(address, 'http://x');
  const kind = pathname.endsWith('/remote-images') ? ('remote' as const) : ('inline' as const);
  return {
    kind,
    entryId: pathname.split('/')[4]!,
    name: kind === 'remote' ? searchParams.get('url')! : pathname.split('/').at(-1)!,
    expires: Number(searchParams.get('expires')),
    signature: searchParams.get('signature')!,
  };
};

describe('links to images', () => {
  const link = read(links.toRemote('e1', 'https://x.example/a?b&c'));

  it('are good as they were made', () => {
    expect(() => links.check(link)).not.toThrow();
    expect(() => links.check(read(links.toInline('e1', '3')))).not.toThrow();
  });

  it.each([
    { name: 'https://x.example/a?b&d' },
    { entryId: 'e2' },
    { kind: 'inline' as const },
    { expires: link.expires + 3_600 },
    { signature: '' },
    { signature: link.signature.slice(0, 6) },
    { signature: Buffer.alloc(16).toString('base64url') },
  ])('are of no use with %j', (change) => {
    expect(() => links.check({ ...link, ...change })).toThrow(expect.objectContaining({ code: 'image_link_invalid' }));
  });

  it('stay the same for a while, and end', () => {
    expect(read(links.toRemote('e1', 'https://x.example/a?b&c'))).toEqual(link);
    clock.advance(2 * 3_600_000 + 1);
    expect(() => links.check(link)).toThrow(expect.objectContaining({ code: 'image_link_expired' }));
  });
});
