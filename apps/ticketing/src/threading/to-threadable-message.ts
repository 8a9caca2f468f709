import type { InboundMessage } from '#contracts';
import { readTopic } from './normalise-subject.js';
import { contactKey, identityKey, type PersonKey } from './person-key.js';
import type { ThreadableMessage, TokenClaim } from './threadable-message.js';

export interface ThreadableContext {
  /** The sender's contact after merges; null while he has none. */
  readonly contactId: string | null;
  readonly token: TokenClaim;
  /** It tells of its conversation itself; default: false. */
  readonly aboutConversation?: boolean;
  /** Addresses of the desk's own inboxes: being written to makes nobody known to them. */
  readonly ownAddresses: ReadonlySet<PersonKey>;
}

/**
 * Ids of a mail are the same in every mailbox; those of a chat mean something in their inbox only. Which of the two a channel has,
 * `continues` tells: where the key alone leads to a conversation, ids are the remote's own counting.
 */
export function toThreadableMessage(message: InboundMessage, context: ThreadableContext): ThreadableMessage {
  const { threading, conversation, flags, checks } = message;
  const question = message.handling?.asks !== undefined;
  const scope = (id: string) => (conversation.continues ? `${message.inbox.id}/${id}` : id);
  const messageId = scope(message.remoteMessageId);
  const named = [...threading.references, threading.inReplyTo, threading.quotedRemoteId].filter((id) => id !== undefined && id !== '');
  // who is anonymous is known by his conversation; without one that goes on, two nameless senders are not one person
  const sender = message.sender.identities
    .filter((identity) => identity.assurance !== 'anonymous' || conversation.continues)
    .map(identityKey);
  return {
    ref: message.id,
    inboxId: message.inbox.id,
    messageId,
    print: printOf(message.idempotencyKey),
    references: lastOfEach(named.map((id) => scope(id as string)).filter((id) => id !== messageId)),
    topic: { ...readTopic(threading.subject ?? null, threading.threadTopic ?? null), ...(question ? { bare: '' } : {}) },
    sender: context.contactId === null || sender.length === 0 ? sender : [contactKey(context.contactId), ...sender],
    recipients: message.recipients.map((recipient) => identityKey(recipient.identity)).filter((key) => !context.ownAddresses.has(key)),
    occurredAt: new Date(message.occurredAt),
    conversation: {
      ...{ key: conversation.key, continues: conversation.continues },
      ...(context.aboutConversation === true ? { about: true } : {}),
    },
    token: context.token,
    checksFailed: haveFailed(checks),
    verified: message.sender.identities[0]?.assurance === 'verified',
    automated: flags.automated !== undefined,
    bounce: flags.bounce === true || flags.automated?.class === 'feedback-report',
    fromDesk: sender.some((key) => context.ownAddresses.has(key)),
    echo: message.direction === 'echo',
    ...(question ? { question } : {}),
  };
}

/** DMARC concludes: where it passed, an SPF that a forwarder broke says nothing. */
export function haveFailed(checks: InboundMessage['checks']): boolean {
  return checks?.dmarc !== 'pass' && [checks?.spf, checks?.dkim, checks?.dmarc].includes('fail');
}

/** The direct parent is named last, whatever stands where. */
function lastOfEach(ids: readonly string[]): string[] {
  return [...new Set([...ids].reverse())].reverse();
}

function printOf(idempotencyKey: string): string {
  return /#([0-9a-f]*)(?::[a-z].*)?$/.exec(idempotencyKey)?.[1] ?? '';
}
