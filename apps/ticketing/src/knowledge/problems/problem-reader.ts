import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, SETTINGS, type Settings } from '#runtime';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { type Proposal, Proposals } from './proposals.js';
import { localDay, monthOf } from './rounds.js';
import { type TypicalProblem, TypicalProblems } from './typical-problems.js';

const WEEK_MS = 7 * 86_400_000;

/** Recurring problems as people ask for them. */
@Injectable()
export class ProblemReader {
  constructor(
    private readonly problems: TypicalProblems,
    private readonly proposals: Proposals,
    private readonly profiles: DeskProfiles,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async list(wish: {
    from?: Date | undefined;
    to?: Date | undefined;
    least?: number | undefined;
    limit?: number | undefined;
  }): Promise<TypicalProblem[]> {
    // Up to what came this very moment.
    const to = wish.to ?? new Date(this.clock.now().getTime() + 1);
    const from = wish.from ?? new Date(to.getTime() - WEEK_MS);
    const least = wish.least ?? this.profiles.current().desk.knowledge.proposals.fromTickets;
    return this.problems.list(from, to, { least, most: wish.limit ?? 20 });
  }

  async listProposals(limit: number): Promise<Proposal[]> {
    return this.proposals.list(limit);
  }

  /** In the desk's zone, `YYYY-MM`. */
  thisMonth(): string {
    return monthOf(localDay(this.clock.now(), this.settings.deskSettings.timeZone));
  }
}
