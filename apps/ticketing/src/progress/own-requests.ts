import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { TicketStatus } from '../tickets/ticket-state.js';
import { ProgressLinks } from './progress-links.js';
import { ProgressProofs } from './progress-proofs.js';

const MOST = 50;

export interface OwnRequest {
  readonly number: string;
  readonly subject: string;
  readonly status: TicketStatus;
  readonly openedAt: Date;
  readonly updatedAt: Date;
  /** Of the link to it. */
  readonly token: string;
  /** That he wrote it: by his login there is no need of a code. */
  readonly proof: string;
}

/** What somebody asked the desk who is signed in at its own site. */
@Injectable()
export class OwnRequests {
  constructor(
    private readonly links: ProgressLinks,
    private readonly proofs: ProgressProofs,
    private readonly profiles: DeskProfiles,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Newest first, 50 at most; confidential ones are told of by nobody but people. */
  async list(contactId: string): Promise<OwnRequest[]> {
    const now = this.clock.now();
    const { days } = this.profiles.current().desk.progress;
    const rows = await this.database.sql.query<Omit<OwnRequest, 'token' | 'proof'> & { id: string }>(
      `select t.id, t.number, t.subject, t.status, t.opened_at as "openedAt", t.updated_at as "updatedAt" from tickets t
       where t.contact_id in (select c.id from contacts c, contacts own where own.id = $1::uuid
           and coalesce(own.merged_into, own.id) in (c.id, c.merged_into))
         and t.merged_into is null and not t.confidential and not t.folded and not t.quarantined
       order by t.opened_at desc, t.id desc limit ${MOST}`,
      [contactId],
      'progress_own_requests',
    );
    return rows.map(({ id, ...request }) => ({
      ...request,
      token: this.links.make(id, days, now).token,
      proof: this.proofs.make(id, now).proof,
    }));
  }
}
