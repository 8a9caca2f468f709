import { describe, expect, it } from '@jest/globals';
import { SecretKey } from './secret-key.js';

const key = new SecretKey('k'.repeat(32));

describe('secret key', () => {
  it('opens what it sealed, and seals the same text differently each time', () => {
    const sealed = key.seal('imap-password', 'pässword');
    expect(key.unseal('imap-password', sealed)).toBe('pässword');
    expect(key.seal('imap-password', 'pässword')).not.toBe(sealed);
    expect(sealed).not.toContain('ssword');
  });

  it('refuses another purpose, another key and altered bytes, and says what to do', () => {
    const sealed = key.seal('imap-password', 'x');
    const altered = sealed.slice(0, -2) + (sealed.endsWith('A') ? 'BB' : 'AA');
    expect(() => key.unseal('smtp-password', sealed)).toThrow(/cannot be read with this installation's key/);
    expect(() => new SecretKey('other'.repeat(8)).unseal('imap-password', sealed)).toThrow(/cannot be read/);
    expect(() => key.unseal('imap-password', altered)).toThrow(/cannot be read/);
    expect(() => key.unseal('imap-password', 'nonsense')).toThrow(/cannot be read/);
  });

  it('still reads what an older secret made, and makes nothing with it', () => {
    const rotated = new SecretKey('new'.repeat(12), ['between'.repeat(6), 'k'.repeat(32)]);
    expect(rotated.unseal('imap-password', key.seal('imap-password', 'x'))).toBe('x');
    expect(rotated.verify('reply-address', 'ticket 7', key.sign('reply-address', 'ticket 7'))).toBe(true);
    expect(rotated.deriveAll('a')).toEqual([rotated.derive('a'), expect.any(Buffer), key.derive('a')]);
    expect(() => key.unseal('imap-password', rotated.seal('imap-password', 'x'))).toThrow(/cannot be read/);
    expect(key.verify('reply-address', 'ticket 7', rotated.sign('reply-address', 'ticket 7'))).toBe(false);
  });

  it('has a key of its own for each purpose and verifies shortened signatures', () => {
    expect(key.derive('a')).not.toEqual(key.derive('b'));
    const signature = key.sign('reply-address', 'ticket 7').subarray(0, 10);
    expect(key.verify('reply-address', 'ticket 7', signature)).toBe(true);
    expect(key.verify('reply-address', 'ticket 8', signature)).toBe(false);
    expect(key.verify('reply-address', 'ticket 7', signature.subarray(0, 4))).toBe(false);
  });
});
