import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { TicketStatus } from '../tickets/ticket-state.js';
import { wentOut } from '../tickets/went-out.js';

/** How many tickets an answer names. */
export const MOST_TOLD = 3;

export interface ProgressQuestion {
  /** Who asks. */
  readonly contactId: string;
  /** Of a ticket, or the reference of one; null: the newest that are not done. */
  readonly number: string | null;
  /** The ticket whose thread holds the question and will hold the answer. */
  readonly threadId: string;
}

/** What a customer may know of his ticket. */
export interface TicketProgress {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly status: TicketStatus;
  /** The last that a person wrote or said; null: nothing yet. */
  readonly last: { readonly by: 'customer' | 'desk'; readonly at: Date } | null;
  /** We owe him a call; `by` where a time was set. */
  readonly callBack: { readonly by: Date | null } | null;
}

/** Tickets told to who asks for them: his own alone, whatever number he names. */
@Injectable()
export class ProgressRepository {
  /**
   * Of each question the tickets it means, newest first, `MOST_TOLD` at most. Never one that waits for a proof, nor a confidential one outside its own
   * thread, for the agents of another would read the answer.
   */
  async find(transaction: Transaction, questions: readonly ProgressQuestion[]): Promise<TicketProgress[][]> {
    const rows = await transaction.query<Row>(
      `select w.place::int, t.id, t.number, t.subject, t.status, last.direction, last.occurred_at as at, owed.calls, owed.call_by
       from unnest($1::uuid[], $2::text[], $3::uuid[]) with ordinality as w (contact_id, number, thread_id, place)
       cross join lateral (select array_agg(c.id) as ids from contacts asker join contacts c
         on coalesce(c.merged_into, c.id) = coalesce(asker.merged_into, asker.id) where asker.id = w.contact_id) own
       cross join lateral (
         select t.* from tickets t where t.id in (
           select coalesce(merged_into, id) from tickets where number = w.number
           union all select coalesce(merged_into, id) from tickets where contact_id = any(own.ids) and upper(reference) = w.number
           union all (select id from tickets where w.number is null and contact_id = any(own.ids) and status in ('new', 'open', 'pending')
             and merged_into is null and not folded and not quarantined and proof is null and (not confidential or id = w.thread_id)
             order by opened_at desc limit ${MOST_TOLD}))
           and t.contact_id = any(own.ids) and t.proof is null and (not t.confidential or t.id = w.thread_id)
         order by t.opened_at desc limit ${MOST_TOLD}) t
       left join lateral (select e.direction, e.occurred_at from entries e
         where e.ticket_id = t.id and e.direction in ('inbound', 'outbound', 'echo') and not e.folded and e.flags->'automatic' is null and ${wentOut('e')}
           and coalesce(e.delivery->>'status', '') <> 'failed' order by e.seq desc limit 1) last on true
       cross join lateral (select count(*)::int as calls, min(k.due_at) as call_by from entries e join tasks k on k.entry_id = e.id
         where e.ticket_id = t.id and k.kind = 'callback' and k.done_at is null) owed
       order by w.place, t.opened_at desc`,
      [questions.map(({ contactId }) => contactId), questions.map(({ number }) => number), questions.map(({ threadId }) => threadId)],
      'ticketing_find_progress',
    );
    return questions.map((_question, index) => rows.filter(({ place }) => place === index + 1).map(toProgress));
  }
}

interface Row extends Pick<TicketProgress, 'id' | 'number' | 'subject' | 'status'> {
  readonly place: number;
  readonly direction: string | null;
  readonly at: Date | null;
  readonly calls: number;
  readonly call_by: Date | null;
}

function toProgress({ id, number, subject, status, direction, at, calls, call_by }: Row): TicketProgress {
  const last = at === null ? null : { by: direction === 'inbound' ? ('customer' as const) : ('desk' as const), at };
  return { id, number, subject, status, last, callBack: calls === 0 ? null : { by: call_by } };
}
