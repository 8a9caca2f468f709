import type { EntryAuthor, EntryFlags, EntryRow, EntryThreading, ReplyContext } from '../tickets/entry-row.js';
import type { ResolvedMessage } from './batch-resolver.js';
import type { StoredMessage } from './intake-item.js';

/** Did a person on the customer's side write this, now, and wait for a person? Nothing else moves a ticket. */
export function isWrittenByPerson({ direction, flags, sender, handling, surveyRequest }: StoredMessage): boolean {
  if (direction !== 'inbound' || sender.role !== 'customer' || handling?.asks !== undefined || surveyRequest !== undefined) return false;
  return flags.automated === undefined && flags.bounce !== true && flags.spam !== true;
}

/** Folded away in its thread: what robots, mail systems and suspected spammers sent, second accounts of one message, questions that the desk answers by itself. */
export function isFolded(message: StoredMessage, sameMessage: boolean): boolean {
  const { flags, handling } = message;
  return sameMessage || handling?.asks !== undefined || flags.automated !== undefined || flags.bounce === true || flags.spam === true;
}

export function toEntryRow(resolved: ResolvedMessage, ticketId: string, seq: number): EntryRow {
  const { item, decision } = resolved;
  const { message } = item;
  return {
    id: message.id,
    ticketId,
    seq,
    direction: message.direction,
    channel: message.inbox.channel,
    inboxId: message.inbox.id,
    remoteMessageId: message.remoteMessageId,
    idempotencyKey: message.idempotencyKey,
    occurredAt: message.occurredAt,
    receivedAt: message.receivedAt,
    revision: message.revision,
    folded: isFolded(message, decision.folded),
    author: toAuthor(message, resolved.contactId),
    plainText: message.plainText,
    newText: message.newText,
    parts: message.parts,
    threading: toThreading(resolved),
    delivery: null,
    flags: {
      ...toFlags(message, resolved.possibleDuplicate, item.replayed),
      ...(resolved.doubts.length === 0 ? {} : { doubts: resolved.doubts }),
    },
    raw: toRaw(message),
    replyContext: toReplyContext(message),
  };
}

export function toRaw(message: StoredMessage): EntryRow['raw'] {
  if (message.raw === null) return null;
  const { ref, sha256, bytes, contentType } = message.raw;
  return { ref, sha256, bytes, contentType };
}

export function toReplyContext(message: StoredMessage): ReplyContext {
  const { conversation, threading, sender } = message;
  const { scheme, value } = sender.identities[0]!;
  return {
    conversationKey: conversation.key,
    continues: conversation.continues,
    ...(conversation.kind === 'group' ? { group: true } : {}),
    from: { scheme, value, ...(sender.displayName === undefined ? {} : { displayName: sender.displayName }) },
    recipients: message.recipients.slice(0, 100).map(({ kind, identity, displayName }) => ({
      kind,
      scheme: identity.scheme,
      value: identity.value,
      ...(displayName === undefined ? {} : { displayName }),
    })),
    references: threading.references,
    channelContext: message.channelContext ?? null,
    ...(message.replyTo === undefined ? {} : { replyTo: message.replyTo }),
    ...(threading.inReplyTo === undefined ? {} : { inReplyTo: threading.inReplyTo }),
    ...(threading.subject === undefined ? {} : { subject: threading.subject }),
    ...(isUnlimited(message.replyWindow) ? {} : { replyWindow: message.replyWindow }),
    ...(message.checks === undefined ? {} : { checks: message.checks }),
  };
}

export function toFlags(message: StoredMessage, possibleDuplicate: boolean, replayed: boolean): EntryFlags {
  const recalledAt = message.extras?.['recalledAt'];
  return {
    ...message.flags,
    ...(possibleDuplicate ? { possibleDuplicate: true } : {}),
    ...(replayed ? { replayed: true } : {}),
    ...(message.surveyRequest === undefined ? {} : { surveyRequest: message.surveyRequest }),
    ...(message.truncated === true ? { truncated: true } : {}),
    ...(message.handling?.mood === undefined ? {} : { heardMood: message.handling.mood }),
    ...(typeof recalledAt === 'string' ? { recalledAt } : {}),
  };
}

export function toAuthor({ sender, direction }: StoredMessage, contactId: string): EntryAuthor {
  const { scheme, value, raw, assurance, scope } = sender.identities[0]!;
  return {
    role: sender.role,
    identity: { scheme, value, raw, assurance, ...(scope === undefined ? {} : { scope }) },
    ...(sender.displayName === undefined ? {} : { displayName: sender.displayName }),
    ...(direction === 'echo' ? {} : { contactId }),
  };
}

function toThreading({ decision }: ResolvedMessage): EntryThreading {
  const { rule, score, review, suggestedTicketId, links } = decision;
  const evidence = links.length === 0 ? decision.evidence : { ...decision.evidence, links };
  return { rule, evidence, score, review, ...(suggestedTicketId === null ? {} : { suggestedTicketId }) };
}

export function isUnlimited({ open, endsAt, remaining }: StoredMessage['replyWindow']): boolean {
  return open && endsAt === undefined && remaining === undefined;
}
