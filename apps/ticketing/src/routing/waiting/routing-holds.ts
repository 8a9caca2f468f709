import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';

/** Says which of these tickets no person is to get yet. */
export type RoutingHold = (sql: Sql, ticketIds: readonly string[]) => Promise<ReadonlySet<string>>;

/** Rooms that keep tickets from people for a while, as a bot that still talks to the customer. They call `Router.reconsider` when they are done. */
@Injectable()
export class RoutingHolds {
  private readonly holds: RoutingHold[] = [];

  /** Call it in `onModuleInit`. */
  add(hold: RoutingHold): void {
    this.holds.push(hold);
  }

  async find(sql: Sql, ticketIds: readonly string[]): Promise<ReadonlySet<string>> {
    const held = new Set<string>();
    for (const hold of this.holds) for (const id of await hold(sql, ticketIds)) held.add(id);
    return held;
  }
}
