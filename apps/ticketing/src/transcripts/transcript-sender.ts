import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { canonicalMailAddress, eventIdOf } from '#contracts';
import type { Sql, Transaction } from '#database';
import type { OutgoingRecord } from '#event-bus';
import { PermanentError, SETTINGS, type Settings } from '#runtime';
import { InboxDirectory, type KnownInbox } from '../inboxes/inbox-directory.js';
import { toTextPart } from '../replies/compose-outbound.js';
import { ReplyService } from '../replies/reply.service.js';
import { toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { type SpokenLine, writeTranscript } from './transcript-text.js';
import { wentOut } from '../tickets/went-out.js';

/** Of one conversation in a day. */
const MOST_OF_CONVERSATION = 3;
/** To one address in a day, whoever asks: it may be somebody else's. */
const MOST_TO_ADDRESS = 5;
const DAY_MS = 86_400_000;
const MOST_LINES = 500;

export interface TranscriptWish {
  readonly ticketId: string;
  readonly inboxId: string;
  readonly key: string;
  /** Of the wish: one mail comes of it. */
  readonly entryId: string;
  readonly email: string;
}

/** Why a wish is not met: for programs, and in words for agents. */
type Refusal = 'no_email_inbox' | 'conversation_limit' | 'address_limit' | 'own_address' | 'confidential' | 'not_answered' | 'not_sendable';

const REASONS: Readonly<Record<Refusal, string>> = {
  no_email_inbox: 'the desk has no inbox that writes mails',
  conversation_limit: `this conversation was mailed ${MOST_OF_CONVERSATION} times within a day`,
  address_limit: `${MOST_TO_ADDRESS} transcripts went to this address within a day`,
  own_address: 'the address is one of the desk’s own',
  confidential: 'the ticket is confidential, or waits for a proof',
  not_answered: 'nobody of the desk has answered in the conversation, and it would be a mail of a stranger’s words alone',
  not_sendable: 'the inbox for mails takes it not',
};

/** Mails a conversation to the address that its contact named: an answer like any other on its way, with what both sides saw and nothing else. */
@Injectable()
export class TranscriptSender {
  constructor(
    private readonly work: TicketWork,
    private readonly replies: ReplyService,
    private readonly inboxes: InboxDirectory,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** As a part of a transaction that wrote the wish; its thread tells what came of it. Returns what to append at its end. */
  async send(transaction: Transaction, wish: TranscriptWish, now: Date): Promise<readonly OutgoingRecord[]> {
    const { records } = await this.work.runIn(transaction, now, async (unit) => {
      const [draft] = await unit.lock([wish.ticketId]);
      const refusal = await this.queue(unit, draft!, wish);
      if (refusal !== null) keepRefusal(unit, draft!, wish, refusal);
    });
    return records;
  }

  private async queue(unit: WorkUnit, draft: TicketDraft, wish: TranscriptWish): Promise<Refusal | null> {
    const { transaction, now } = unit;
    const address = canonicalMailAddress(wish.email);
    if (await isGuarded(transaction, draft.id)) return 'confidential';
    if ((await this.inboxes.addresses()).has(address)) return 'own_address';
    const inbox = await this.findMailInbox();
    if (inbox === null) return 'no_email_inbox';
    const addressHash = hash('sha256', address, 'hex');
    const exceeded = await findExceeded(transaction, wish, addressHash, new Date(now.getTime() - DAY_MS));
    if (exceeded !== null) return exceeded;
    const lines = await readLines(transaction, draft.id, wish);
    // Else whoever opens a chat could have us mail what he likes to whom he likes.
    if (!lines.some(({ by }) => by === 'agent')) return 'not_answered';
    const { name } = this.settings.deskSettings;
    const { subject, text } = writeTranscript(lines, this.settings.deskSettings);
    const shown = `The transcript of the conversation (${lines.length} messages) was mailed to ${wish.email}.`;
    const commandId = eventIdOf(`transcript:${wish.entryId}`);
    const message = { inboxId: inbox.id, to: [{ scheme: 'email', value: wish.email }], parts: [toTextPart(text)] };
    try {
      const automatic = { reason: 'transcript', subject, shown };
      await this.replies.queue(unit, draft, commandId, { ...message, automatic }, { kind: 'system', displayName: name });
    } catch (error) {
      // Said before anything was changed.
      if (error instanceof PermanentError) return 'not_sendable';
      throw error;
    }
    await transaction.query(
      'insert into transcript_mails (id, inbox_id, conversation_key, address_hash, queued_at) values ($1, $2, $3, $4, $5)',
      [commandId, wish.inboxId, wish.key, addressHash, now],
    );
    return null;
  }

  /** The first, as they are configured, that writes to mail addresses. */
  private async findMailInbox(): Promise<KnownInbox | null> {
    const order = (this.settings.inboxes ?? []).map(({ id }) => id as string);
    const place = ({ id }: KnownInbox) => (order.includes(id) ? order.indexOf(id) : order.length);
    const able = (await this.inboxes.list()).filter(
      ({ capabilities: can }) => can?.proactive === true && can.out.includes('text') && can.addressedBy?.includes('email') === true,
    );
    return able.sort((one, other) => place(one) - place(other))[0] ?? null;
  }
}

function keepRefusal(unit: WorkUnit, draft: TicketDraft, wish: TranscriptWish, refusal: Refusal): void {
  const text = `The transcript was not mailed to ${wish.email}: ${REASONS[refusal]}.`;
  const data = { reason: refusal, email: wish.email, entryId: wish.entryId };
  const id = eventIdOf(`transcript:${wish.entryId}`);
  unit.addEntry(draft, null, (seq) => {
    const record = { id, ticketId: draft.id, seq, direction: 'system' as const, actor: { kind: 'system' as const } };
    return toRecordEntry({ ...record, text, code: 'transcript.refused', data }, unit.now);
  });
}

async function isGuarded(sql: Sql, ticketId: string): Promise<boolean> {
  const rows = await sql.query('select from tickets where id = $1::uuid and (confidential or proof is not null)', [ticketId]);
  return rows.length > 0;
}

async function findExceeded(sql: Sql, { inboxId, key }: TranscriptWish, addressHash: string, since: Date): Promise<Refusal | null> {
  const [row] = await sql.query<{ conversation: number; address: number }>(
    `select (select count(*)::int from transcript_mails where inbox_id = $1 and conversation_key = $2 and queued_at > $4) as conversation,
       (select count(*)::int from transcript_mails where address_hash = $3 and queued_at > $4) as address`,
    [inboxId, key, addressHash, since],
  );
  if (row!.conversation >= MOST_OF_CONVERSATION) return 'conversation_limit';
  return row!.address >= MOST_TO_ADDRESS ? 'address_limit' : null;
}

/** Of this conversation alone, whatever else its ticket holds; oldest first. Notes and records of the desk are in no conversation. */
async function readLines(sql: Sql, ticketId: string, { inboxId, key }: TranscriptWish): Promise<SpokenLine[]> {
  const rows = await sql.query<{ direction: string; role: string | null; name: string | null; at: Date; text: string }>(
    `select direction, author->>'role' as role, author->>'displayName' as name, occurred_at as at, plain_text as text from entries
     where ticket_id = $1::uuid and inbox_id = $2 and direction in ('inbound', 'outbound', 'echo') and reply_context->>'conversationKey' = $3
       and ${wentOut('entries')} and not folded and plain_text <> '' and flags->>'recalledAt' is null and flags->>'erasedAt' is null
       and coalesce(delivery->>'status', '') not in ('failed', 'cancelled', 'expired')
     order by seq desc limit ${MOST_LINES}`,
    [ticketId, inboxId, key],
  );
  return rows.reverse().map(({ direction, role, name, at, text }) => ({ by: toSpeaker(direction, role), name, at, text }));
}

function toSpeaker(direction: string, role: string | null): SpokenLine['by'] {
  if (direction === 'inbound') return 'contact';
  return role === 'agent' || direction === 'echo' ? 'agent' : 'desk';
}
