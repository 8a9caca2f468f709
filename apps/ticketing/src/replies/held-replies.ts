import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Address, canonicalValueOf, type ReplyRequested } from '#contracts';
import { PermanentError } from '#runtime';
import { ConversationTeller } from '../conversations/conversation-teller.js';
import { identityKey } from '../threading/index.js';
import type { Actor } from '../tickets/actor.js';
import { asEntryId } from '../tickets/ticket-events.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import type { DeliveryState } from './delivery-rank.js';
import { toReplyRecord } from './outbound.js';

/** An answer that is written, and all that follows from it when it goes out. */
export interface Outgoing {
  readonly reply: ReplyRequested;
  readonly channel: string;
  readonly receivers: readonly Address[];
  readonly actor: Actor;
  /** Nobody typed it. */
  readonly automatic: boolean;
}

interface HeldEntry extends Record<string, unknown> {
  readonly id: string;
  readonly ticket_id: string;
  readonly seq: number;
  readonly inbox_id: string;
  readonly key: string | null;
  readonly delivery: DeliveryState | null;
}

const KIND = 'reply.release';
/** One that another process is sending is waited for. */
const BEHIND_MS = 200;
const SELECT = `select id, ticket_id, seq, inbox_id, reply_context->>'conversationKey' as key, delivery from entries`;

/**
 * Answers that go out later, so that they can be taken back till then. They are a timer each, so that whichever process lives sends them, once; the entry says how it
 * stands, under the lock of its ticket. In one conversation none overtakes another.
 */
@Injectable()
export class HeldReplies implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly teller: ConversationTeller,
  ) {}

  onModuleInit(): void {
    this.timers.handle(KIND, (unit, due) => this.release(unit, due));
  }

  /** Until when an answer waits that may be taken back for so long; behind those that wait in its conversation. Null: it goes at once. */
  async until(
    { transaction, now }: WorkUnit,
    { inboxId, conversationKey, commandId }: ReplyRequested,
    undoForMs = 0,
  ): Promise<Date | null> {
    const own = undoForMs > 0 ? now.getTime() + undoForMs : null;
    const [row] = await transaction.query<{ due: Date | null }>(
      `select max(due_at) as due from timers where kind = $1 and data->>'inboxId' = $2 and data->>'key' = $3`,
      [KIND, inboxId, conversationKey ?? commandId],
    );
    const before = row?.due?.getTime() ?? null;
    return own === null && before === null ? null : new Date(Math.max(own ?? 0, before ?? 0));
  }

  async keep({ transaction }: WorkUnit, ticketId: string, outgoing: Outgoing, dueAt: Date): Promise<void> {
    const { commandId, inboxId, conversationKey } = outgoing.reply;
    const data = { ...outgoing, inboxId, key: conversationKey ?? commandId };
    await this.timers.set(transaction, [{ kind: KIND, key: commandId, ticketId, dueAt, data }]);
  }

  /** Everything that follows from an answer, when it goes out. `isLast`: the customer did not write since it was written. */
  async goOut(unit: WorkUnit, draft: TicketDraft, { reply, channel, receivers, automatic }: Outgoing, isLast = true): Promise<void> {
    if (!automatic) {
      draft.numberTold ??= { how: 'answer', at: unit.now.toISOString() };
      if (isLast) unit.apply(draft, { kind: 'agent_answered' }, 'agent answered');
      for (const address of receivers)
        unit.people.push({ ticketId: draft.id, person: identityKey(toCanonical(address)), contactId: null, participant: true });
    }
    unit.send(toReplyRecord(reply, channel, unit.now));
  }

  /** On a locked ticket; taken back twice it is once. Throws `PermanentError`: `entry_unknown`, `too_late`. */
  async takeBack(unit: WorkUnit, draft: TicketDraft, entryId: string, actor: Actor): Promise<void> {
    const [entry] = await unit.transaction.query<HeldEntry>(`${SELECT} where id = $1::uuid and ticket_id = $2::uuid`, [entryId, draft.id]);
    if (entry?.delivery == null) throw new PermanentError(`there is no answer ${entryId}`, { code: 'entry_unknown' });
    const { held, status: _status, ...delivery } = entry.delivery;
    if (held === undefined)
      throw new PermanentError('it has gone out', {
        code: 'too_late',
        hint: 'where its channel takes sent messages back: POST /entries/{id}/recall',
      });
    if (held.takenBack !== undefined) return;
    const at = unit.now.toISOString();
    const state: DeliveryState = {
      ...delivery,
      status: 'cancelled',
      at,
      held: { ...held, takenBack: { at, by: actor.displayName ?? null } },
    };
    await write(unit, entryId, state);
    // Who is about to send it waits for the ticket, and finds it taken back.
    await unit.transaction.query(
      `delete from timers where (kind, key) in (select kind, key from timers where kind = $1 and key = $2 for update skip locked)`,
      [KIND, entryId],
    );
    draft.touch();
    unit.tell('ticket.entry_changed.v1', draft, { entryId: asEntryId(entryId), change: 'recalled' });
  }

  private async release(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const timers = new Map(due.map((timer) => [timer.key, timer]));
    const ids = [...timers.keys()];
    const found = await unit.transaction.query<HeldEntry>(`${SELECT} where id = any($1::uuid[])`, [ids]);
    const drafts = await unit.lock([...new Set(found.map(({ ticket_id }) => ticket_id))].sort());
    const entries = await unit.transaction.query<HeldEntry>(`${SELECT} where id = any($1::uuid[]) order by ticket_id, seq`, [ids]);
    for (const entry of entries) {
      const draft = drafts.find(({ id }) => id === entry.ticket_id);
      if (entry.delivery?.held === undefined || entry.delivery.status !== 'queued' || draft === undefined) continue;
      const timer = timers.get(entry.id)!;
      if (await isBehind(unit, entry)) {
        await this.timers.set(unit.transaction, [{ ...timer, dueAt: new Date(unit.now.getTime() + BEHIND_MS) }]);
        continue;
      }
      await this.releaseOne(unit, draft, entry, timer.data as unknown as Outgoing);
    }
  }

  private async releaseOne(unit: WorkUnit, draft: TicketDraft, entry: HeldEntry, outgoing: Outgoing): Promise<void> {
    const { held: _held, ...delivery } = entry.delivery!;
    await write(unit, entry.id, { ...delivery, at: unit.now.toISOString() }, unit.now);
    if (!outgoing.automatic) await this.teller.answered(unit, draft, entry.inbox_id, outgoing.actor, entry.seq);
    draft.touch();
    unit.tell('ticket.entry_added.v1', draft, { entryId: asEntryId(entry.id), seq: entry.seq, direction: 'outbound' });
    await this.goOut(unit, draft, outgoing, !(await wroteSince(unit, entry)));
  }
}

/** With `at` it counts as written then: nobody had it before. */
async function write({ transaction }: WorkUnit, id: string, delivery: DeliveryState, at: Date | null = null): Promise<void> {
  await transaction.query(
    'update entries set delivery = $2::json, occurred_at = coalesce($3, occurred_at), received_at = coalesce($3, received_at) where id = $1::uuid',
    [id, JSON.stringify(delivery), at],
  );
}

async function isBehind({ transaction }: WorkUnit, { ticket_id, seq, inbox_id, key }: HeldEntry): Promise<boolean> {
  const [row] = await transaction.query(
    `select 1 from entries where ticket_id = $1::uuid and seq < $2 and inbox_id = $3 and reply_context->>'conversationKey' = $4
       and delivery->'held' is not null and delivery->>'status' = 'queued' limit 1`,
    [ticket_id, seq, inbox_id, key],
  );
  return row !== undefined;
}

/** Did the customer write after it was written? He waits for an answer to that. */
async function wroteSince({ transaction }: WorkUnit, { ticket_id, seq }: HeldEntry): Promise<boolean> {
  const [row] = await transaction.query(
    `select 1 from entries where ticket_id = $1::uuid and seq > $2 and direction = 'inbound' and not folded and author->>'role' = 'customer' limit 1`,
    [ticket_id, seq],
  );
  return row !== undefined;
}

function toCanonical({ scheme, value }: Address): { scheme: string; value: string } {
  return { scheme, value: canonicalValueOf(scheme, value) };
}
