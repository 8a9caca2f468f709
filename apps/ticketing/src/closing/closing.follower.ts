import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import { readSolvedAnswer } from '../request-types/answers/read-solved-answer.js';
import { categoryPathsOf } from '../request-types/desk-categories.js';
import { MessageReader } from '../request-types/message-reader.js';
import { inboundEntriesOf } from '../request-types/request-type.follower.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { Archiver } from './archiver.js';
import { ClosingDesk, type Said } from './closing-desk.js';
import { ClosingFacts, type EndingTicket } from './closing-facts.js';
import { findUnsolvedAtFirst } from './first-contact.js';
import { isAbout } from './find-missing-archive.js';
import { FollowUps } from './follow-ups.js';

/** Follows tickets to their end: solved, asked, answered, closed, archived, or open again. */
@Injectable()
export class ClosingFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly profiles: DeskProfiles,
    private readonly facts: ClosingFacts,
    private readonly messages: MessageReader,
    private readonly closing: ClosingDesk,
    private readonly archiver: Archiver,
    private readonly followUps: FollowUps,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'closing', order: 35, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    await this.hear(unit, happenings);
    await this.followStatus(unit, happenings);
    const told = happenings.filter(({ type, data }) => type === 'ticket.entry_added.v1' && data['direction'] === 'system');
    await this.followUps.finish(
      unit,
      told.map(({ data }) => String(data['entryId'])),
    );
    await this.followUnsolved(unit, happenings);
  }

  /** What customers say where they were asked whether it is solved. */
  private async hear(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const { words, ask } = this.profiles.current().desk.closing;
    const entries = inboundEntriesOf(happenings);
    if (!ask || entries.length === 0) return;
    const messages = await this.messages.read(unit.transaction, entries);
    const asked = await this.facts.lock(
      unit,
      messages.map(({ ticketId }) => ticketId),
      ({ closing }) => closing?.state === 'asked',
    );
    const said = asked.flatMap((ticket): Said[] => {
      const since = ticket.closing!.askedAt;
      const last = messages.filter(({ ticketId, recordedAt }) => ticketId === ticket.facts.id && recordedAt >= since).at(-1);
      if (last === undefined) return [];
      return [{ ...ticket, state: readSolvedAnswer(last.text, words), text: last.text.trim(), entryId: last.entryId }];
    });
    await this.closing.hear(unit, said);
  }

  private async followStatus(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const moved = lastMoves(happenings);
    if (moved.size === 0) return;
    const { desk } = this.profiles.current();
    const endings = await this.facts.lock(unit, [...moved.keys()], ends);
    const of = (state: string) => endings.filter(({ draft }) => moved.get(draft.id)!.to === state && draft.status === state);
    const solved = of('solved');
    await this.archiver.keepSolved(unit, solved, desk);
    if (desk.closing.ask)
      await this.closing.ask(
        unit,
        solved.filter(({ draft }) => moved.get(draft.id)!.reason !== 'closing'),
      );
    await this.archiver.keepClosed(unit, of('closed'), desk);
    const reopened = endings.filter(
      ({ draft, archive }) => archive.solvedAt !== null && draft.status !== 'solved' && draft.status !== 'closed',
    );
    await this.archiver.keepReopened(unit, reopened);
  }

  /** Cases that the first answer did not solve. */
  private async followUnsolved(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const { desk } = this.profiles.current();
    const rules = Object.entries(desk.closing.followUps).filter(([, { unsolvedAtFirstContact }]) => unsolvedAtFirstContact);
    const entries = inboundEntriesOf(happenings);
    if (rules.length === 0 || entries.length === 0) return;
    const endings = await this.facts.lock(unit, await findUnsolvedAtFirst(unit.transaction, entries), () => true);
    const wanted = endings.flatMap((ticket) =>
      rules.flatMap(([rule, which]) => (isAbout(which, ticket.about, categoryPathsOf(desk)) ? [{ ...ticket, rule }] : [])),
    );
    await this.followUps.plan(
      unit,
      wanted.filter(({ draft }) => draft.status !== 'closed' && !draft.folded && !draft.quarantined),
    );
  }
}

function ends({ facts, archive }: EndingTicket): boolean {
  const { status, folded, quarantined } = facts;
  return (status === 'solved' || status === 'closed' || archive.solvedAt !== null) && !folded && !quarantined;
}

/** The last status that each ticket came to in a batch, and why. */
function lastMoves(happenings: readonly Happening[]): Map<string, { readonly to: string; readonly reason: string }> {
  const moved = happenings.filter(({ type }) => type === 'ticket.status_changed.v1');
  return new Map(moved.map(({ ticketId, data }) => [ticketId, { to: String(data['to']), reason: String(data['reason']) }]));
}
