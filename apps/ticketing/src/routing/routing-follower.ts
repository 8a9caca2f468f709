import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { Timers } from '../timers/timers.js';
import { LeftTickets } from './agents/left-tickets.js';
import { Matcher } from './assignments/matcher.js';
import { LiveChats } from './presence/live-chats.js';
import { Router } from './waiting/router.js';
import { MATCH_TIMER, WAIT_TIMER, WaitingLineKeeper } from './waiting/waiting-line-keeper.js';

const ORDER = 50;
/** What may make somebody free; what makes a ticket wait wakes the matcher anyway. */
const FREEING: ReadonlySet<string> = new Set(['ticket.status_changed.v1', 'ticket.assigned.v1', 'ticket.merged.v1']);

/** Routes when something happens to a ticket, and when its time has come. */
@Injectable()
export class RoutingFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly timers: Timers,
    private readonly router: Router,
    private readonly line: WaitingLineKeeper,
    private readonly matcher: Matcher,
    private readonly chats: LiveChats,
    private readonly left: LeftTickets,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'routing', order: ORDER, follow: (unit, happenings) => this.follow(unit, happenings) });
    this.timers.handle(WAIT_TIMER, (unit, due) =>
      this.router.reconsider(
        unit,
        due.map(({ key }) => key),
      ),
    );
    this.timers.handle(MATCH_TIMER, async (unit) => void (await this.matcher.run(unit)));
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const ids = [...new Set(happenings.map(({ ticketId }) => ticketId))];
    await this.left.release(unit, ids);
    await this.chats.returnAbandoned(unit, ids);
    await this.router.reconsider(unit, ids, new Set(happenings.filter(isGroupByAgent).map(({ ticketId }) => ticketId)));
    if (happenings.some(({ type, data }) => FREEING.has(type) && !String(data['reason']).startsWith('routing'))) await this.line.wake(unit);
  }
}

/** An agent said to which group a ticket belongs. */
export function isGroupByAgent({ type, data }: Happening): boolean {
  const { changes, by } = data as { changes?: Readonly<Record<string, unknown>>; by?: { readonly kind: string } };
  return type === 'ticket.changed.v1' && changes?.['group'] !== undefined && by?.kind === 'agent';
}
