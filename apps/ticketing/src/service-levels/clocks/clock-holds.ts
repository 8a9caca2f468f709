import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';

/** Says in which of these tickets nobody waits for a person yet. */
export type ClockHold = (sql: Sql, ticketIds: readonly string[]) => Promise<ReadonlySet<string>>;

/** Rooms that serve customers before people do, as a bot: what people promise counts from when they let the ticket go. */
@Injectable()
export class ClockHolds {
  private readonly holds: ClockHold[] = [];

  /** Call it in `onModuleInit`. */
  add(hold: ClockHold): void {
    this.holds.push(hold);
  }

  async find(sql: Sql, ticketIds: readonly string[]): Promise<ReadonlySet<string>> {
    const held = new Set<string>();
    for (const hold of this.holds) for (const id of await hold(sql, ticketIds)) held.add(id);
    return held;
  }
}
