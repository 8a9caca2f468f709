import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database } from '#database';
import { CLOCK, LOGGER, Remembered } from '#runtime';
import type { Clock, Logger } from '#runtime';

/** A process that asks often reads again this often, behind who asks. */
const FRESH_MS = 1_000;
/** One that was asked nothing for this long waits for the reading: nothing older is ever served, for who writes under the name of a new agent is to be doubted. */
const OLDEST_MS = 2_000;

/** Who answers here, for rooms that only need to know an agent when they see one. May be asked inside transactions. */
@Injectable()
export class AgentDirectory implements OnModuleInit {
  private readonly known: Remembered<ReadonlySet<string>>;

  constructor(@Inject(DATABASE) database: Database, @Inject(CLOCK) clock: Clock, @Inject(LOGGER) log: Logger) {
    const read = async () => {
      const rows = await database.aside.query<{ email: string }>('select email from agents where disabled_at is null');
      return new Set(rows.map(({ email }) => email));
    };
    const onError = (error: unknown) => log.warn('agents were not read; what is known of them stays until the next question', { error });
    this.known = new Remembered({ read, clock, freshMs: FRESH_MS, oldestMs: OLDEST_MS, onError });
  }

  async onModuleInit(): Promise<void> {
    await this.known.refresh();
  }

  /** Lower case mail addresses of all agents that may log in: 2 s old at most. */
  addresses(): Promise<ReadonlySet<string>> {
    return this.known.get();
  }
}
