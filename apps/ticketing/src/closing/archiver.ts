import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Desk } from '../desk/desk-schema.js';
import { Notices } from '../notices/notices.js';
import { categoryPathsOf } from '../request-types/desk-categories.js';
import { DeskDeadlines } from '../request-types/desk-deadlines.js';
import { ownerOf } from '../request-types/stage-watch.js';
import { HOUSE } from '../tickets/actor.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import { ClosingFacts, isArchiveFull } from './closing-facts.js';
import type { Ending } from './closing-facts.js';
import { ClosingRepository } from './closing.repository.js';
import { isAbout } from './find-missing-archive.js';
import { FollowUps } from './follow-ups.js';
import { KnowledgeDrafts } from './knowledge-drafts.js';

const ARCHIVE_DUE = 'closing.archive';

/** Keeps what is left of a case: when it was solved, closed and archived, whom to ring again, what the library should know. */
@Injectable()
export class Archiver implements OnModuleInit {
  constructor(
    private readonly closings: ClosingRepository,
    private readonly facts: ClosingFacts,
    private readonly deadlines: DeskDeadlines,
    private readonly timers: Timers,
    private readonly followUps: FollowUps,
    private readonly notices: Notices,
    private readonly drafts: KnowledgeDrafts,
  ) {}

  onModuleInit(): void {
    this.timers.handle(ARCHIVE_DUE, (unit, due) => this.miss(unit, due));
  }

  /** From now on its time to be archived runs. */
  async keepSolved(unit: WorkUnit, tickets: readonly Ending[], desk: Desk): Promise<void> {
    const fresh = tickets.filter(({ archive }) => archive.solvedAt === null);
    await this.closings.saveArchives(
      unit.transaction,
      fresh.map(({ archive }) => ({ ...archive, solvedAt: unit.now })),
      HOUSE,
      unit.now,
    );
    const timers = fresh.flatMap(({ draft, about, facts }) => {
      const rule = desk.closing.archiveWithin.find((each) => isAbout(each, about, categoryPathsOf(desk)));
      if (rule === undefined) return [];
      return [{ kind: ARCHIVE_DUE, key: draft.id, ticketId: draft.id, dueAt: this.deadlines.end(rule.within, unit.now, facts) }];
    });
    await this.timers.set(unit.transaction, timers);
  }

  async keepClosed(unit: WorkUnit, tickets: readonly Ending[], desk: Desk): Promise<void> {
    const pathOf = categoryPathsOf(desk);
    const archived = [];
    for (const ticket of tickets) {
      const { archive, missing, draft } = ticket;
      const isNew = archive.newProblem || (desk.closing.draftNewProblems && archive.solution !== null && archive.article === null);
      const made = isNew && archive.draft === null ? await this.drafts.draft(unit, ticket) : archive.draft;
      const archivedAt = isArchiveFull(missing) ? (archive.archivedAt ?? unit.now) : null;
      archived.push({
        ...archive,
        ticketId: draft.id,
        solvedAt: archive.solvedAt ?? unit.now,
        closedAt: archive.closedAt ?? unit.now,
        archivedAt,
        draft: made,
      });
    }
    await this.closings.saveArchives(unit.transaction, archived, HOUSE, unit.now);
    const done = archived.filter(({ archivedAt }) => archivedAt !== null).map(({ ticketId }) => ticketId);
    await this.timers.cancel(unit.transaction, ARCHIVE_DUE, done);
    const rules = Object.entries(desk.closing.followUps).filter(([, { unsolvedAtFirstContact }]) => !unsolvedAtFirstContact);
    await this.followUps.plan(
      unit,
      tickets.flatMap((ticket) => rules.flatMap(([rule, which]) => (isAbout(which, ticket.about, pathOf) ? [{ ...ticket, rule }] : []))),
    );
  }

  /** It is worked on again: what was archived stands, its times run anew. */
  async keepReopened(unit: WorkUnit, tickets: readonly Ending[]): Promise<void> {
    await this.closings.saveArchives(
      unit.transaction,
      tickets.map(({ archive }) => ({ ...archive, solvedAt: null, closedAt: null, archivedAt: null })),
      HOUSE,
      unit.now,
    );
    await this.timers.cancel(
      unit.transaction,
      ARCHIVE_DUE,
      tickets.map(({ draft }) => draft.id),
    );
  }

  private async miss(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const found = await this.facts.read(
      unit.transaction,
      due.flatMap(({ ticketId }) => ticketId ?? []),
    );
    const late = [...found.values()].filter(({ archive }) => archive.archivedAt === null);
    await this.notices.tell(
      unit,
      late.flatMap(({ facts }) => {
        const notice = { kind: 'archive_overdue', text: `${facts.number} was solved and is not archived in its time`, ticketId: facts.id };
        return [
          { ...notice, to: ownerOf(facts), key: `archive-due:${facts.id}` },
          { ...notice, to: { role: 'supervisor' as const }, key: `archive-due:${facts.id}:supervisor` },
        ];
      }),
    );
  }
}
