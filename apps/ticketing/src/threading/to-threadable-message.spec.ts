import { describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '#contracts';
import { contactKey, identityKey } from './person-key.js';
import { inbound } from './testing/inbound.js';
import { toThreadableMessage } from './to-threadable-message.js';

const context = {
  contactId: null,
  token: { kind: 'none' as const },
  ownAddresses: new Set([identityKey({ scheme: 'email', value: 'support@desk' })]),
};
const read = (message: InboundMessage, more = {}) => toThreadableMessage(message, { ...context, ...more });

describe('an inbound message', () => {
  it('names the ids it refers to once, the direct parent last, and never itself', () => {
    const message = inbound({ id: 'me@x', refs: ['a@x', 'b@x', 'me@x', 'a@x'] });
    message.threading.inReplyTo = 'a@x';
    expect(read(message).references).toEqual(['b@x', 'a@x']);
  });

  it('has ids of its own inbox where the conversation goes on, and ids known everywhere where it does not', () => {
    const chat = inbound({ id: '7', chat: 'room' });
    chat.threading.quotedRemoteId = '6';
    expect(read(chat)).toMatchObject({ messageId: 'support/7', references: ['support/6'] });
    expect(read(inbound({ id: '7@x' })).messageId).toBe('7@x');
  });

  it('is from its contact and all identities, from nobody when it is nameless', () => {
    const named = inbound({ from: 'ann@x' });
    expect(read(named, { contactId: 'c' }).sender).toEqual([contactKey('c'), identityKey({ scheme: 'email', value: 'ann@x' })]);
    named.sender.identities[0]!.assurance = 'anonymous';
    expect(read(named, { contactId: 'c' }).sender).toEqual([]);
    expect(read(inbound({ from: 'v1', chat: 'room' })).sender).toHaveLength(1);
  });

  it('is written to people, not to the desk', () => {
    expect(read(inbound({ cc: ['support@desk', 'bob@x'] })).recipients).toEqual([identityKey({ scheme: 'email', value: 'bob@x' })]);
    expect(read(inbound({ from: 'support@desk' })).fromDesk).toBe(true);
  });

  it('has failed only checks that failed', () => {
    expect(read({ ...inbound(), checks: { spf: 'none', dkim: 'pass' } }).checksFailed).toBe(false);
    expect(read({ ...inbound(), checks: { spf: 'pass', dmarc: 'fail' } }).checksFailed).toBe(true);
  });

  it('keeps the print of its idempotency key, also of a shortened one', () => {
    expect(read(inbound()).print).toMatch(/^[0-9a-f]{16}$/);
    expect(read(inbound({ id: `${'x'.repeat(400)}@x` })).print).toMatch(/^[0-9a-f]{16}$/);
    expect(read(inbound({ chat: 'room' })).print).toBe('');
  });
});
