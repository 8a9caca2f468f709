import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Followers } from '../../happenings/followers.js';
import type { Happening } from '../../happenings/happening.js';
import type { TicketStatus } from '../../tickets/ticket-state.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { followCall } from './call-clocks.js';
import { ClockDesk } from './clock-desk.js';
import { ClockWork, type OpenClocks } from './clock-work.js';
import { type ActingEntry, actOf, askedAt, hasNotArrived, readActingEntries, readActs } from './entry-acts.js';
import type { ClockAct } from './clock.js';

const FOLLOWED: ReadonlySet<string> = new Set([
  ...['ticket.entry_added.v1', 'ticket.entry_changed.v1', 'ticket.status_changed.v1', 'ticket.changed.v1', 'ticket.merged.v1'],
]);
/** Fields of a ticket that targets may be about. */
const JUDGED_BY = ['priority', 'category', 'requestType', 'group', 'urgency', 'mood', 'tags', 'level'];

interface Known {
  readonly entries: ReadonlyMap<string, ActingEntry>;
  readonly acts: ReadonlyMap<string, readonly ClockAct[]>;
}

/** Starts, stops and judges clocks by what happens to tickets. */
@Injectable()
export class ClockFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly desk: ClockDesk,
    private readonly work: ClockWork,
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
    const tickets = happenings.flatMap(({ ticketId, data }) => [
      ticketId,
      ...(typeof data['intoTicketId'] === 'string' ? [data['intoTicketId']] : []),
    ]);
    const clocks = await this.work.open(unit, tickets);
    const acts = await this.readActsBehind(unit, clocks, [...entries.values()].filter(hasNotArrived));
    for (const happening of happenings) this.take(clocks, happening, { entries, acts }, unit.now.getTime());
    await clocks.save();
  }

  /** Of tickets with an answer that did not arrive: by what else their customers were answered. */
  private async readActsBehind(unit: WorkUnit, open: OpenClocks, failed: readonly ActingEntry[]): Promise<ReadonlyMap<string, ClockAct[]>> {
    const began = failed.flatMap(({ id, ticketId }) => open.of(ticketId)?.beganBefore(id) ?? []);
    if (began.length === 0) return new Map();
    const ids = [...new Set(failed.map(({ ticketId }) => ticketId))];
    return readActs(unit.transaction, ids, new Date(Math.min(...began)));
  }

  private take(open: OpenClocks, { type, ticketId, at, data }: Happening, { entries, acts }: Known, now: number): void {
    const clocks = open.of(ticketId);
    if (clocks === undefined) return;
    const entry = typeof data['entryId'] === 'string' ? entries.get(data['entryId']) : undefined;
    if (type === 'ticket.entry_added.v1' && entry !== undefined) this.takeEntry(open, ticketId, entry, 'new');
    if (type === 'ticket.entry_changed.v1' && entry !== undefined) {
      if (data['change'] === 'revised') this.takeEntry(open, ticketId, entry, 'revised');
      if (hasNotArrived(entry)) clocks.unanswered(entry.id, acts.get(ticketId) ?? []);
    }
    if (type === 'ticket.status_changed.v1') this.takeStatus(open, ticketId, data, at.getTime());
    if (type === 'ticket.changed.v1' && JUDGED_BY.some((name) => name in (data['changes'] as object))) clocks.rejudge(now);
    if (type === 'ticket.merged.v1') this.takeMerge(open, ticketId, data, at.getTime());
  }

  /** A revised message asks for nothing anew; a revised call may be taken by now. */
  private takeEntry(open: OpenClocks, ticketId: string, entry: ActingEntry, as: 'new' | 'revised'): void {
    if (open.stateOf(ticketId) !== 'worked-on') return;
    const clocks = open.of(ticketId)!;
    const channel = this.desk.channelOf(entry.inboxId, entry.channel);
    const asked = askedAt(entry);
    if (asked !== null) {
      if (as === 'new')
        clocks.customerWrote(
          { entryId: entry.id, at: asked },
          channel,
          entry.call?.ivr.map(({ key }) => key),
        );
      if (entry.call !== null) followCall(clocks, entry.id, entry.call, channel);
    }
    const act = actOf(entry);
    if (act !== null) clocks.answered({ entryId: entry.id, at: act.at }, act.by);
  }

  /** What a flood brought is not worked on, but it ends; what was merged goes on where it went. */
  private takeStatus(open: OpenClocks, ticketId: string, data: Happening['data'], at: number): void {
    const [from, to] = [data['from'], data['to']] as [TicketStatus, TicketStatus];
    const state = open.stateOf(ticketId);
    if (state === 'worked-on' || (state === 'quarantined' && (to === 'closed' || to === 'solved')))
      open.of(ticketId)!.statusChanged(from, to, at);
  }

  /** Who waited in the ticket that went into another waits there, as long as before. */
  private takeMerge(open: OpenClocks, ticketId: string, { intoTicketId, undone }: Happening['data'], at: number): void {
    const clocks = open.of(ticketId)!;
    const into = open.of(String(intoTicketId));
    if (undone === true) return into?.giveBack(clocks.comeBack(), at);
    const { waiting } = clocks;
    if (waiting !== null) into?.customerWrote({ entryId: waiting.startedBy, at: waiting.startedAt }, waiting.channel);
    clocks.leave(at);
  }
}
