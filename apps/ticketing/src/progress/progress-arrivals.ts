import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { ProgressLinks } from './progress-links.js';

/** For who has just sent a form and waits for its number; later his link is what he was told. */
const WITHIN_MS = 3_600_000;

/** What became of a form that was just sent: its id is known to who sent it alone. */
@Injectable()
export class ProgressArrivals {
  constructor(
    private readonly links: ProgressLinks,
    private readonly profiles: DeskProfiles,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws `PermanentError` (`arrival_unknown`): it is not a ticket yet, or was one long ago. A confidential one has no link. */
  async find(id: string): Promise<{ number: string; token: string | null; expiresAt: Date | null }> {
    const now = this.clock.now();
    const [row] = isUuid(id)
      ? await this.database.sql.query<{ id: string; number: string; confidential: boolean }>(
          `select t.id, t.number, t.confidential from entries e join tickets t on t.id = e.ticket_id
           where e.id = $1::uuid and e.direction = 'inbound' and e.channel = 'form' and e.received_at > $2`,
          [id, new Date(now.getTime() - WITHIN_MS)],
        )
      : [];
    if (row === undefined)
      throw new PermanentError('nothing arrived under this id', { code: 'arrival_unknown', hint: 'ask again in a moment' });
    if (row.confidential) return { number: row.number, token: null, expiresAt: null };
    const { token, expiresAt } = this.links.make(row.id, this.profiles.current().desk.progress.days, now);
    return { number: row.number, token, expiresAt };
  }
}
