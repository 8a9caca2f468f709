import { Injectable } from '@nestjs/common';
import { eventIdOf } from '#contracts';
import type { Sql } from '#database';
import { ContactRepository } from '../contacts/contact.repository.js';
import { toTopicId } from '../intake/sql-thread-facts.js';
import { NumberDrawer } from '../numbering/number-drawer.js';
import { contactKey, readTopic } from '../threading/index.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import { makeOrderedId } from '../tickets/ordered-id.js';
import { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';

/** A way to somebody: an address of his, by an inbox. */
export interface WayTo {
  readonly inboxId: string;
  readonly to: { readonly scheme: string; readonly value: string };
}

const ORIGIN = 'incident';

/** A ticket of his own for a customer who has none to be told in: what he answers is his, and nobody else reads it. */
@Injectable()
export class CustomerTickets {
  constructor(
    private readonly numbers: NumberDrawer,
    private readonly contacts: ContactRepository,
  ) {}

  /** One a customer, waiting for him. */
  async open(
    unit: WorkUnit,
    contactIds: readonly string[],
    from: { readonly subject: string; readonly text: string; readonly code: string; readonly actor: Actor },
  ): Promise<Map<string, TicketDraft>> {
    const numbers = await this.numbers.draw(
      contactIds.map(() => from.code),
      unit.now,
    );
    const topicId = toTopicId(readTopic(from.subject).bare);
    return new Map(
      contactIds.map((contactId, index) => {
        const id = makeOrderedId(unit.now);
        const state = {
          id,
          number: numbers[index]!,
          subject: from.subject,
          contactId,
          status: 'pending' as const,
          channels: [ORIGIN],
          inboxId: null,
        };
        const rest = {
          version: 1,
          lastSeq: 0,
          folded: false,
          quarantined: false,
          numberTold: null,
          automaticMails: 0,
          lastOccurredAt: null,
        };
        const draft = unit.open({
          draft: new TicketDraft({ ...state, ...rest }),
          openedAt: unit.now,
          topicId,
          startsWithReply: false,
          firstOccurredAt: unit.now,
        });
        unit.people.push({ ticketId: id, person: contactKey(contactId), contactId, participant: true });
        const record = { id: eventIdOf(`opening:${id}`), ticketId: id, direction: 'note' as const, actor: from.actor, text: from.text };
        unit.addEntry(draft, ORIGIN, (seq) => ({ ...toRecordEntry({ ...record, seq }, unit.now), channel: ORIGIN }));
        return [contactId, draft];
      }),
    );
  }

  /** Ways that lead to each, in the order of `ways`, then the one by which he wrote last. Dead addresses are left out. */
  async findWays(
    sql: Sql,
    contactIds: readonly string[],
    ways: readonly { readonly inbox: string; readonly scheme: string }[],
  ): Promise<Map<string, WayTo[]>> {
    const known = await this.contacts.findMany(sql, contactIds);
    const last = await readLastWays(sql, contactIds);
    return new Map(
      contactIds.map((id) => {
        const identities = (known.get(id)?.identities ?? []).filter(({ undeliverable }) => undeliverable === null);
        const named = ways.flatMap(({ inbox, scheme }): WayTo[] => {
          const identity = identities.find((each) => each.scheme === scheme);
          return identity === undefined ? [] : [{ inboxId: inbox, to: { scheme, value: identity.value } }];
        });
        const back = last.get(id);
        return [id, back === undefined || named.some(({ inboxId }) => inboxId === back.inboxId) ? named : [...named, back]];
      }),
    );
  }
}

async function readLastWays(sql: Sql, contactIds: readonly string[]): Promise<Map<string, WayTo>> {
  const rows = await sql.query<{ contactId: string; inboxId: string; from: { scheme: string; value: string } }>(
    `select c.id as "contactId", e.inbox_id as "inboxId", e.reply_context->'from' as "from" from unnest($1::uuid[]) as c (id)
     join lateral (select e.inbox_id, e.reply_context from tickets t join entries e on e.ticket_id = t.id and e.direction = 'inbound' and not e.folded
       where t.contact_id in (select id from contacts o where o.id = c.id or o.merged_into = c.id) and e.inbox_id is not null and e.reply_context is not null
       order by t.opened_at desc, e.seq desc limit 1) e on true`,
    [[...contactIds]],
  );
  return new Map(rows.map(({ contactId, inboxId, from }) => [contactId, { inboxId, to: { scheme: from.scheme, value: from.value } }]));
}
