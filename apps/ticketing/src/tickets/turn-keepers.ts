import { Injectable } from '@nestjs/common';
import type { WorkUnit } from './work-unit.js';

/** Whose a ticket is from now on, and why; null: nobody's. */
export interface Turn {
  readonly ticketId: string;
  readonly assignee: string | null;
  readonly group: string | null;
  readonly reason: string;
}

/** Keeps turns, in the order they came; those of a unit are handed over at its end, while its tickets are locked. */
export type TurnKeeper = (unit: WorkUnit, turns: readonly Turn[]) => Promise<void>;

/** Rooms that keep who had a ticket, in the transaction that gave it to him: the log tells of it later, when another may have it. */
@Injectable()
export class TurnKeepers {
  private readonly keepers: TurnKeeper[] = [];

  /** Call it in `onModuleInit`. */
  add(keeper: TurnKeeper): void {
    this.keepers.push(keeper);
  }

  async keep(unit: WorkUnit): Promise<void> {
    if (unit.turns.length === 0) return;
    for (const keeper of this.keepers) await keeper(unit, unit.turns);
  }
}
