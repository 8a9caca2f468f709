import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import type { OpenClocks } from './clock-work.js';
import type { ActingEntry } from './entry-acts.js';
import { waitAgain } from './merged-clocks.js';
import { moveClocks } from './moved-clocks.js';
import { ThreadReader } from './thread-reader.js';

/** Code of the record that both tickets keep of a move. */
const RECORD = 'entries.moved';

/** Entries that went from one ticket to another, or came back when that was undone. */
export interface MovedEntries {
  readonly id: string;
  readonly undone: boolean;
  readonly from: string;
  readonly to: string;
  readonly entries: ReadonlySet<string>;
}

/** Which moves are told of, so that clocks go along. A merge is told of by itself. */
@Injectable()
export class MoveFollower {
  constructor(private readonly threads: ThreadReader) {}

  /** By the record of the ticket where the entries are now: of both, so that it is done once. */
  async find(sql: Sql, entries: Iterable<ActingEntry>): Promise<Map<string, MovedEntries>> {
    const records = [...entries].filter(({ record }) => record?.code === RECORD && record.data?.kind !== 'merge');
    if (records.length === 0) return new Map();
    const rows = await sql.query<{ id: string; from: string; to: string; entries: string[] }>(
      'select id, from_ticket as "from", to_ticket as "to", entry_ids as entries from moves where id = any($1::uuid[])',
      [records.map(({ record }) => record!.data!.moveId)],
    );
    const moves = new Map(rows.map((row) => [row.id, row]));
    return new Map(
      records.flatMap((entry): [string, MovedEntries][] => {
        const move = moves.get(entry.record!.data!.moveId ?? '');
        const undone = entry.record!.data!.undone === true;
        if (move === undefined) return [];
        const [from, to] = undone ? [move.to, move.from] : [move.from, move.to];
        return entry.ticketId === to ? [[entry.id, { id: move.id, undone, from, to, entries: new Set(move.entries) }]] : [];
      }),
    );
  }

  /** Who waits in a ticket that gave back what had been merged into it. */
  async followUnmerge(sql: Sql, clocks: OpenClocks, into: string, at: Date): Promise<void> {
    const status = clocks.statusOf(into);
    if (clocks.stateOf(into) !== 'worked-on' || status === 'solved' || status === 'closed') return;
    const thread = (await this.threads.read(sql, [into])).get(into)!.filter((entry) => wasThere(entry, at));
    waitAgain(
      clocks.of(into)!,
      thread.map((entry) => this.threads.toItem(entry)),
    );
  }

  async follow(sql: Sql, clocks: OpenClocks, { id, undone, from, to, entries }: MovedEntries, now: number): Promise<void> {
    if (clocks.stateOf(from) !== 'worked-on' || clocks.stateOf(to) !== 'worked-on') return;
    const threads = await this.threads.read(sql, [from, to]);
    const sideOf = (ticketId: string) => {
      const thread = threads.get(ticketId)!;
      const record = thread.findLast((entry) => isRecordOf(entry, id, undone));
      // What came behind is told of behind.
      const known = record === undefined ? thread : thread.filter(({ seq }) => seq < record.seq);
      const status = clocks.statusOf(ticketId);
      return {
        clocks: clocks.of(ticketId)!,
        thread: known.map((entry) => this.threads.toItem(entry)),
        ended: status === 'solved' || status === 'closed',
      };
    };
    moveClocks({ entries, from: sideOf(from), to: sideOf(to), now });
  }
}

/** What came behind that moment is told of behind. */
function wasThere({ receivedAt }: ActingEntry, at: Date): boolean {
  return receivedAt <= at;
}

function isRecordOf({ record }: ActingEntry, moveId: string, undone: boolean): boolean {
  return record?.code === RECORD && record.data?.moveId === moveId && (record.data.undone === true) === undone;
}
