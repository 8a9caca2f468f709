import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database } from '#database';
import { CLOCK, PermanentError } from '#runtime';
import type { Clock } from '#runtime';

const WINDOW_MS = 15 * 60_000;
const MOST_OF_ACCOUNT = 10;
const MOST_OF_ADDRESS = 50;

/** Counts failed logins of each account and each address, over all processes. */
@Injectable()
export class LoginThrottle {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Counts a try before it is looked at, so that many at once are not more than allowed. Throws `PermanentError` (`rate_limited`, field
   * `retryAfterSeconds`), whether the account exists or not. Null: who it is, is not known yet.
   */
  async enter(account: string | null, address: string): Promise<void> {
    const now = this.clock.now();
    const rows = await this.database.sql.query<{ subject: string; failures: number; window_started_at: Date }>(
      `insert into login_failures as known (subject, failures, window_started_at)
       select subject, 1, $2 from unnest($1::text[]) s(subject) order by subject
       on conflict (subject) do update set
         failures = case when known.window_started_at < $3 then 1 else known.failures + 1 end,
         window_started_at = case when known.window_started_at < $3 then $2 else known.window_started_at end
       returning *`,
      [subjectsOf(account, address), now, new Date(now.getTime() - WINDOW_MS)],
    );
    for (const { subject, failures, window_started_at } of rows) {
      if (failures <= (subject.startsWith('account:') ? MOST_OF_ACCOUNT : MOST_OF_ADDRESS)) continue;
      const retryAfterSeconds = Math.max(1, Math.ceil((window_started_at.getTime() + WINDOW_MS - now.getTime()) / 1000));
      throw new PermanentError('too many failed logins', {
        code: 'rate_limited',
        hint: 'wait, or let an operator set a new password: npm run --silent admin -- reset-password',
        fields: { retryAfterSeconds },
      });
    }
  }

  /** The try went well: it was no failure, and the account starts afresh. */
  async forgive(account: string | null, address: string): Promise<void> {
    const [addressSubject, accountSubject = ''] = subjectsOf(account, address);
    await this.database.sql.query('delete from login_failures where subject = $1 or window_started_at < $2', [
      accountSubject,
      new Date(this.clock.now().getTime() - WINDOW_MS),
    ]);
    await this.release([addressSubject]);
  }

  /** The try is not over yet: it counts for nothing, and makes nothing good. */
  async leave(account: string, address: string): Promise<void> {
    await this.release(subjectsOf(account, address));
  }

  private async release(subjects: readonly string[]): Promise<void> {
    await this.database.sql.query('update login_failures set failures = greatest(failures - 1, 0) where subject = any($1::text[])', [
      subjects,
    ]);
  }
}

function subjectsOf(account: string | null, address: string): [string, ...string[]] {
  return [`address:${address}`, ...(account === null ? [] : [`account:${account.slice(0, 320)}`])];
}
