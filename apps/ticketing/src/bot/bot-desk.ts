import { Injectable } from '@nestjs/common';
import type { MessagePart } from '#contracts';
import { PermanentError } from '#runtime';
import type { Viewer } from '../agents/viewer.js';
import { type TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import type { Actor } from '../tickets/actor.js';
import { refuseStale, TicketWork } from '../tickets/ticket-work.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { type BotAnswer, BotAnswerRepository } from './bot-answer.repository.js';
import { type BotSession, BotSessionRepository } from './bot-session.repository.js';
import { BotSpeech } from './bot-speech.js';
import { BotTurns } from './bot-turns.js';

/** Who decides, and which tickets he sees. */
export interface Deciding {
  readonly by: Actor;
  readonly viewer: Viewer | null;
}

interface Held {
  readonly draft: TicketDraft;
  readonly facts: TicketFacts;
  readonly session: BotSession;
}

/** What agents decide of a bot's answers, and what a program outside says in its place. */
@Injectable()
export class BotDesk {
  constructor(
    private readonly work: TicketWork,
    private readonly facts: TicketFactsReader,
    private readonly sessions: BotSessionRepository,
    private readonly answers: BotAnswerRepository,
    private readonly speech: BotSpeech,
    private readonly turns: BotTurns,
  ) {}

  /** Sends an answer that waits; with `text`, in the agent's words. Throws `PermanentError`: `bot_answer_unknown`, `bot_answer_decided`, `bot_not_answering`. */
  async approve(id: string, text: string | undefined, { by, viewer }: Deciding): Promise<BotAnswer> {
    const answer = await this.get(id, viewer);
    await this.work.run(async (unit) => {
      const { draft, facts } = await this.hold(unit, answer.ticketId);
      const edited = text !== undefined && text !== answer.said.map((one) => one.text).join('\n\n');
      const said = edited ? [{ text, from: answer.said[0]!.from }] : answer.said;
      if (!(await this.answers.decide(unit.transaction, id, { state: 'sent', edited, said, by }, unit.now))) throw decided(id);
      if (!(await this.speech.send(unit, draft, { id, said, language: facts.language })))
        throw new PermanentError('the channel takes no message there', {
          code: 'bot_not_answering',
          hint: 'answer the ticket another way: POST /tickets/{id}/replies',
        });
    });
    return this.get(id, null);
  }

  /** A person takes over. Throws as `approve`. */
  async reject(id: string, reason: string | undefined, { by, viewer }: Deciding): Promise<BotAnswer> {
    const answer = await this.get(id, viewer);
    await this.work.run(async (unit) => {
      const { draft, facts, session } = await this.hold(unit, answer.ticketId);
      if (!(await this.answers.decide(unit.transaction, id, { state: 'rejected', edited: false, said: answer.said, by }, unit.now)))
        throw decided(id);
      await this.turns.toPerson(unit, draft, {
        facts,
        session,
        reason: 'rejected',
        before: [],
        key: id,
        ...(reason === undefined ? {} : { note: reason }),
      });
    });
    return this.get(id, null);
  }

  /**
   * A program outside answers in a bot's conversation. What it said, sent or waiting for approval. Throws `PermanentError`: `ticket_unknown`,
   * `version_conflict`, `bot_not_answering`.
   */
  async reply(
    ticket: string,
    given: {
      readonly parts: readonly MessagePart[];
      readonly confidence?: number | undefined;
      readonly expectedVersion?: number | undefined;
    },
    request: string,
  ): Promise<BotAnswer> {
    const id = await this.work.run(async (unit) => {
      const { draft, facts, session } = await this.hold(unit, ticket);
      refuseStale(draft, given.expectedVersion);
      const words = given.parts.map(({ fallback }) => fallback).join('\n\n');
      const said = [
        {
          text: words,
          from: { kind: 'knowledge' as const, key: 'outside', ...(given.confidence === undefined ? {} : { score: given.confidence }) },
        },
      ];
      const outcome = await this.speech.say(unit, draft, { key: request, said, language: facts.language, parts: given.parts });
      if (outcome === 'refused')
        throw new PermanentError('the channel takes no message there', {
          code: 'bot_not_answering',
          hint: 'hand over: POST /tickets/{id}/bot/handover',
        });
      const place = { ...session.place, turns: session.place.turns + 1 };
      await this.sessions.save(unit.transaction, [{ ...session, place, heardSeq: Math.max(session.heardSeq, draft.lastSeq) }], unit.now);
      return BotSpeech.idOf(request);
    });
    return this.get(id, null);
  }

  /** Throws `PermanentError`: `ticket_unknown`, `bot_not_answering`. */
  async handOver(ticket: string, note: string | undefined, request: string): Promise<BotSession> {
    const id = await this.work.run(async (unit) => {
      const { draft, facts, session } = await this.hold(unit, ticket);
      await this.turns.toPerson(unit, draft, {
        facts,
        session,
        reason: 'outside',
        before: [],
        key: request,
        ...(note === undefined ? {} : { note }),
      });
      return draft.id;
    });
    return (await this.sessions.find(id))!;
  }

  /** Null where no bot ever was. */
  findSession(ticketId: string): Promise<BotSession | null> {
    return this.sessions.find(ticketId);
  }

  list(...asked: Parameters<BotAnswerRepository['list']>): ReturnType<BotAnswerRepository['list']> {
    return this.answers.list(...asked);
  }

  private async get(id: string, viewer: Viewer | null): Promise<BotAnswer> {
    const answer = isUuid(id) ? await this.answers.find(id, viewer) : null;
    if (answer === null) throw new PermanentError(`there is no answer ${id} of a bot`, { code: 'bot_answer_unknown' });
    return answer;
  }

  /** The ticket, locked, while a bot has it. */
  private async hold(unit: WorkUnit, ticket: string): Promise<Held> {
    const draft = await unit.lockLead(ticket);
    await this.sessions.yieldToPeople(unit.transaction, [draft.id], unit.now);
    const session = await this.sessions.find(draft.id, unit.transaction);
    const facts = (await this.facts.read(unit.transaction, [draft.id])).get(draft.id);
    if (session?.state !== 'active' || facts === undefined)
      throw new PermanentError(`no bot answers in ticket ${draft.number}`, {
        code: 'bot_not_answering',
        hint:
          session === null
            ? 'the desk lets bots answer first in the channels of bot.channels alone'
            : 'a person has it, or it is solved: bots stay out of it',
      });
    return { draft, facts, session };
  }
}

function decided(id: string): PermanentError {
  return new PermanentError(`the answer ${id} was decided already`, { code: 'bot_answer_decided' });
}
