import { describe, expect, it } from '@jest/globals';
import { canonicalMailAddress, EventId, eventIdOf, idempotencyKeyOf } from './index.js';

describe('keys of a message', () => {
  it('gives the same message the same event id, another message another', () => {
    const key = idempotencyKeyOf({ channel: 'email', inboxId: 'support', remoteMessageId: 'a@b', print: '00ff' });
    expect(eventIdOf(key)).toBe(eventIdOf(key));
    expect(eventIdOf(key)).not.toBe(eventIdOf(`${key}x`));
    expect(() => EventId.parse(eventIdOf(key))).not.toThrow();
  });

  it('makes a UUID v5 that never changes', () => {
    expect(eventIdOf('email:support:abcdef0123456789@mail.example.com#0123456789abcdef')).toBe('60741382-1dd2-5f28-a803-c41ff6b76430');
  });

  it('replaces a remote id that would not fit by its hash', () => {
    const key = idempotencyKeyOf({ channel: 'email', inboxId: 'support', remoteMessageId: 'x'.repeat(900), print: '00ff' });
    expect(key.length).toBeLessThanOrEqual(256);
    expect(key).toMatch(/^email:support:h:[0-9a-f]{64}#00ff$/);
  });
});

describe('a mail address', () => {
  it.each([
    ['Service@CR魔法.com', 'service@xn--cr-g61el41o.com'],
    ['service@xn--cr-g61el41o.com', 'service@xn--cr-g61el41o.com'],
    ['hilfe@BÜCHER.example', 'hilfe@xn--bcher-kva.example'],
    ['hilfe@bu\u0308cher.example', 'hilfe@xn--bcher-kva.example'],
    ['张三@例子。中国', '张三@xn--fsqu00a.xn--fiqs8s'],
    ['re\u0301sume\u0301@example.com', 'r\u00e9sum\u00e9@example.com'],
    [' Ann@Example.COM ', 'ann@example.com'],
    ['no address', 'no address'],
  ])('%s has one form', (written, canonical) => {
    expect(canonicalMailAddress(written)).toBe(canonical);
  });
});
