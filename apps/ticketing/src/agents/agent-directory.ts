import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database } from '#database';
import { CLOCK } from '#runtime';
import type { Clock } from '#runtime';

/** How long a process trusts what it read: agents come and go rarely. */
const FRESH_MS = 10_000;

/** Who answers here, for rooms that only need to know an agent when they see one. */
@Injectable()
export class AgentDirectory {
  private known: ReadonlySet<string> = new Set();
  private readAt: number | null = null;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Lower case mail addresses of all agents that may log in. */
  async addresses(): Promise<ReadonlySet<string>> {
    const time = this.clock.now().getTime();
    if (this.readAt !== null && Math.abs(time - this.readAt) < FRESH_MS) return this.known;
    const rows = await this.database.sql.query<{ email: string }>('select email from agents where disabled_at is null');
    this.known = new Set(rows.map(({ email }) => email));
    this.readAt = time;
    return this.known;
  }
}
