import { Inject, Injectable } from '@nestjs/common';
import { toWholeParts, type Address, type Capabilities, type ReplyWindow, type TersePart } from '#contracts';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import { CLOCK, type Clock } from '#runtime';
import { InboxDirectory, type KnownInbox } from '../inboxes/inbox-directory.js';
import type { ReplyContext } from '../tickets/entry-row.js';
import { ReplyWindowRepository } from './reply-window.repository.js';
import { countMessages, judgeWindow, OPEN_WINDOW, type ReplyWindowView } from './reply-limits.js';

/** A way to answer a ticket's customer, with its limits. */
export interface ReplyChannel {
  readonly inboxId: string;
  readonly channel: string;
  readonly displayName: string | null;
  readonly state: KnownInbox['state'];
  readonly to: Address;
  /** Goes on in a conversation the customer began; else we write first. */
  readonly continues: boolean;
  /** Where the customer wrote last. */
  readonly preferred: boolean;
  readonly window: ReplyWindowView;
  readonly limits: Pick<
    Capabilities,
    'out' | 'text' | 'media' | 'maxPartsPerSend' | 'cc' | 'receipts' | 'recall' | 'recallWithinMs'
  > | null;
}

interface Talk {
  readonly inbox_id: string;
  readonly seq: number;
  readonly occurred_at: Date;
  /** From when on answers count against it. */
  readonly since: Date;
  readonly reply_context: ReplyContext;
  /** By the newest word on the conversation; null where nothing limits it. */
  readonly reply_window: ReplyWindow | null;
  readonly sent_since: readonly { readonly parts: readonly TersePart[]; readonly text: string }[];
}

/** Where a ticket's customer can be answered: by each inbox he wrote to, and by those that may write first to an address of his. */
@Injectable()
export class ReplyChannels {
  constructor(
    private readonly inboxes: InboxDirectory,
    private readonly windows: ReplyWindowRepository,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The one the customer used last comes first. */
  async list(ticketId: string): Promise<ReplyChannel[]> {
    const { sql } = this.database;
    const inboxes = (await this.inboxes.list()).filter(({ capabilities }) => capabilities === null || capabilities.out.length > 0);
    const talks = (await findTalks(sql, ticketId)).sort((a, b) => b.seq - a.seq);
    const begun = talks.flatMap((talk, index): ReplyChannel[] => {
      const inbox = inboxes.find(({ id }) => id === talk.inbox_id);
      if (inbox === undefined) return [];
      const window = judgeWindow(talk.reply_window, countSent(talk, inbox), this.clock.now());
      return [{ ...describe(inbox), to: talk.reply_context.from, continues: true, preferred: index === 0, window }];
    });
    const told = new Set(begun.map(({ inboxId }) => inboxId));
    const addresses = await findAddresses(sql, ticketId);
    const first = inboxes
      .filter(({ id, capabilities }) => !told.has(id) && capabilities?.proactive === true)
      .flatMap((inbox) =>
        addresses
          .filter(({ scheme }) => inbox.capabilities!.addressedBy?.includes(scheme))
          .map((to): ReplyChannel => ({ ...describe(inbox), to, continues: false, preferred: false, window: OPEN_WINDOW })),
      );
    return [...begun, ...first];
  }

  /** How the window of the conversation stands that an answer would go on in. */
  async windowOf(sql: Sql, ticketId: string, inboxId: string, now: Date): Promise<ReplyWindowView> {
    const talk = await findTalk(sql, ticketId, inboxId);
    if (talk === undefined) return OPEN_WINDOW;
    return judgeWindow(talk.reply_window, countSent(talk, await this.inboxes.find(inboxId)), now);
  }

  /**
   * Answers of a conversation that counts them are queued one after the other, of whatever ticket: until the transaction ends its window stands as
   * it is looked at after this.
   */
  async hold(transaction: Transaction, ticketId: string, inboxId: string): Promise<void> {
    const talk = await findTalk(transaction, ticketId, inboxId);
    if (talk?.reply_window?.remaining === undefined) return;
    const { reply_context, reply_window: window, occurred_at, since } = talk;
    await this.windows.hold(transaction, { inboxId, key: reply_context.conversationKey, at: occurred_at.toISOString(), window }, since);
  }
}

function describe({ id, channel, displayName, state, capabilities }: KnownInbox) {
  const limits =
    capabilities === null
      ? null
      : {
          ...{ out: capabilities.out, text: capabilities.text, media: capabilities.media },
          ...{ maxPartsPerSend: capabilities.maxPartsPerSend, cc: capabilities.cc, receipts: capabilities.receipts },
          recall: capabilities.recall,
          ...(capabilities.recallWithinMs === undefined ? {} : { recallWithinMs: capabilities.recallWithinMs }),
        };
  return { inboxId: id, channel, displayName, state, limits };
}

/** As messages of the channel: an answer in pieces is several. */
function countSent({ sent_since }: Talk, inbox: Pick<KnownInbox, 'capabilities'> | null | undefined): number {
  const capabilities = inbox?.capabilities ?? null;
  if (capabilities === null) return sent_since.length;
  return sent_since.reduce((sum, { parts, text }) => sum + countMessages(toWholeParts(parts, text), capabilities), 0);
}

async function findTalk(sql: Sql, ticketId: string, inboxId: string): Promise<Talk | undefined> {
  return (await findTalks(sql, ticketId)).find(({ inbox_id }) => inbox_id === inboxId);
}

/**
 * The customer's last message by each inbox, how its conversation may be answered by the newest word on it (of that message, or of another ticket's,
 * an act, a refusal), and what went out in it since, of whatever ticket, where that is counted.
 */
async function findTalks(sql: Sql, ticketId: string): Promise<Talk[]> {
  return sql.query<Talk>(
    `with talks as (
       select distinct on (inbox_id) inbox_id, seq, occurred_at, recorded_at, reply_context from entries
       where ticket_id = $1::uuid and direction = 'inbound' and inbox_id is not null and reply_context is not null and not folded
       order by inbox_id, seq desc
     ), stands as (
       select t.inbox_id, t.seq, t.occurred_at, t.reply_context, t.reply_context->>'conversationKey' as key,
         case when w.inbox_id is null then t.reply_context->'replyWindow' else w.reply_window end as reply_window,
         coalesce(w.learned_at, t.recorded_at) as since
       from talks t left join reply_windows w on w.inbox_id = t.inbox_id and w.conversation_key = t.reply_context->>'conversationKey'
         and date_trunc('second', w.said_at) >= date_trunc('second', t.occurred_at)
     )
     select inbox_id, seq, occurred_at, since, reply_context, reply_window, case when reply_window->>'remaining' is null then '[]' else (
       select coalesce(json_agg(json_build_object('parts', o.parts, 'text', o.plain_text)), '[]') from entries o
       where o.direction = 'outbound' and o.reply_context->>'continues' = 'true' and o.inbox_id = stands.inbox_id
         and o.reply_context->>'conversationKey' = stands.key and o.recorded_at >= stands.since - interval '7 days'
         -- What waited for the customer's next message went out after it.
         and (o.recorded_at >= stands.since or (o.delivery->>'status' = 'sent' and (o.delivery->>'at')::timestamptz > stands.since))
         and coalesce(o.delivery->>'status', '') not in ('failed', 'cancelled', 'expired')) end as sent_since
     from stands`,
    [ticketId],
  );
}

async function findAddresses(sql: Sql, ticketId: string): Promise<Address[]> {
  return sql.query<Address>(
    `select i.scheme, i.value from tickets t join contacts first on first.id = t.contact_id
     join identities i on i.contact_id = coalesce(first.merged_into, first.id)
     where t.id = $1::uuid and i.undeliverable is null order by i.assurance = 'verified' desc, i.created_at, i.scheme, i.value`,
    [ticketId],
  );
}
