import { Injectable } from '@nestjs/common';
import { groupIdOf } from '../../desk/desk-groups.js';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { TicketFactsReader } from '../../facts/ticket-facts.js';
import { HOUSE } from '../../tickets/actor.js';
import { TicketChanger } from '../../tickets/ticket-changer.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { chooseFor, findPlace, isToRoute } from './place.js';
import { WaitingLineKeeper, type WaitingWish } from './waiting-line-keeper.js';

/** Puts tickets into the group where they belong, and into line or out of it. */
@Injectable()
export class Router {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly facts: TicketFactsReader,
    private readonly changer: TicketChanger,
    private readonly line: WaitingLineKeeper,
  ) {}

  /**
   * Looks at tickets anew: whatever of them changed, and whatever time did. A group that somebody else chose stays; what routing chose follows the
   * facts while nobody has the ticket. `pinned`: an agent said the group just now.
   */
  async reconsider(unit: WorkUnit, ticketIds: readonly string[], pinned: ReadonlySet<string> = new Set()): Promise<void> {
    const { desk } = this.profiles.current();
    if (Object.keys(desk.groups).length === 0 || ticketIds.length === 0) return;
    const facts = await this.facts.read(unit.transaction, ticketIds);
    const known = await this.line.find(unit.transaction, ticketIds);
    const wishes: WaitingWish[] = [];
    const moves: { id: string; group: string }[] = [];
    for (const ticket of facts.values()) {
      if (!isToRoute(ticket)) continue;
      const choice = chooseFor(desk, ticket);
      const { group, chosen } = findPlace(desk, ticket, known.get(ticket.id), choice, pinned.has(ticket.id));
      if (group === null) continue;
      if (groupIdOf(group) !== ticket.groupId) moves.push({ id: ticket.id, group });
      if (ticket.assigneeId === null) wishes.push({ ticket, group, chosen, choice });
    }
    await this.move(unit, moves);
    await this.line.keep(unit, ticketIds, wishes);
  }

  private async move(unit: WorkUnit, moves: readonly { readonly id: string; readonly group: string }[]): Promise<void> {
    if (moves.length === 0) return;
    const drafts = await unit.lock(moves.map(({ id }) => id));
    const changes = drafts.map((draft, index) => ({ draft, edit: { group: moves[index]!.group } }));
    await this.changer.change(unit, changes, { actor: HOUSE, reason: 'routing' });
  }
}
