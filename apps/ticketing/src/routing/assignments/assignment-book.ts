import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Turn, TurnKeepers } from '../../tickets/turn-keepers.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { AssignmentRepository } from './assignment.repository.js';

/** Books who has a ticket, whoever gave it to him. What routing gave out is booked already, with who else could have had it. */
@Injectable()
export class AssignmentBook implements OnModuleInit {
  constructor(
    private readonly assignments: AssignmentRepository,
    private readonly keepers: TurnKeepers,
  ) {}

  onModuleInit(): void {
    this.keepers.add((unit, turns) => this.keep(unit, turns));
  }

  private async keep({ transaction, now }: WorkUnit, turns: readonly Turn[]): Promise<void> {
    for (const round of toRounds(turns)) {
      await this.assignments.end(transaction, round, now);
      const begun = round.flatMap(({ ticketId, assignee, group, reason }) =>
        assignee === null ? [] : [{ ticketId, agentId: assignee, groupId: group, reason, candidates: [], others: {} }],
      );
      await this.assignments.insert(transaction, begun, now);
    }
  }
}

/** One turn of a ticket after the other; those of different tickets together. */
function toRounds(turns: readonly Turn[]): Turn[][] {
  const rounds: Turn[][] = [];
  const seen = new Map<string, number>();
  for (const turn of turns) {
    const at = seen.get(turn.ticketId) ?? 0;
    (rounds[at] ??= []).push(turn);
    seen.set(turn.ticketId, at + 1);
  }
  return rounds;
}
