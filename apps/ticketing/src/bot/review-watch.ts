import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TicketFactsReader } from '../facts/ticket-facts.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import { BotSessionRepository } from './bot-session.repository.js';
import { REVIEW_TIMER } from './bot-speech.js';
import { BotTurns } from './bot-turns.js';

/** Answers that nobody decided in time: the customer waits for people, so people get him. */
@Injectable()
export class ReviewWatch implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly facts: TicketFactsReader,
    private readonly sessions: BotSessionRepository,
    private readonly turns: BotTurns,
  ) {}

  onModuleInit(): void {
    this.timers.handle(REVIEW_TIMER, async (unit, due) => {
      for (const timer of due) await this.giveUp(unit, timer);
    });
  }

  private async giveUp(unit: WorkUnit, { key }: Timer): Promise<void> {
    const [answer] = await unit.transaction.query<{ ticketId: string }>(
      `select coalesce(t.merged_into, t.id) as "ticketId" from bot_answers a join tickets t on t.id = a.ticket_id where a.id = $1::uuid and a.state = 'waiting'`,
      [key],
    );
    if (answer === undefined) return;
    const [draft] = await unit.lock([answer.ticketId]);
    await this.sessions.yieldToPeople(unit.transaction, [draft!.id], unit.now);
    const session = await this.sessions.find(draft!.id, unit.transaction);
    const facts = (await this.facts.read(unit.transaction, [draft!.id])).get(draft!.id);
    const [waits] = await unit.transaction.query(`select from bot_answers where id = $1::uuid and state = 'waiting'`, [key]);
    if (waits === undefined || session?.state !== 'active' || facts === undefined) return;
    await this.turns.toPerson(unit, draft!, { facts, session, reason: 'unreviewed', before: [], key });
  }
}
