import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { GroupHours, type GroupTimes } from '../group-hours.js';
import { DueTimes } from './due-times.js';
import { type OfferedTicket, type Refusal, Refusals } from './refusals.js';
import { RoutingHolds } from './routing-holds.js';

/** What other rooms know of waiting tickets. */
@Injectable()
export class WaitingSurroundings {
  constructor(
    private readonly holds: RoutingHolds,
    private readonly dueTimes: DueTimes,
    private readonly refusals: Refusals,
    private readonly hours: GroupHours,
  ) {}

  timesOf(groups: Parameters<GroupHours['timesAt']>[0], now: Date): GroupTimes {
    return this.hours.timesAt(groups, now);
  }

  async findHeld(sql: Sql, ticketIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.holds.find(sql, ticketIds);
  }

  async findDue(sql: Sql, ticketIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    return this.dueTimes.find(sql, ticketIds);
  }

  async lookAtRefusals(unit: WorkUnit, tickets: readonly OfferedTicket[]): Promise<ReadonlyMap<string, Refusal>> {
    return this.refusals.look(unit, tickets);
  }
}
