import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { OutgoingRecord } from '#event-bus';
import { DeskPriorities } from '../desk/desk-priorities.js';
import { asEntryId, describeTicket, toTicketRecord } from '../tickets/ticket-events.js';
import { RingingCalls } from '../ringing/ringing-calls.js';
import { TaskRepository } from '../tasks/task.repository.js';
import { TICKET_PRIORITIES, type TicketPriority } from '../tickets/ticket-state.js';
import type { MessageItem } from './intake-item.js';

/** Follows what doors ask of the desk, when entries and tickets are written: tasks, and a higher priority of tickets that are joined. */
@Injectable()
export class HandlingFollower {
  constructor(
    private readonly tasks: TaskRepository,
    private readonly priorities: DeskPriorities,
    private readonly ringing: RingingCalls,
  ) {}

  /** Returns what to tell. */
  async follow(transaction: Transaction, items: readonly MessageItem[], now: Date): Promise<OutgoingRecord[]> {
    const wanted = items.flatMap(({ message: { id, handling } }) =>
      (handling?.tasks ?? []).map((task) => ({ entryId: id as string, task })),
    );
    await this.tasks.insert(transaction, wanted, now);
    const newer = items.filter(({ message }) => message.revision > 1);
    await this.tasks.withdraw(
      transaction,
      newer.map(({ message: { id, revision, handling } }) => ({
        entryId: id,
        revision,
        keys: (handling?.tasks ?? []).map(({ key }) => key),
      })),
    );
    await this.ringing.follow(
      transaction,
      items.map(({ message }) => message),
    );
    const raised = items.flatMap(({ message: { id, handling } }) =>
      handling?.priority === undefined ? [] : [{ id, priority: this.priorities.nearest(handling.priority) }],
    );
    const told = await raise(transaction, raised, now);
    return [...told, ...(await tellRinging(transaction, items, now))];
  }
}

/** Tickets whose priority rises, told as any change of one is: clocks, rules and routing follow it. */
async function raise(
  transaction: Transaction,
  raised: readonly { readonly id: string; readonly priority: TicketPriority }[],
  now: Date,
): Promise<OutgoingRecord[]> {
  if (raised.length === 0) return [];
  const rows = await transaction.query<{ id: string; number: string; version: number; from: TicketPriority; to: TicketPriority }>(
    `update tickets t set priority = w.priority, version = t.version + 1, updated_at = $4::timestamptz
       from (select e.ticket_id, ($3::text[])[max(array_position($3::text[], u.priority))] as priority
         from unnest($1::uuid[], $2::text[]) as u (id, priority) join entries e on e.id = u.id group by e.ticket_id) w join tickets o on o.id = w.ticket_id
       where t.id = w.ticket_id and array_position($3::text[], t.priority) < array_position($3::text[], w.priority)
       returning t.id, t.number, t.version, o.priority as "from", t.priority as "to"`,
    [raised.map(({ id }) => id), raised.map(({ priority }) => priority), TICKET_PRIORITIES, now],
  );
  return rows.map(({ from, to, ...ticket }) => {
    const changed = { changes: { priority: { from, to } }, by: { kind: 'system' as const }, reason: 'door' };
    return toTicketRecord('ticket.changed.v1', { ...describeTicket(ticket, now), ...changed });
  });
}

/** To whose phones it is told while they ring. */
async function tellRinging(transaction: Transaction, items: readonly MessageItem[], now: Date): Promise<OutgoingRecord[]> {
  const ringing = items.filter(({ message }) => (message.handling?.rings ?? []).length > 0);
  if (ringing.length === 0) return [];
  const rows = await transaction.query<{
    entryId: string;
    id: string;
    number: string;
    version: number;
    agents: { id: string; extension: string }[];
  }>(
    `select e.id as "entryId", t.id, t.number, t.version, coalesce((select json_agg(json_build_object('id', a.id, 'extension', a.extension))
       from agents a where a.extension = any($2::text[]) and a.disabled_at is null), '[]') as agents
     from entries e join tickets t on t.id = e.ticket_id where e.id = any($1::uuid[])`,
    [ringing.map(({ message }) => message.id), ringing.flatMap(({ message }) => message.handling!.rings!)],
  );
  return ringing.flatMap(({ message, traceparent }) => {
    const row = rows.find(({ entryId }) => entryId === message.id);
    if (row === undefined) return [];
    const extensions = message.handling!.rings!;
    const agentIds = row.agents.filter(({ extension }) => extensions.includes(extension)).map(({ id }) => id);
    const data = { ...describeTicket(row, now), entryId: asEntryId(row.entryId), extensions, agentIds };
    return [toTicketRecord('ticket.ringing.v1', data, traceparent)];
  });
}
