import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Followers } from '../../happenings/followers.js';
import type { Happening } from '../../happenings/happening.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { ClockDesk } from './clock-desk.js';
import { ClockHolds } from './clock-holds.js';
import { ClockWork, type OpenClocks } from './clock-work.js';
import { takenAt } from './call-clocks.js';
import type { ClockAct, ClockEvent } from './clock.js';
import { type ActingEntry, hasNotArrived, readActingEntries, readActs, readIdentified } from './entry-acts.js';
import { followHappening } from './follow-happening.js';
import { MoveFollower } from './move-follower.js';

const FOLLOWED: ReadonlySet<string> = new Set([
  ...['ticket.entry_added.v1', 'ticket.entry_changed.v1', 'ticket.status_changed.v1', 'ticket.changed.v1', 'ticket.merged.v1'],
  // Whoever is given a ticket ends what held it.
  'ticket.assigned.v1',
]);

/** Starts, stops and judges clocks by what happens to tickets. */
@Injectable()
export class ClockFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly desk: ClockDesk,
    private readonly work: ClockWork,
    private readonly moves: MoveFollower,
    private readonly holds: ClockHolds,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'clocks', order: 40, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, all: readonly Happening[]): Promise<void> {
    const happenings = all.filter(({ type }) => FOLLOWED.has(type));
    // A desk that promises nothing has no clocks.
    if (happenings.length === 0 || this.desk.book.kinds.size === 0) return;
    const entries = await readActingEntries(
      unit.transaction,
      happenings.flatMap(({ data }) => (typeof data['entryId'] === 'string' ? [data['entryId']] : [])),
    );
    const moves = await this.moves.find(unit.transaction, entries.values());
    const tickets = happenings.flatMap(({ ticketId, data }) => [
      ticketId,
      ...(typeof data['intoTicketId'] === 'string' ? [data['intoTicketId']] : []),
    ]);
    const clocks = await this.work.open(unit, [...tickets, ...[...moves.values()].flatMap(({ from, to }) => [from, to])]);
    const now = unit.now.getTime();
    const channelOf = (inboxId: string | null, medium: string | null) => this.desk.channelOf(inboxId, medium);
    const held = await this.holds.find(unit.transaction, [...new Set(happenings.map(({ ticketId }) => ticketId))]);
    const acts = await this.readActsBehind(unit, clocks, [...entries.values()].filter(hasNotArrived));
    const identified = await this.readWhoCalls(unit, [...entries.values()]);
    for (const happening of happenings) {
      followHappening({ open: clocks, entries, acts, identified, channelOf, held, now }, happening);
      const move = happening.type === 'ticket.entry_added.v1' ? moves.get(String(happening.data['entryId'])) : undefined;
      if (move !== undefined) await this.moves.follow(unit.transaction, clocks, move, now);
      if (happening.type === 'ticket.merged.v1' && happening.data['undone'] === true)
        await this.moves.followUnmerge(unit.transaction, clocks, String(happening.data['intoTicketId']), happening.at);
    }
    await clocks.save();
  }

  /** Of tickets with an answer that did not arrive: by what else their customers were answered. */
  private async readActsBehind(unit: WorkUnit, open: OpenClocks, failed: readonly ActingEntry[]): Promise<ReadonlyMap<string, ClockAct[]>> {
    const began = failed.flatMap(({ id, ticketId }) => open.of(ticketId)?.beganBefore(id) ?? []);
    if (began.length === 0) return new Map();
    const ids = [...new Set(failed.map(({ ticketId }) => ticketId))];
    return readActs(unit.transaction, ids, new Date(Math.min(...began)));
  }

  /** Of tickets whose caller was connected: when it was recorded who he is. */
  private async readWhoCalls(unit: WorkUnit, entries: readonly ActingEntry[]): Promise<ReadonlyMap<string, ClockEvent[]>> {
    if (!this.desk.book.kinds.has('greeting')) return new Map();
    const calls = entries.flatMap(({ ticketId, call }) => {
      const at = call === null ? null : takenAt(call);
      return at === null ? [] : [{ ticketId, at }];
    });
    if (calls.length === 0) return new Map();
    const ids = [...new Set(calls.map(({ ticketId }) => ticketId))];
    return readIdentified(unit.transaction, ids, new Date(Math.min(...calls.map(({ at }) => at))));
  }
}
