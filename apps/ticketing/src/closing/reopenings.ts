import { Injectable, type OnModuleInit } from '@nestjs/common';
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
    const found = await this.facts.read(
      unit.transaction,
      opened.map(({ ticketId }) => ticketId),
    );
    const late = [...found.values()].filter(
      ({ facts, archive }) => archive.closedAt !== null && this.deadlines.end(reopenWithin, archive.closedAt, facts) < unit.now,
    );
    for (const { facts } of late) {
      const entryIds = happenings
        .filter(({ type, ticketId, data }) => type === 'ticket.entry_added.v1' && ticketId === facts.id && data['direction'] === 'inbound')
        .map(({ data }) => String(data['entryId']));
      if (entryIds.length === 0) continue;
      const [draft] = await unit.lock([facts.id]);
      await this.moves.splitIn(unit, draft!, { entryIds }, HOUSE);
      unit.apply(draft!, { kind: 'restored', status: 'closed' }, 'closing');
    }
  }
}
