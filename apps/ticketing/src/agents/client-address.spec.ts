import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { clientAddress, isLoopbackAddress, isLoopbackHost } from './client-address.js';

const request = (remoteAddress: string | undefined, forwarded?: string | string[]) =>
  ({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

describe('where a request comes from', () => {
  it('is the other end of the connection, unless a proxy of this machine says more: its own entry, the last', () => {
    expect(clientAddress(request('203.0.113.5'))).toBe('203.0.113.5');
    expect(clientAddress(request('203.0.113.5', '198.51.100.1'))).toBe('203.0.113.5');
    expect(clientAddress(request('127.0.0.1', '10.0.0.9, 198.51.100.1 '))).toBe('198.51.100.1');
    expect(clientAddress(request('127.0.0.1', '198.51.100.7'))).toBe('198.51.100.7');
    expect(clientAddress(request('127.0.0.1'))).toBe('127.0.0.1');
    expect(clientAddress(request('127.0.0.1', '198.51.100.1, '))).toBe('127.0.0.1');
    expect(clientAddress(request(undefined))).toBe('unknown');
  });

  it('is this machine by any of its addresses', () => {
    for (const address of ['::1', '127.0.0.1', '127.9.8.7', '::ffff:127.0.0.1'])
      expect([address, isLoopbackAddress(address)]).toEqual([address, true]);
    for (const address of ['::2', '10.127.0.1', '12.7.0.1', '::ffff:10.0.0.1', 'x::1', ''])
      expect([address, isLoopbackAddress(address)]).toEqual([address, false]);
  });

  it('is asked for by the name of this machine, whatever the port', () => {
    for (const host of ['localhost', 'localhost:8080', '127.0.0.1', '127.10.20.30:9', '[::1]', '[::1]:80'])
      expect([host, isLoopbackHost(host)]).toEqual([host, true]);
    for (const host of [
      'localhost.example',
      'my-localhost',
      '127.0.0.1.example',
      '127.0.0',
      'x127.0.0.1',
      '[::2]',
      'localhost:',
      'localhost:a',
      '',
    ])
      expect([host, isLoopbackHost(host)]).toEqual([host, false]);
  });
});
