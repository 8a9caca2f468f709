import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { HOUSE } from '../../tickets/actor.js';
import { TicketChanger } from '../../tickets/ticket-changer.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { Timers } from '../../timers/timers.js';
import { AgentRoster, type RosteredAgent } from '../agents/agent-roster.js';
import { type Decision, match } from '../matching/match.js';
import { isThere, TeamRound } from '../matching/team-round.js';
import { MATCH_TIMER, WAIT_TIMER } from '../waiting/waiting-line-keeper.js';
import { WaitingTicketRepository } from '../waiting/waiting-ticket.repository.js';
import { AssignmentRepository } from './assignment.repository.js';
import { countPlaces, toAssignment } from './decision-book.js';

/** So that two processes never give out the same hour of the same agent. The number means nothing. */
const ROUND_LOCK = 5_177_840_001;
/** More are given out in the next round, so that none holds its locks for long. */
const MOST_A_ROUND = 200;
const MINUTE_MS = 60_000;
/** A ticket that somebody held just now is looked at again. */
const AGAIN_MS = 1_000;
/** What changes as time goes by wakes the round itself when it has changed: this is for a process that dies over it. */
const CHANGING_MS = 250;

/** Gives what waits to who is free. One round at a time, whichever process runs it. */
@Injectable()
export class Matcher {
  constructor(
    private readonly roster: AgentRoster,
    private readonly waiting: WaitingTicketRepository,
    private readonly assignments: AssignmentRepository,
    private readonly changer: TicketChanger,
    private readonly timers: Timers,
  ) {}

  /** Returns how many were given out. */
  async run(unit: WorkUnit): Promise<number> {
    const { transaction, now } = unit;
    if (!(await this.waiting.any(transaction))) {
      await this.timers.cancel(transaction, MATCH_TIMER, ['minute']);
      return 0;
    }
    if (await this.isOutOfDate(unit)) {
      await this.timers.set(transaction, [{ kind: MATCH_TIMER, key: 'now', dueAt: new Date(now.getTime() + CHANGING_MS) }]);
      return 0;
    }
    await transaction.query('select pg_advisory_xact_lock($1)', [ROUND_LOCK]);
    const agents = await this.roster.load(transaction, now);
    const decisions = await this.decide(transaction, agents);
    const given = await this.take(unit, decisions.slice(0, MOST_A_ROUND));
    const next = given < decisions.length ? (given === MOST_A_ROUND ? 0 : AGAIN_MS) : null;
    await this.rearm(unit, next);
    return given;
  }

  /** Time has changed what a ticket asks (it overflows, nobody is waited for any more), and its row does not say so yet: that comes first. */
  private async isOutOfDate({ transaction, now }: WorkUnit): Promise<boolean> {
    return (await transaction.query('select 1 from timers where kind = $1 and due_at <= $2 limit 1', [WAIT_TIMER, now])).length > 0;
  }

  /** What would be decided now: only the front of each demand that somebody fits is read. */
  async decide(transaction: Transaction, agents: readonly RosteredAgent[]): Promise<Decision[]> {
    const free = agents.filter((agent) => isThere(agent) && agent.load.total < agent.capacity.total);
    if (free.length === 0) return [];
    const round = new TeamRound(agents);
    const wanted = (await this.waiting.listDemands(transaction)).flatMap(({ signature, ...demand }) => {
      const most = countPlaces(round, free, demand);
      return most === 0 ? [] : [{ signature, most: Math.min(most, MOST_A_ROUND) }];
    });
    return match(agents, await this.waiting.listFirst(transaction, wanted));
  }

  private async take(unit: WorkUnit, decisions: readonly Decision[]): Promise<number> {
    if (decisions.length === 0) return 0;
    const { transaction, now } = unit;
    const ids = decisions.map(({ ticketId }) => ticketId);
    const locked = await transaction.query<{ id: string; waits: boolean }>(
      `select id, status in ('new', 'open') and assignee_id is null and not folded and not quarantined and merged_into is null as waits
       from tickets where id = any($1::uuid[]) order by id for no key update skip locked`,
      [ids],
      'ticketing_lock_waiting',
    );
    const waits = new Set(locked.filter((row) => row.waits).map(({ id }) => id));
    // Somebody took it, or it is over: whoever did that is heard of soon.
    await this.waiting.remove(
      transaction,
      locked.map(({ id }) => id),
    );
    const given = decisions.filter(({ ticketId }) => waits.has(ticketId));
    const drafts = await unit.lock(given.map(({ ticketId }) => ticketId));
    await this.assignments.insert(transaction, given.map(toAssignment), now);
    for (const reason of new Set(given.map(({ decidedBy }) => decidedBy))) {
      const changes = given.flatMap((decision, index) =>
        decision.decidedBy === reason ? [{ draft: drafts[index]!, edit: { assignee: decision.agent, group: decision.group } }] : [],
      );
      await this.changer.change(unit, changes, { actor: HOUSE, reason: `routing.${reason}` });
    }
    await transaction.query('update agent_presence set idle_since = $2 where agent_id = any($1::uuid[])', [
      [...new Set(given.map(({ agent }) => agent))].sort(),
      now,
    ]);
    return given.length;
  }

  /** Shifts begin and calendars open at full minutes: while anything waits, each is looked at. */
  private async rearm({ transaction, now }: WorkUnit, afterMs: number | null): Promise<void> {
    if (!(await this.waiting.any(transaction))) return this.timers.cancel(transaction, MATCH_TIMER, ['minute']);
    const minute = new Date((Math.floor(now.getTime() / MINUTE_MS) + 1) * MINUTE_MS);
    const soon = afterMs === null ? [] : [{ kind: MATCH_TIMER, key: 'now', dueAt: new Date(now.getTime() + afterMs) }];
    await this.timers.set(transaction, [{ kind: MATCH_TIMER, key: 'minute', dueAt: minute }, ...soon]);
  }
}
