import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { TaskRepository } from '../tasks/task.repository.js';
import type { MessageItem } from './intake-item.js';

/** Follows what doors ask of the desk, when entries and tickets are written: tasks, and a higher priority of tickets that are joined. */
@Injectable()
export class HandlingFollower {
  constructor(private readonly tasks: TaskRepository) {}

  async follow(transaction: Transaction, items: readonly MessageItem[], now: Date): Promise<void> {
    const wanted = items.flatMap(({ message: { id, handling } }) =>
      (handling?.tasks ?? []).map((task) => ({ entryId: id as string, task })),
    );
    await this.tasks.insert(transaction, wanted, now);
    const raised = items.filter(({ message }) => message.handling?.priority !== undefined);
    if (raised.length === 0) return;
    await transaction.query(
      `update tickets t set priority = w.priority, updated_at = $3::timestamptz
       from (select e.ticket_id, (array['low', 'normal', 'high', 'urgent'])[max(array_position(array['low', 'normal', 'high', 'urgent'], u.priority))] as priority
         from unnest($1::uuid[], $2::text[]) as u (id, priority) join entries e on e.id = u.id group by e.ticket_id) w
       where t.id = w.ticket_id and array_position(array['low', 'normal', 'high', 'urgent'], t.priority)
         < array_position(array['low', 'normal', 'high', 'urgent'], w.priority)`,
      [raised.map(({ message }) => message.id), raised.map(({ message }) => message.handling!.priority), now],
    );
  }
}
