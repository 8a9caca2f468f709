import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { BotSection } from '../desk/schema/bot.js';
import { type TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { ANSWER_FINDER, type AnswerFinder } from './answer-finder.js';
import { type BotSession, BotSessionRepository, type HeardMessage } from './bot-session.repository.js';
import { BotTurns } from './bot-turns.js';
import { type BotTurn, converse } from './converse.js';

const ORDER = 60;

/** Answers customers first, where the desk wants it. It writes nothing where a person is: the ticket is locked while it looks. */
@Injectable()
export class BotFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly profiles: DeskProfiles,
    private readonly facts: TicketFactsReader,
    private readonly sessions: BotSessionRepository,
    private readonly turns: BotTurns,
    @Inject(ANSWER_FINDER) private readonly answers: AnswerFinder,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'bot', order: ORDER, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const wrote = happenings.filter(({ type, data }) => type === 'ticket.entry_added.v1' && data['direction'] === 'inbound');
    const ids = [...new Set(wrote.map(({ ticketId }) => ticketId))];
    if (ids.length === 0) return;
    const active = await this.sessions.findActive(unit.transaction, ids);
    const known = await this.facts.read(
      unit.transaction,
      active.map(({ ticketId }) => ticketId),
    );
    const drafts = await unit.lock([...known.keys()]);
    // Whoever took one while we waited for the lock has it.
    await this.sessions.yieldToPeople(unit.transaction, [...known.keys()], unit.now);
    const heard = await this.sessions.findUnheard(unit.transaction, [...known.keys()]);
    const left = await this.sessions.findActive(unit.transaction, [...known.keys()]);
    for (const session of left) {
      const draft = drafts.find(({ id }) => id === session.ticketId)!;
      const messages = heard.filter(({ ticketId }) => ticketId === session.ticketId);
      await this.answer(unit, draft, known.get(session.ticketId)!, session, messages);
    }
  }

  private async answer(
    unit: WorkUnit,
    draft: TicketDraft,
    facts: TicketFacts,
    session: BotSession,
    messages: readonly HeardMessage[],
  ): Promise<void> {
    const { desk } = this.profiles.current();
    let now = session;
    for (const message of messages) {
      if (now.state !== 'active') break;
      const mind = {
        bot: desk.bot,
        deskLanguage: desk.languages[0]!,
        find: (text: string, language: string | null) => this.answers.find({ text, language, category: facts.category }, unit.transaction),
      };
      const turn = await converse(mind, now.place, { text: message.text, language: facts.language, category: facts.category });
      if (isOutsides(desk.bot, turn)) {
        now = { ...now, heardSeq: message.seq };
        await this.sessions.save(unit.transaction, [now], unit.now);
      } else now = await this.turns.apply(unit, draft, { facts, session: now, message, turn });
    }
  }
}

/** A program outside answers; the wish for a person and an emergency are heard here all the same. */
function isOutsides({ answeredBy }: BotSection, { end }: BotTurn): boolean {
  return answeredBy === 'outside' && !(end?.kind === 'person' && (end.reason === 'asked' || end.reason === 'emergency'));
}
