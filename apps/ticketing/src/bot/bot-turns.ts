import { Injectable } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { BotSetting } from '../desk/schema/bot.js';
import { pickText } from '../desk/schema/texts.js';
import type { TicketFacts } from '../facts/ticket-facts.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { TicketEdit } from '../tickets/ticket-edit.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { type BotSession, BotSessionRepository, type HeardMessage } from './bot-session.repository.js';
import { BotSpeech } from './bot-speech.js';
import type { BotTurn, PersonReason, Said } from './converse.js';
import { HandOver } from './hand-over.js';

export interface TurnTaken {
  readonly facts: TicketFacts;
  readonly session: BotSession;
  readonly message: HeardMessage;
  readonly turn: BotTurn;
}

/** Does what a bot's turn says: fields, words, the end. On a locked ticket. */
@Injectable()
export class BotTurns {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly sessions: BotSessionRepository,
    private readonly speech: BotSpeech,
    private readonly handOver: HandOver,
    private readonly changer: TicketChanger,
  ) {}

  /** How the session stands then. */
  async apply(unit: WorkUnit, draft: TicketDraft, { facts, session, message, turn }: TurnTaken): Promise<BotSession> {
    const greeting = session.heardSeq === 0 ? this.greet(facts) : [];
    const edit = toEdit(turn, facts);
    if (Object.keys(edit).length > 0)
      await this.changer.change(unit, [{ draft, edit }], { actor: this.speech.botOf(facts.language), reason: 'bot' });
    const heard = { ...session, place: turn.place, heardSeq: message.seq };
    const about = { key: message.entryId, language: facts.language };
    if (turn.end?.kind === 'person')
      return this.toPerson(unit, draft, {
        facts,
        session: heard,
        reason: turn.end.reason,
        before: [...greeting, ...turn.say],
        key: message.entryId,
      });
    const outcome = await this.speech.say(unit, draft, { ...about, said: [...greeting, ...turn.say] });
    // Where it cannot be answered by the channel, a person must find another way.
    if (outcome === 'refused')
      return this.toPerson(unit, draft, { facts, session: heard, reason: 'unknown', before: [], key: message.entryId });
    const next: BotSession = turn.end === null ? heard : { ...heard, state: 'solved', reason: 'the customer said so' };
    await this.sessions.save(unit.transaction, [next], unit.now);
    if (next.state === 'solved')
      await this.changer.change(unit, [{ draft, edit: { status: 'solved' } }], { actor: this.speech.botOf(facts.language), reason: 'bot' });
    return next;
  }

  async toPerson(
    unit: WorkUnit,
    draft: TicketDraft,
    given: {
      readonly facts: TicketFacts;
      readonly session: BotSession;
      readonly reason: PersonReason;
      readonly before: readonly Said[];
      readonly key: string;
      readonly note?: string;
    },
  ): Promise<BotSession> {
    const { facts, session, reason, before, key, note } = given;
    const next: BotSession = { ...session, state: 'person', reason };
    await this.sessions.save(unit.transaction, [next], unit.now);
    await this.sessions.voidAnswers(unit.transaction, draft.id, unit.now);
    const told = await this.handOver.run(unit, draft, facts, {
      reason,
      bot: this.speech.botOf(facts.language),
      ...(note === undefined ? {} : { note }),
    });
    // Words of a script that nobody approved are not said on the way out.
    const house = before.filter(({ from }) => from.kind === 'house');
    const said = this.profiles.current().desk.bot.review === 'all' ? house : before;
    await this.speech.say(unit, draft, { key: `${key}:over`, said: [...said.map(asHouse), told], language: facts.language });
    return next;
  }

  private greet({ language }: TicketFacts): Said[] {
    const { desk } = this.profiles.current();
    const { greeting } = desk.bot.texts;
    return greeting === undefined ? [] : [{ text: pickText(greeting, language, desk.languages[0]), from: { kind: 'house' } }];
  }
}

function asHouse({ text }: Said): Said {
  return { text, from: { kind: 'house' } };
}

function toEdit({ set, fields }: BotTurn, facts: TicketFacts): TicketEdit {
  const merged = set.reduce<Omit<BotSetting, 'tags'>>((all, { tags: _tags, ...one }) => ({ ...all, ...defined(one) }), {});
  const tags = set.flatMap((one) => one.tags).filter((tag) => !facts.tags.includes(tag));
  return {
    ...merged,
    ...(tags.length === 0 ? {} : { tags: [...facts.tags, ...tags] }),
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
  };
}

function defined<T extends object>(one: T): Partial<T> {
  return Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as Partial<T>;
}
