import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import { isGroupByAgent } from '../routing/routing-follower.js';
import { RoutingHolds } from '../routing/waiting/routing-holds.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { AccessHoldRepository } from './access-hold.repository.js';
import { AccessReview } from './access-review.js';

/** Nobody is given the ticket of who came by a door that is not for him, until it is; a person who takes it has it. */
@Injectable()
export class AccessHoldFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly routing: RoutingHolds,
    private readonly profiles: DeskProfiles,
    private readonly holds: AccessHoldRepository,
    private readonly review: AccessReview,
  ) {}

  onModuleInit(): void {
    this.routing.add(async (sql, ticketIds) => {
      const holding = Object.entries(this.profiles.current().desk.access).flatMap(([rule, { hold }]) => (hold ? [rule] : []));
      return holding.length === 0 ? new Set() : this.holds.findHeld(sql, ticketIds, holding);
    });
    // Behind access, which says what is held; before routing.
    this.followers.add({ name: 'access-holds', order: 32, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const ids = [...new Set(happenings.map(({ ticketId }) => ticketId))];
    const held = await this.holds.list(unit.transaction, ids);
    if (held.length === 0) return;
    const taken = new Set(happenings.filter(isTaken).map(({ ticketId }) => ticketId));
    await this.holds.release(
      unit.transaction,
      held.filter(({ ticketId }) => taken.has(ticketId)),
    );
    await this.review.review(
      unit,
      ids.filter((id) => !taken.has(id)),
    );
  }
}

/** Somebody has it now, or an agent said who is to have it. */
function isTaken(happening: Happening): boolean {
  return isGroupByAgent(happening) || (happening.type === 'ticket.assigned.v1' && happening.data['assignee'] !== null);
}
