import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { z } from 'zod';
import { DATABASE, type Database, NoticeLine } from '#database';
import { CLOCK, type Clock, LOGGER, type Logger } from '#runtime';
import { type SeenFacts, seenFacts } from '../agents/viewer.js';

const Viewing = z.object({ ticketId: z.uuid(), agentId: z.uuid(), name: z.string(), typing: z.boolean() });
/** An agent who has a ticket before him. */
export type Viewing = z.infer<typeof Viewing>;

/** The same with who may know of it, as the ticket is now. */
export interface ToldViewing extends Viewing, SeenFacts {
  readonly number: string;
}

interface Looking extends Viewing {
  readonly untilMs: number;
}

export const VIEWING_CHANNEL = 'tributary_viewers';
export const VIEWING_LASTS_MS = 20_000;
/** Those of so long are looked up together. */
const GATHER_MS = 50;
const MOST_KEPT = 10_000;

/**
 * Who has which ticket before him, over all processes: told by NOTIFY and kept in memory until it is over, nowhere else. Best effort: a page says it again every ten seconds,
 * so whatever is lost is back with the next time.
 */
@Injectable()
export class TicketViewers implements OnModuleDestroy {
  private readonly line: NoticeLine;
  private readonly looking = new Map<string, Looking>();
  private readonly waiting = new Map<string, Viewing>();
  private readonly listeners = new Set<(told: readonly ToldViewing[]) => void>();
  private timer: NodeJS.Timeout | undefined;
  private unhear: (() => void) | undefined;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    this.line = new NoticeLine(database, log);
  }

  /** From the first call on there is one connection for it. */
  listen(): void {
    this.unhear ??= this.line.hear(VIEWING_CHANNEL, (payload) => {
      const { data } = Viewing.safeParse(payload);
      if (data !== undefined) this.hear(data);
    });
  }

  /** Whoever is told also hears what this process was not asked itself. */
  onTold(listener: (told: readonly ToldViewing[]) => void): void {
    this.listeners.add(listener);
  }

  look(viewing: Viewing): void {
    this.listen();
    this.keep(viewing);
    this.line.tell(VIEWING_CHANNEL, viewing);
  }

  /** Who else looks at it now, by name. */
  list(ticketId: string, but: string | null): Viewing[] {
    this.listen();
    const now = this.clock.now().getTime();
    return [...this.looking.values()]
      .filter((each) => each.ticketId === ticketId && each.agentId !== but && each.untilMs > now)
      .map(({ untilMs: _until, ...viewing }) => viewing)
      .sort((one, other) => one.name.localeCompare(other.name) || one.agentId.localeCompare(other.agentId));
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    await this.line.stop();
  }

  private hear(viewing: Viewing): void {
    this.keep(viewing);
    if (this.listeners.size === 0) return;
    this.waiting.set(keyOf(viewing), viewing);
    this.timer ??= setTimeout(() => void this.tell(), GATHER_MS);
  }

  private keep(viewing: Viewing): void {
    const now = this.clock.now().getTime();
    if (this.looking.size >= MOST_KEPT) for (const [key, { untilMs }] of this.looking) if (untilMs <= now) this.looking.delete(key);
    if (this.looking.size < MOST_KEPT) this.looking.set(keyOf(viewing), { ...viewing, untilMs: now + VIEWING_LASTS_MS });
  }

  private async tell(): Promise<void> {
    this.timer = undefined;
    const told = [...this.waiting.values()];
    this.waiting.clear();
    try {
      const rows = await this.database.sql.query<SeenFacts & { id: string; number: string }>(
        `select t.id, t.number, ${seenFacts('t')} from tickets t where t.id = any($1::uuid[])`,
        [[...new Set(told.map(({ ticketId }) => ticketId))]],
      );
      const tickets = new Map(rows.map(({ id, ...ticket }) => [id, ticket]));
      const known = told.flatMap((viewing) => {
        const ticket = tickets.get(viewing.ticketId);
        return ticket === undefined ? [] : [{ ...viewing, ...ticket }];
      });
      for (const listener of this.listeners) listener(known);
    } catch (error) {
      this.log.debug('who looks was not told', { error });
    }
  }
}

function keyOf({ ticketId, agentId }: Viewing): string {
  return `${ticketId} ${agentId}`;
}
