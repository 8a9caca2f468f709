import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Sql } from '#database';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import { MoveService } from '../moves/move.service.js';
import { DeskDeadlines } from '../request-types/desk-deadlines.js';
import { HOUSE } from '../tickets/actor.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { ClosingFacts } from './closing-facts.js';

/** What is written to a ticket that was closed too long ago is a case of its own: split off, undoable as any split; the old one stays closed. */
@Injectable()
export class Reopenings implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly facts: ClosingFacts,
    private readonly moves: MoveService,
    private readonly deadlines: DeskDeadlines,
    private readonly profiles: DeskProfiles,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'reopenings', order: 34, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const { reopenWithin } = this.profiles.current().desk.closing;
    if (reopenWithin === undefined) return;
    const opened = happenings.filter(
      ({ type, data }) => type === 'ticket.status_changed.v1' && data['from'] === 'closed' && data['reason'] === 'customer wrote',
    );
    const late = await this.facts.lock(
      unit,
      opened.map(({ ticketId }) => ticketId),
      ({ facts, archive }) => archive.closedAt !== null && this.deadlines.end(reopenWithin, archive.closedAt, facts) < unit.now,
    );
    for (const { draft } of late) {
      const since = opened.find(({ ticketId }) => ticketId === draft.id)!.at;
      const entryIds = await findWritten(unit.transaction, draft.id, since);
      if (entryIds.length === 0) continue;
      await this.moves.splitIn(unit, draft, { entryIds }, HOUSE);
      unit.apply(draft, { kind: 'restored', status: 'closed' }, 'closing');
    }
  }
}

/** What the customer wrote from the message on that opened the ticket again: the log may tell of it in another batch than of the status. */
async function findWritten(sql: Sql, ticketId: string, since: Date): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from entries where ticket_id = $1::uuid and direction = 'inbound' and recorded_at >= $2 order by seq`,
    [ticketId, since],
  );
  return rows.map(({ id }) => id);
}
