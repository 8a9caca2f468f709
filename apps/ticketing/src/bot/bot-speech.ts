import { Injectable } from '@nestjs/common';
import { eventIdOf, type MessagePart } from '#contracts';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { BotSection } from '../desk/schema/bot.js';
import { spanMs } from '../desk/schema/spans.js';
import { pickText } from '../desk/schema/texts.js';
import { GroupDirectory } from '../groups/group-directory.js';
import { Notices } from '../notices/notices.js';
import { toTextPart } from '../replies/compose-outbound.js';
import { ReplyService } from '../replies/reply.service.js';
import type { Actor } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { Timers } from '../timers/timers.js';
import { BotAnswerRepository } from './bot-answer.repository.js';
import type { Said } from './converse.js';

/** Of an entry that a bot wrote. It moves no status: whose turn it is is told by the hand-over. */
export const BOT_REASON = 'bot';

/** An answer waits for approval no longer. */
export const REVIEW_TIMER = 'bot.review';

export interface Utterance {
  /** Once for each: the entry that it answers, or a request. */
  readonly key: string;
  readonly said: readonly Said[];
  readonly language: string | null;
  /** Instead of the words, where a program outside sends more. */
  readonly parts?: readonly MessagePart[];
}

/** What a bot says goes out, or waits for an agent's approval where the desk wants that. */
@Injectable()
export class BotSpeech {
  constructor(
    private readonly replies: ReplyService,
    private readonly answers: BotAnswerRepository,
    private readonly notices: Notices,
    private readonly groups: GroupDirectory,
    private readonly profiles: DeskProfiles,
    private readonly timers: Timers,
  ) {}

  /** Of the answer, and of its entry. */
  static idOf(key: string): string {
    return eventIdOf(`bot:${key}`);
  }

  botOf(language: string | null): Actor {
    const { desk } = this.profiles.current();
    return { kind: 'bot', displayName: pickText(desk.bot.name, language, desk.languages[0]) };
  }

  /** On a locked ticket. `refused`: its channel takes nothing from us there. */
  async say(unit: WorkUnit, draft: TicketDraft, { key, said, language, parts }: Utterance): Promise<'sent' | 'waiting' | 'refused'> {
    if (said.length === 0) return 'sent';
    const { bot } = this.profiles.current().desk;
    const id = BotSpeech.idOf(key);
    const waits = mustWait(bot, said);
    const [first, held] = waits ? splitAtAnswer(said) : [[], said];
    await this.answers.insert(unit.transaction, [{ id, ticketId: draft.id, said: held, state: waits ? 'waiting' : 'sent' }], unit.now);
    if (!waits)
      return (await this.send(unit, draft, { id, said, language, ...(parts === undefined ? {} : { parts }) })) ? 'sent' : 'refused';
    const to = bot.reviewers === undefined ? ({ role: 'supervisor' } as const) : { group: this.groups.resolve(bot.reviewers) };
    const text = `An answer of the bot waits for approval: ${said.map((one) => one.text).join('\n')}`;
    await this.notices.tell(unit, [{ to, kind: 'bot_answer_waiting', text, ticketId: draft.id, key: id }]);
    const dueAt = new Date(unit.now.getTime() + spanMs(bot.reviewWithin));
    await this.timers.set(unit.transaction, [{ kind: REVIEW_TIMER, key: id, ticketId: draft.id, dueAt }]);
    const review =
      bot.texts.review === undefined ? [] : [toHouse(pickText(bot.texts.review, language, this.profiles.current().desk.languages[0]))];
    if (first.length + review.length > 0)
      await this.send(unit, draft, { id: BotSpeech.idOf(`${key}:review`), said: [...first, ...review], language });
    return 'waiting';
  }

  /** The entry has the answer's id. False: it cannot be sent. */
  async send(
    unit: WorkUnit,
    draft: TicketDraft,
    {
      id,
      said,
      language,
      parts,
    }: { readonly id: string; readonly said: readonly Said[]; readonly language: string | null; readonly parts?: readonly MessagePart[] },
  ): Promise<boolean> {
    const words = said.map(({ text }) => text).join('\n\n');
    try {
      await this.replies.queue(
        unit,
        draft,
        id,
        { parts: parts ?? [toTextPart(words)], automatic: { reason: BOT_REASON } },
        this.botOf(language),
      );
      return true;
    } catch (error) {
      // Said before anything was changed.
      if (error instanceof PermanentError) return false;
      throw error;
    }
  }
}

/** What the house says (hand-over, “I do not know”) needs nobody's approval. */
function mustWait({ review }: BotSection, said: readonly Said[]): boolean {
  if (review === 'none') return false;
  return said.some(({ from: { kind } }) => kind !== 'house' && (review === 'all' || kind === 'knowledge'));
}

function toHouse(text: string): Said {
  return { text, from: { kind: 'house' } };
}

/** What the house says before an answer (a greeting) need not wait with it. */
function splitAtAnswer(said: readonly Said[]): [Said[], Said[]] {
  const at = said.findIndex(({ from }) => from.kind !== 'house');
  return [said.slice(0, at), said.slice(at)];
}
