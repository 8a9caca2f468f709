import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';

/** When each of these tickets must be answered; those without a target are left out. */
export type FindDueTimes = (sql: Sql, ticketIds: readonly string[]) => Promise<ReadonlyMap<string, Date>>;

/** What is due sooner goes first; the room of clocks knows. */
@Injectable()
export class DueTimes {
  private reader: FindDueTimes = () => Promise.resolve(new Map());

  /** Call it in `onModuleInit`. */
  follow(reader: FindDueTimes): void {
    this.reader = reader;
  }

  async find(sql: Sql, ticketIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    return this.reader(sql, ticketIds);
  }
}
