import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type InboxSchema, InboxSettings } from '#runtime';
import { findInboxFaults } from './inbox-faults.js';

const schemaOf = (channel: string, provider: string): InboxSchema => ({
  channel,
  provider,
  configSchema: z.strictObject({ address: z.email('an email address'), imap: z.strictObject({ password: z.string() }).optional() }),
  claims: (config) => [{ key: (config as { address: string }).address.toLowerCase(), path: ['address'] }],
});

function faultsOf(given: unknown[], alone = true, schemas = [schemaOf('email', 'mail')]): string[] {
  const inboxes = given.map((inbox) => InboxSettings.parse(inbox));
  return findInboxFaults({ inboxes, schemas, alone, locate: (path) => `mine.yaml#${path.join('/')}` }).map(
    ({ path, where, found, allowed }) => `${path} ${where} ${found} | ${allowed}`,
  );
}

describe('configured inboxes', () => {
  it('pass when their connector understands them', () => {
    expect(faultsOf([{ id: 'a', channel: 'email', address: 'a@example.com', numberCode: 'ABC', enabled: true }])).toEqual([]);
  });

  it('tell every fault of all of them, with path and place, and no password', () => {
    const faults = faultsOf([
      { id: 'a', channel: 'email', address: 'nonsense' },
      { id: 'b', channel: 'email', address: 'b@example.com', imap: { password: 12345 } },
    ]);
    expect(faults[0]).toBe('inboxes.0.address mine.yaml#inboxes/0/address "nonsense" | an email address');
    expect(faults[1]).toMatch(/^inboxes\.1\.imap\.password /);
    expect(faults.join()).not.toContain('12345');
  });

  it('show no token, whatever its connector says of it', () => {
    const ofTokens: InboxSchema = {
      channel: 'chat',
      provider: 'bot',
      configSchema: z.strictObject({ token: z.string().regex(/^\d+:/, 'a bot token') }),
      claims: (config) => [{ key: (config as { token: string }).token.split(':')[0]!, path: ['token'] }],
    };
    const ofChat = (id: string, token: string) => ({ id, channel: 'chat', token });
    expect(faultsOf([ofChat('a', 's3cret')], true, [ofTokens])).toEqual([
      'inboxes.0.token mine.yaml#inboxes/0/token a value that is not shown (string) | a bot token',
    ]);
    const twice = faultsOf([ofChat('a', '42:s3cret'), ofChat('b', '42:s3cret')], true, [ofTokens]);
    expect(twice).toEqual([
      'inboxes.1.token mine.yaml#inboxes/1/token a value that is not shown (string) | what no other inbox has; a has 42',
    ]);
  });

  it('tell of a name that is misspelt, and what should stand in the place of a wrong kind of value', () => {
    const faults = faultsOf([{ id: 'a', channel: 'email', addres: 'a@example.com', imap: { password: 1 } }]);
    expect(faults).toContain('inboxes.0.addres mine.yaml#inboxes/0/addres a name that no setting has | did you mean address?');
    expect(faults.find((fault) => fault.startsWith('inboxes.0.imap.password'))).toMatch(/\| a text$/);
    expect(faults.join()).not.toContain('Invalid input');
  });

  it('of a channel unknown here are a fault where nobody else could run them, and left to another process in a cluster', () => {
    const inbox = { id: 'a', channel: 'emial', address: 'a@example.com' };
    expect(faultsOf([inbox])).toEqual([
      'inboxes.0.channel mine.yaml#inboxes/0/channel "emial" | one of email, or that of a package in `connectors`',
    ]);
    expect(faultsOf([inbox], false)).toEqual([]);
  });

  it('may not claim what another of their channel claims, unless they are switched off', () => {
    const first = { id: 'a', channel: 'email', address: 'a@example.com' };
    const second = { id: 'b', channel: 'email', address: 'A@example.com' };
    expect(faultsOf([first, second, { id: 'c', channel: 'email', address: 'nonsense' }])).toEqual([
      'inboxes.1.address mine.yaml#inboxes/1/address "A@example.com" | what no other inbox has; a has a@example.com',
      'inboxes.2.address mine.yaml#inboxes/2/address "nonsense" | an email address',
    ]);
    expect(faultsOf([{ ...first, enabled: false }, second])).toEqual([]);
    const two = [schemaOf('email', 'mail'), schemaOf('letter', 'post')];
    expect(faultsOf([first, { ...second, channel: 'letter' }], true, two)).toEqual([]);
  });

  it('must name a provider that there is, when there are several', () => {
    const two = [schemaOf('wechat', 'wecom'), schemaOf('wechat', 'wechaty')];
    expect(faultsOf([{ id: 'a', channel: 'wechat', address: 'a@example.com' }], true, two)[0]).toContain('one of wecom, wechaty');
    expect(faultsOf([{ id: 'a', channel: 'wechat', provider: 'wecom', address: 'a@example.com' }], true, two)).toEqual([]);
  });
});
