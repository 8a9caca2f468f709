import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { Settings } from '#runtime';
import { clientAddress, isLoopbackAddress } from './client-address.js';
import { refuseCrossSite, refuseForeignOrigin, REQUEST_HEADER } from './own-page.js';
import { readSessionCookie, writeSessionCookie } from './session-cookie.js';

type Headers = Record<string, string | string[]>;
const request = (headers: Headers = {}, more: { method?: string; from?: string; encrypted?: boolean } = {}) =>
  ({ headers, method: more.method, socket: { remoteAddress: more.from, encrypted: more.encrypted } }) as unknown as IncomingMessage;
const settings = (publicUrl?: string) => Settings.parse(publicUrl === undefined ? {} : { http: { publicUrl } });

describe('where a request comes from', () => {
  const through = (from: string | undefined, forwarded?: string) =>
    clientAddress(request(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }, { from: from! }));

  it.each([
    ['a machine itself', '203.0.113.7', undefined, '203.0.113.7'],
    ['a machine that says it is another', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['a proxy on this machine', '127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['the same by IPv6', '::1', '198.51.100.1', '198.51.100.1'],
    ['the same by mapped IPv4', '::ffff:127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['a chain: what the proxy saw itself counts, not what was told to it', '127.0.0.1', '10.9.9.9, 198.51.100.1 ', '198.51.100.1'],
    ['a proxy that says nothing', '127.0.0.1', '', '127.0.0.1'],
    ['this machine', '127.0.0.1', undefined, '127.0.0.1'],
    ['a socket that is gone', undefined, undefined, 'unknown'],
  ])('%s', (_, from, forwarded, address) => {
    expect(through(from, forwarded)).toBe(address);
  });

  it('is this machine only by its loopback addresses', () => {
    expect(['::1', '127.0.0.1', '127.9.8.7', '::ffff:127.0.0.1'].filter(isLoopbackAddress)).toHaveLength(4);
    expect(['::12', '10.127.0.1', '::ffff:10.0.0.1', '1127.0.0.1', 'unknown'].filter(isLoopbackAddress)).toEqual([]);
  });
});

describe('a change that is asked for with a cookie', () => {
  const ours = { [REQUEST_HEADER]: '1' };
  const refuse = (headers: Headers, method: string | undefined, publicUrl?: string) => () =>
    refuseCrossSite(request(headers, { method: method! }), settings(publicUrl));
  const crossSite = expect.objectContaining({ code: 'cross_site' }) as unknown as Error;

  it('comes from a page of ours: it has our header, and no foreign origin', () => {
    expect(refuse(ours, 'POST')).not.toThrow();
    expect(refuse({}, 'POST')).toThrow(crossSite);
    expect(refuse({ ...ours, origin: 'https://evil.test', host: 'desk.test' }, 'POST')).toThrow(crossSite);
    expect(refuse({ ...ours, origin: 'https://desk.test', host: 'desk.test' }, 'DELETE')).not.toThrow();
    expect(refuse({ ...ours, origin: 'null', host: 'desk.test' }, 'POST')).toThrow(crossSite);
  });

  it('may be looking only, from anywhere', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', undefined]) expect(refuse({ origin: 'https://evil.test' }, method)).not.toThrow();
    for (const method of ['PUT', 'PATCH', 'DELETE']) expect(refuse({}, method)).toThrow(crossSite);
  });

  it('comes from the installation’s own address, whatever name a proxy gives it', () => {
    const behind = { ...ours, origin: 'https://help.desk.test', host: '10.0.0.5:8080' };
    expect(refuse(behind, 'POST')).toThrow(crossSite);
    expect(refuse(behind, 'POST', 'https://help.desk.test/desk/')).not.toThrow();
    expect(refuse({ ...behind, origin: 'http://help.desk.test' }, 'POST', 'https://help.desk.test/desk/')).toThrow(crossSite);
  });

  it('opens no socket from elsewhere, with or without the header', () => {
    const open = (headers: Headers) => () => refuseForeignOrigin(request(headers), settings());
    expect(open({})).not.toThrow();
    expect(open({ origin: 'https://desk.test:8443', host: 'desk.test:8443' })).not.toThrow();
    expect(open({ ...ours, origin: 'https://desk.test', host: 'desk.test:8443' })).toThrow(crossSite);
  });
});

describe('a login’s cookie', () => {
  const TOKEN = 'abcdefghij-klmnopqrst_1';
  const read = (cookie?: string) => readSessionCookie(request(cookie === undefined ? {} : { cookie }));
  const write = (token: string, encrypted: boolean, publicUrl?: string) =>
    writeSessionCookie(token, request({}, { encrypted }), settings(publicUrl));

  it('is found among others by its name', () => {
    expect(read(`theme=dark; tributary_session=${TOKEN}; lang=zh`)).toBe(TOKEN);
    expect(read(`tributary_session=${TOKEN}`)).toBe(TOKEN);
    expect([read(), read(''), read(`x_tributary_session=${TOKEN}`), read('tributary_session'), read('tributary_session=')]).toEqual(
      Array(5).fill(null),
    );
  });

  it('is nothing that no token of ours can be', () => {
    for (const value of ['short', `${TOKEN} x`, `'${TOKEN}`, `${TOKEN}'`, 'a'.repeat(101)])
      expect(read(`tributary_session=${value}`)).toBeNull();
    expect(read(`tributary_session=${'a'.repeat(100)}`)).toBe('a'.repeat(100));
    expect(read(`tributary_session=${'a'.repeat(20)}`)).toBe('a'.repeat(20));
  });

  it('is out of reach of scripts and other sites, and of plain connections where ours is not one', () => {
    expect(write(TOKEN, false)).toBe(`tributary_session=${TOKEN}; Path=/; HttpOnly; SameSite=Lax`);
    expect(write(TOKEN, true)).toBe(`tributary_session=${TOKEN}; Path=/; HttpOnly; SameSite=Lax; Secure`);
    expect(write(TOKEN, false, 'https://desk.test')).toContain('; Secure');
    expect(write(TOKEN, false, 'http://desk.test')).not.toContain('Secure');
  });

  it('goes away when it is written empty', () => {
    expect(write('', false)).toBe('tributary_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0');
  });
});
