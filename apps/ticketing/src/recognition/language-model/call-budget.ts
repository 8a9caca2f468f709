import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock } from '#runtime';

const MINUTE_MS = 60_000;

/** How often somebody outside may be asked: counted for all processes together, minute by minute. */
@Injectable()
export class CallBudget {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** False: this minute's are used up. */
  async take(perMinute: number): Promise<boolean> {
    const minute = new Date(Math.floor(this.clock.now().getTime() / MINUTE_MS) * MINUTE_MS);
    const rows = await this.database.sql.query(
      `with old as (delete from recognition_calls where minute < $1::timestamptz - interval '1 hour')
       insert into recognition_calls as c (minute, calls) values ($1, 1) on conflict (minute) do update set calls = c.calls + 1 where c.calls < $2 returning calls`,
      [minute, perMinute],
    );
    return rows.length > 0;
  }
}
