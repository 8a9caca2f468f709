import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { Desk } from '../desk/desk-schema.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { TicketWork } from '../tickets/ticket-work.js';
import { Timers } from '../timers/timers.js';

const DAY_MS = 86_400_000;
/** More than fit at once follow soon. */
const GO_ON_MS = 5_000;

/** Something that a desk does again and again, each under a key of its own. */
export interface DeskRound {
  /** Kind of its timers. */
  readonly kind: string;
  keysOf(desk: Desk): readonly string[];
  /** For some customers; nothing where the desk has it no more. */
  run(unit: WorkUnit, key: string): Promise<'more' | 'done' | 'gone'>;
}

/** Timers of such rounds: once a day, at once when the process starts or the desk is another, and soon where there are more. */
@Injectable()
export class DeskRounds implements OnApplicationBootstrap {
  private readonly rounds: DeskRound[] = [];

  constructor(
    private readonly profiles: DeskProfiles,
    private readonly timers: Timers,
    private readonly work: TicketWork,
  ) {}

  /** Call it in `onModuleInit`. */
  add(round: DeskRound): void {
    this.rounds.push(round);
    this.timers.handle(round.kind, async (unit, due) => {
      for (const { key } of due) {
        const left = await round.run(unit, key);
        if (left === 'gone') continue;
        const dueAt = new Date(unit.now.getTime() + (left === 'more' ? GO_ON_MS : DAY_MS));
        await this.timers.set(unit.transaction, [{ kind: round.kind, key, dueAt }]);
      }
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.profiles.onChange(() => void this.wake().catch(() => undefined));
    await this.wake();
  }

  private async wake(): Promise<void> {
    const { desk } = this.profiles.current();
    const due = this.rounds.flatMap(({ kind, keysOf }) => keysOf(desk).map((key) => ({ kind, key })));
    if (due.length === 0) return;
    await this.work.run((unit) =>
      this.timers.set(
        unit.transaction,
        due.map((each) => ({ ...each, dueAt: unit.now })),
      ),
    );
  }
}
