import { describe, expect, it } from '@jest/globals';
import { loadSettings } from '#runtime';
import { findUnguardedBind, isLoopback } from './exposure.js';

function bind(host: string, password?: string): string[] {
  const environment = { TRIBUTARY_HTTP_HOST: host, ...(password === undefined ? {} : { TRIBUTARY_ADMIN_PASSWORD: password }) };
  return findUnguardedBind(loadSettings({ environment })).map(({ allowed }) => allowed);
}

describe('binding', () => {
  it.each(['127.0.0.1', '127.8.8.8', 'localhost', '::1', '::ffff:127.0.0.1'])('%s is for this machine alone', (host) => {
    expect(isLoopback(host)).toBe(true);
    expect(bind(host)).toEqual([]);
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'desk.example.com'])('%s needs a password first', (host) => {
    expect(bind(host)).toEqual([expect.stringContaining('TRIBUTARY_ADMIN_PASSWORD')]);
    expect(bind(host, 'chosen by me')).toEqual([]);
  });
});
