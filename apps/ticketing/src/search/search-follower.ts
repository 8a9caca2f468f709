import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import { EntryWords } from './entry-words.js';

const ORDER = 98;
const GATHER = 'search.gather';
const MOST_AT_ONCE = 500;

/** Keeps the words of entries as the entries are: behind intake, so that no message waits for it. */
@Injectable()
export class SearchFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly timers: Timers,
    private readonly words: EntryWords,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'search', order: ORDER, follow: (unit, happenings) => this.follow(unit, happenings) });
    this.timers.handle(GATHER, (unit, due) => this.gather(unit, due));
  }

  private async follow({ transaction }: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const entries = new Set(happenings.flatMap(findEntry));
    const renamed = happenings.flatMap(({ type, ticketId, data }) =>
      type === 'ticket.changed.v1' && 'subject' in (data['changes'] as object) ? [ticketId] : [],
    );
    if (renamed.length > 0) {
      const first = await transaction.query<{ id: string }>('select id from entries where ticket_id = any($1::uuid[]) and seq = 1', [
        renamed,
      ]);
      for (const { id } of first) entries.add(id);
    }
    await this.words.put(transaction, [...entries]);
  }

  /** What was there before entries had words: step by step, once. */
  private async gather(unit: WorkUnit, [timer]: readonly Timer[]): Promise<void> {
    const after = await this.words.putSome(unit.transaction, (timer!.data['after'] as string | undefined) ?? null, MOST_AT_ONCE);
    if (after !== null) await this.timers.set(unit.transaction, [{ ...timer!, dueAt: unit.now, data: { after } }]);
  }
}

function findEntry({ type, data }: Happening): string[] {
  if (type === 'ticket.entry_added.v1') return data['direction'] === 'system' ? [] : [String(data['entryId'])];
  const changes = type === 'ticket.entry_changed.v1' && data['change'] !== 'delivery' && data['change'] !== 'media';
  return changes ? [String(data['entryId'])] : [];
}
