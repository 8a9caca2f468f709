import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LOGGER, type Logger } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { Desk } from '../desk/desk-schema.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { TicketWork } from '../tickets/ticket-work.js';
import { Timers } from '../timers/timers.js';

const DAY_MS = 86_400_000;
/** More than fit at once follow soon. */
const GO_ON_MS = 5_000;
const RETRY_MS = 1_000;

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
export class DeskRounds implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: DeskRound[] = [];
  private stopped = false;

  constructor(
    private readonly profiles: DeskProfiles,
    private readonly timers: Timers,
    private readonly work: TicketWork,
    @Inject(LOGGER) private readonly log: Logger,
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
    this.profiles.onChange(({ version }) => void this.keepWaking(version));
    await this.wake();
  }

  onModuleDestroy(): void {
    this.stopped = true;
  }

  /** Until it is done, or another desk is in force, or the process ends: a round without a timer would not begin before the next start. */
  private async keepWaking(version: number): Promise<void> {
    for (let tries = 1; !this.stopped && this.profiles.current().version === version; tries += 1)
      try {
        return await this.wake();
      } catch (error) {
        if (tries === 1) this.log.warn('rounds of the new desk do not begin yet; it is tried again each second', { version, error });
        await sleep(RETRY_MS, undefined, { ref: false });
      }
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
