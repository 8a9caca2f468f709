import { describe, expect, it } from '@jest/globals';
import { RemoteAddresses } from './remote-address.js';

describe('who is behind a proxy', () => {
  const addresses = new RemoteAddresses(['127.0.0.0/8', '10.0.0.0/8', '::1']);
  it.each([
    ['203.0.113.5', '198.51.100.1', '203.0.113.5'],
    ['127.0.0.1', undefined, '127.0.0.1'],
    ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['::ffff:127.0.0.1', '198.51.100.1, 203.0.113.7, 10.1.2.3', '203.0.113.7'],
    ['::1', '2001:db8::1', '2001:db8::1'],
    ['127.0.0.1', 'made up, 10.0.0.2', '10.0.0.2'],
  ])('%s that passes on %s is %s', (peer, forwardedFor, found) => {
    expect(addresses.find(peer, forwardedFor)).toBe(found);
  });
});
