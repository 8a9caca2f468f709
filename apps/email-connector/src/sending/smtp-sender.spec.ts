import { describe, expect, it } from '@jest/globals';
import type { Address, CommandId, InboxId, ReplyRequested } from '#contracts';
import { EmailInboxConfig } from '../email.config.js';
import { SmtpSender } from './smtp-sender.js';

const reply = (to: Address[], cc?: Address[]): ReplyRequested => ({
  commandId: 'c9b4f2a0-52b1-4c8e-9f0e-2c3d4e5f6a7b' as CommandId,
  inboxId: 'support' as InboxId,
  to,
  cc,
  parts: [{ partId: '1', type: 'text', text: 'Hello', fallback: 'Hello' }],
  ttlMs: 1_000,
  onWindowClosed: 'fail',
  adapt: 'degrade',
  actor: { kind: 'agent' },
});

async function trySending(what: ReplyRequested): Promise<{ marks: number; result: unknown }> {
  const sender = new SmtpSender('smtp://127.0.0.1:1', {
    config: EmailInboxConfig.parse({ address: 'support@example.com' }),
    idKey: Buffer.alloc(32),
    readBlob: () => Promise.reject(new Error('nothing to read')),
  });
  let marks = 0;
  const result = await sender.send(what, { attempt: 1, markSending: async () => void (marks += 1) }).finally(() => sender.close());
  return { marks, result };
}

describe('an answer to who has no mail address', () => {
  const ann = { scheme: 'email', value: 'ann@example.com' };
  it.each([
    ['a telephone number', reply([{ scheme: 'phone', value: '+4930123' }])],
    ['two addresses in one', reply([{ scheme: 'email', value: 'ann@example.com,bob@example.com' }])],
    ['a line break', reply([ann], [{ scheme: 'email', value: 'bob@example.com\r\nBcc: eve@example.com' }])],
    ['a name around it', reply([{ scheme: 'email', value: 'Ann <ann@example.com>' }])],
    ['a word', reply([{ scheme: 'email', value: 'postmaster' }])],
    ['somebody else in copy', reply([ann], [{ scheme: 'wechat_openid', value: 'o6_bmjrPTlm6_2sgVt7hMZOPfL2M' }])],
  ])('%s fails for good, and no server is asked', async (_whom, what) => {
    const { marks, result } = await trySending(what);
    expect(result).toMatchObject({ status: 'failed', error: { category: 'recipient_invalid', permanent: true } });
    expect(marks).toBe(0);
  });
});
