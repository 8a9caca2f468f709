import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { OutgoingRecord } from '#event-bus';
import { DeskPriorities } from '../desk/desk-priorities.js';
import { asEntryId, describeTicket, toTicketRecord } from '../tickets/ticket-events.js';
import { TaskRepository } from '../tasks/task.repository.js';
import type { MessageItem } from './intake-item.js';

/** Follows what doors ask of the desk, when entries and tickets are written: tasks, and a higher priority of tickets that are joined. */
@Injectable()
export class HandlingFollower {
  constructor(
    private readonly tasks: TaskRepository,
    private readonly priorities: DeskPriorities,
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
    const raised = items.flatMap(({ message: { id, handling } }) =>
      handling?.priority === undefined ? [] : [{ id, priority: this.priorities.nearest(handling.priority) }],
    );
    if (raised.length > 0) await raise(transaction, raised, now);
    return tellRinging(transaction, items, now);
  }
}

async function raise(
  transaction: Transaction,
  raised: readonly { readonly id: string; readonly priority: string }[],
  now: Date,
): Promise<void> {
  await transaction.query(
    `update tickets t set priority = w.priority, updated_at = $3::timestamptz
       from (select e.ticket_id, (array['low', 'normal', 'high', 'urgent'])[max(array_position(array['low', 'normal', 'high', 'urgent'], u.priority))] as priority
         from unnest($1::uuid[], $2::text[]) as u (id, priority) join entries e on e.id = u.id group by e.ticket_id) w
       where t.id = w.ticket_id and array_position(array['low', 'normal', 'high', 'urgent'], t.priority)
         < array_position(array['low', 'normal', 'high', 'urgent'], w.priority)`,
    [raised.map(({ id }) => id), raised.map(({ priority }) => priority), now],
  );
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
