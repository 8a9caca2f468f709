import { randomUUID } from 'node:crypto';
import type { Address, CommandId, InboxId, ReplyRequested } from '#contracts';
import { EmailInboxConfig } from '../../../apps/email-connector/src/email.config.js';
import { DomainLimits } from '../../../apps/email-connector/src/sending/domain-limits.js';
import { OutgoingAccounts } from '../../../apps/email-connector/src/sending/outgoing-accounts.js';
import { SmtpSender, type SendingParts } from '../../../apps/email-connector/src/sending/smtp-sender.js';
import { eventually } from '../../support/started-product.js';

export const waitUntil = (holds: () => boolean | Promise<boolean>) => eventually(async () => holds(), 'the outgoing server saw it');

const senders: SmtpSender[] = [];

export function closeSenders(): void {
  for (const sender of senders.splice(0)) sender.close();
}

export function openSender(url: string, more: Partial<SendingParts> = {}, own: object = {}): SmtpSender {
  const sender = new SmtpSender(
    url,
    {
      config: EmailInboxConfig.parse({ address: 'support@acme.example', ...own }),
      idKey: Buffer.alloc(32),
      readBlob: () => Promise.reject(new Error('none')),
    },
    {
      limits: new DomainLimits(),
      limit: { concurrent: 0, perMinute: 0 },
      tell: () => undefined,
      accounts: new OutgoingAccounts(),
      ...more,
    },
  );
  senders.push(sender);
  return sender;
}

export const mailbox = (value: string): Address => ({ scheme: 'email', value });

export interface Outcome {
  readonly status: string;
  readonly code?: string;
  readonly retryAfterMs?: number;
  readonly message?: string;
  readonly marks: number;
}

/** What came of one try, and how often it was marked. */
export async function send(sender: SmtpSender, to: string | Address[], more: Partial<ReplyRequested> = {}): Promise<Outcome> {
  const reply: ReplyRequested = {
    commandId: randomUUID() as CommandId,
    inboxId: 'support' as InboxId,
    to: typeof to === 'string' ? [{ scheme: 'email', value: to }] : to,
    parts: [{ partId: '1', type: 'text', text: '你好，已修好。', fallback: 'x' }],
    subject: 'Re: 打印机',
    ttlMs: 1_000,
    onWindowClosed: 'fail',
    adapt: 'degrade',
    actor: { kind: 'agent' },
    ...more,
  };
  let marks = 0;
  return sender.send(reply, { attempt: 1, markSending: async () => void (marks += 1) }).then(
    (result) => ({
      status: result.status,
      marks,
      ...('error' in result ? { code: result.error.code, message: result.error.message } : {}),
    }),
    (error: { code: string; retryAfterMs?: number; message: string }) => ({
      status: 'held',
      marks,
      code: error.code,
      retryAfterMs: error.retryAfterMs,
      message: error.message,
    }),
  );
}
