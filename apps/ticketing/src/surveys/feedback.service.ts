import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import type { AgentView } from '../agents/agent.repository.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { SurveysSection } from '../desk/schema/surveys.js';
import { Effects } from '../idempotency/effects.js';
import type { Actor } from '../tickets/actor.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { FeedbackView } from './feedback.js';
import { FeedbackRepository } from './feedback.repository.js';

/** Marks of those who must have seen all feedback. */
@Injectable()
export class FeedbackService {
  constructor(
    private readonly feedback: FeedbackRepository,
    private readonly profiles: DeskProfiles,
    private readonly effects: Effects,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** As whichever reader the agent is, or as the one named. Throws `PermanentError`: `feedback_unknown`, `not_a_reader`. */
  async markSeen(id: string, reader: string | undefined, agent: AgentView | null, actor: Actor): Promise<FeedbackView> {
    return this.mark(id, reader, agent, (transaction, readers) =>
      this.feedback.markSeen(transaction, id, readers, actor, this.clock.now()),
    );
  }

  /** It waits for them again. Throws as `markSeen` does. */
  async unmarkSeen(id: string, reader: string | undefined, agent: AgentView | null): Promise<FeedbackView> {
    return this.mark(id, reader, agent, (transaction, readers) => this.feedback.unmarkSeen(transaction, id, readers));
  }

  private async mark(
    id: string,
    reader: string | undefined,
    agent: AgentView | null,
    write: (transaction: Transaction, readers: readonly string[]) => Promise<void>,
  ): Promise<FeedbackView> {
    const readers = this.readersOf(agent).filter(({ key }) => reader === undefined || key === reader);
    await this.effects.run(async (transaction) => {
      if (!isUuid(id) || (await this.feedback.find(id, transaction)) === null)
        throw new PermanentError(`there is no feedback ${id}`, { code: 'feedback_unknown' });
      if (readers.length === 0)
        throw new PermanentError('feedback waits for others to see it', {
          code: 'not_a_reader',
          hint: `readers of this desk: ${
            this.profiles
              .current()
              .desk.surveys.feedback.readers.map(({ key }) => key)
              .join(', ') || 'none'
          }`,
        });
      await write(
        transaction,
        readers.map(({ key }) => key),
      );
    });
    return (await this.feedback.find(id))!;
  }

  /** A program with a key stands for any of them. */
  private readersOf(agent: AgentView | null): SurveysSection['feedback']['readers'] {
    const { readers } = this.profiles.current().desk.surveys.feedback;
    return readers.filter(({ agents }) => agent === null || (agents.length === 0 ? agent.role !== 'agent' : agents.includes(agent.email)));
  }
}
