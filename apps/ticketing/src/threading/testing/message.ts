import { readTopic } from '../normalise-subject.js';
import { identityKey, type PersonKey } from '../person-key.js';
import type { ThreadableMessage } from '../threadable-message.js';

let made = 0;

export interface MessageFields extends Partial<Omit<ThreadableMessage, 'sender' | 'recipients' | 'topic'>> {
  readonly from?: string | null;
  readonly to?: readonly string[];
  readonly subject?: string;
  readonly title?: string;
  readonly id?: string | null;
  readonly refs?: readonly string[];
}

export function person(address: string): PersonKey {
  return identityKey({ scheme: 'email', value: address });
}

/** A mail as threading sees it. */
export function message(fields: MessageFields = {}): ThreadableMessage {
  const { from = 'ann@example.com', to = [], subject = 'Printer', title, id, refs = [], ...rest } = fields;
  made += 1;
  return {
    ref: `ref-${made}`,
    inboxId: 'support',
    messageId: id === undefined ? `m${made}@example.com` : id,
    print: `print-${made}`,
    references: refs,
    topic: readTopic(subject, title ?? null),
    sender: from === null ? [] : [person(from)],
    recipients: to.map(person),
    occurredAt: new Date(Date.UTC(2026, 2, 2, 9) + made * 60_000),
    conversation: { key: `support:${from}`, continues: false },
    token: { kind: 'none' },
    checksFailed: false,
    verified: false,
    automated: false,
    bounce: false,
    fromDesk: false,
    echo: false,
    ...rest,
  };
}
