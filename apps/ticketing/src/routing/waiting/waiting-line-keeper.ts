import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import { LiveConversationRepository } from '../../conversations/live-conversation.repository.js';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import type { TicketFacts } from '../../facts/ticket-facts.js';
import { TICKET_PRIORITIES } from '../../tickets/ticket-state.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { Timers } from '../../timers/timers.js';
import { AgentRoster } from '../agents/agent-roster.js';
import type { GroupChoice } from '../choice/choose-group.js';
import { type Demand, signatureOf } from '../matching/facts.js';
import { isThere } from '../matching/team-round.js';
import { demandAt } from './demand-at.js';
import { PreferredAgents } from './preferred-agents.js';
import { WaitingSurroundings } from './waiting-surroundings.js';
import { type WaitingRow, WaitingTicketRepository } from './waiting-ticket.repository.js';

/** Timers of waiting tickets: time changes what they ask. */
export const WAIT_TIMER = 'routing.wait';
export const MATCH_TIMER = 'routing.match';

export interface WaitingWish {
  readonly ticket: TicketFacts;
  readonly group: string;
  readonly chosen: boolean;
  readonly choice: GroupChoice;
}

/** Keeps the line of waiting tickets as it should be, and wakes the matcher. */
@Injectable()
export class WaitingLineKeeper {
  constructor(
    private readonly waiting: WaitingTicketRepository,
    private readonly preferred: PreferredAgents,
    private readonly surroundings: WaitingSurroundings,
    private readonly roster: AgentRoster,
    private readonly conversations: LiveConversationRepository,
    private readonly timers: Timers,
    private readonly profiles: DeskProfiles,
  ) {}

  async find(sql: Sql, ticketIds: readonly string[]): Promise<Map<string, WaitingRow>> {
    return this.waiting.find(sql, ticketIds);
  }

  /** Of `ticketIds` those in `wishes` wait, the others do not. */
  async keep(unit: WorkUnit, ticketIds: readonly string[], wishes: readonly WaitingWish[]): Promise<void> {
    const { transaction } = unit;
    const held = await this.surroundings.findHeld(
      transaction,
      wishes.map(({ ticket }) => ticket.id),
    );
    const free = wishes.filter(({ ticket }) => !held.has(ticket.id));
    const rows = await this.toRows(unit, free);
    const waits = new Set(rows.map(({ id }) => id));
    const gone = ticketIds.filter((id) => !waits.has(id));
    await this.waiting.remove(transaction, gone);
    await this.timers.cancel(transaction, WAIT_TIMER, gone);
    await this.waiting.write(transaction, rows);
    await this.conversations.rank(transaction, rows.map(toPlace));
    if (rows.length > 0) await this.wake(unit);
  }

  /**
   * Lets the matcher run as soon as this transaction is committed: when something waits, and when somebody became free. Whether anything waits is
   * not asked here: a ticket and an agent that come at the same moment do not see each other yet.
   */
  async wake(unit: WorkUnit): Promise<void> {
    await this.timers.set(unit.transaction, [{ kind: MATCH_TIMER, key: 'now', dueAt: unit.now }]);
  }

  private async toRows(unit: WorkUnit, wishes: readonly WaitingWish[]): Promise<WaitingRow[]> {
    if (wishes.length === 0) return [];
    const { transaction, now } = unit;
    const tickets = wishes.map(({ ticket }) => ticket);
    const ids = tickets.map(({ id }) => id);
    const { desk } = this.profiles.current();
    const [known, preferred] = [await this.waiting.find(transaction, ids), await this.preferred.find(transaction, tickets, now)];
    const due = await this.surroundings.findDue(transaction, ids);
    const there =
      desk.routing.namedHold > 0 ? new Set((await this.roster.load(transaction, now)).filter(isThere).map(({ id }) => id)) : null;
    const hours = this.surroundings.timesOf(desk.groups, now);
    const offered = wishes.map(({ ticket, group, choice }) => {
      const since = known.get(ticket.id)?.since ?? (ticket.status === 'new' ? ticket.openedAt : now).getTime();
      const own = preferred.get(ticket.id) ?? [];
      const asked = demandAt(desk, { group, since, preferred: own }, (agent) => there?.has(agent) === true, hours, now.getTime());
      const demand = {
        ...{ groups: asked.groups, strict: asked.strict, mustSpeak: asked.mustSpeak, heldFor: asked.heldFor, preferred: own },
        ...{ channel: ticket.channels[0] ?? '', language: ticket.language ?? ticket.contact.language, skills: choice.skills },
      };
      return { id: ticket.id, number: ticket.number, since, changesAt: asked.changesAt, demand };
    });
    const refused = await this.surroundings.lookAtRefusals(unit, offered);
    const later = offered.flatMap(({ id, changesAt }) => {
      const times = [changesAt, refused.get(id)?.looksAgainAt ?? null].filter((at) => at !== null);
      return times.length === 0 ? [] : [{ id, at: Math.min(...times) }];
    });
    const rows = wishes.map(({ ticket, chosen, choice }, index): WaitingRow => {
      const { id, since, demand: asked } = offered[index]!;
      const demand: Demand = { ...asked, refusedBy: refused.get(id)?.refusedBy ?? [] };
      return {
        ...{ id, ...demand, signature: signatureOf(demand), chosen, lane: choice.lane, since },
        priority: TICKET_PRIORITIES.length - 1 - TICKET_PRIORITIES.indexOf(ticket.priority),
        dueAt: due.get(id)?.getTime() ?? null,
      };
    });
    await this.timers.set(
      transaction,
      later.map(({ id, at }) => ({ kind: WAIT_TIMER, key: id, ticketId: id, dueAt: new Date(at) })),
    );
    return rows;
  }
}

function toPlace(row: WaitingRow): { readonly ticketId: string; readonly rank: number; readonly dueAt: number | null } {
  return { ticketId: row.id, rank: row.lane * 10 + row.priority, dueAt: row.dueAt };
}
