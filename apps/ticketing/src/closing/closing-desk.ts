import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { type LocalisedText, pickText } from '../desk/schema/texts.js';
import { Notices } from '../notices/notices.js';
import { CaseTeller } from '../request-types/case-teller.js';
import { DeskDeadlines } from '../request-types/desk-deadlines.js';
import { ownerOf } from '../request-types/stage-watch.js';
import { HOUSE } from '../tickets/actor.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { Timers } from '../timers/timers.js';
import type { ClosingState } from './closing.js';
import { type Ending, isArchiveFull } from './closing-facts.js';
import { ClosingRepository } from './closing.repository.js';

export const SILENCE = 'closing.silence';

export interface Said extends Ending {
  readonly state: Extract<ClosingState, 'solved' | 'not_solved' | 'more' | 'unclear' | 'silent'>;
  readonly text: string | null;
  readonly entryId: string | null;
}

/** Asks customers whether it is solved, and follows what they say. */
@Injectable()
export class ClosingDesk {
  constructor(
    private readonly closings: ClosingRepository,
    private readonly teller: CaseTeller,
    private readonly deadlines: DeskDeadlines,
    private readonly timers: Timers,
    private readonly changer: TicketChanger,
    private readonly notices: Notices,
    private readonly profiles: DeskProfiles,
  ) {}

  /** One question at a time. */
  async ask(unit: WorkUnit, tickets: readonly Ending[]): Promise<void> {
    const { closing } = this.profiles.current().desk;
    const fresh = tickets.filter((ticket) => ticket.closing?.state !== 'asked');
    const asked = [];
    for (const { draft, facts } of fresh) {
      const id = randomUUID();
      const told = await this.teller.tell(unit, draft, facts, {
        ...{ key: `closing:${id}`, reason: 'closing_question', texts: closing.question ?? QUESTION },
      });
      asked.push({ id, ticketId: draft.id, state: 'asked' as const, told, askedAt: unit.now, answer: null, actor: HOUSE });
    }
    await this.closings.insert(unit.transaction, asked);
    await this.timers.set(
      unit.transaction,
      fresh.map(({ draft, facts }) => ({
        ...{ kind: SILENCE, key: draft.id, ticketId: draft.id },
        dueAt: this.deadlines.end(closing.silence, unit.now, facts),
      })),
    );
  }

  /** What customers answered, or that they did not: of who was not heard before. */
  async hear(unit: WorkUnit, all: readonly Said[]): Promise<void> {
    const { closing } = this.profiles.current().desk;
    const fresh = await this.closings.answer(
      unit.transaction,
      all.map(({ closing: asked, state, text, entryId }) => ({ id: asked!.id, state, answer: text, entryId })),
      unit.now,
    );
    const said = all.filter(({ closing: asked }) => fresh.has(asked!.id));
    if (said.length === 0) return;
    await this.timers.cancel(
      unit.transaction,
      SILENCE,
      said.map(({ draft }) => draft.id),
    );
    await this.keepFeedback(unit, said);
    for (const { draft, facts, state, closing: asked } of said) {
      const texts = wordsOf(state, closing);
      if (texts !== null)
        await this.teller.tell(unit, draft, facts, { key: `closing:${asked!.id}:${state}`, reason: 'closing_answer', texts });
    }
    await this.closeWhatIsDone(
      unit,
      said
        .filter(({ state }) => state === 'solved' || state === 'silent')
        // What he said, or that he said nothing, is there now.
        .map((each) => ({ ...each, missing: { ...each.missing, parts: each.missing.parts.filter((part) => part !== 'feedback') } })),
    );
    await this.notices.tell(
      unit,
      said
        .filter(({ state }) => state === 'not_solved' || state === 'more')
        .map(({ facts, state, text, closing: asked }) => ({
          ...{ to: ownerOf(facts), kind: 'closing_reopened', ticketId: facts.id, key: `closing:${asked!.id}:${state}` },
          text: `${facts.number}: ${state === 'more' ? 'solved, and something else' : 'not solved'}: ${text ?? ''}`,
        })),
    );
  }

  /** Solved and archived is closed; solved and not archived is somebody's to archive. */
  async closeWhatIsDone(unit: WorkUnit, solved: readonly Ending[]): Promise<void> {
    const changes = solved.map(({ draft, missing }) => ({
      draft,
      edit: { status: isArchiveFull(missing) ? ('closed' as const) : ('solved' as const) },
    }));
    await this.changer.change(unit, changes, { actor: HOUSE, reason: 'closing' });
    await this.notices.tell(
      unit,
      solved
        .filter(({ missing }) => !isArchiveFull(missing))
        .map(({ facts, missing, closing: asked }) => ({
          ...{ to: ownerOf(facts), kind: 'archive_missing', ticketId: facts.id, key: `archive:${asked?.id ?? facts.id}` },
          text: `${facts.number} is solved; its archive lacks ${[...missing.parts, ...missing.fields].join(', ')}`,
        })),
    );
  }

  private async keepFeedback(unit: WorkUnit, said: readonly Said[]): Promise<void> {
    const [language] = this.profiles.current().desk.languages;
    const given = said.filter(({ archive, state }) => FINAL.has(state) && archive.feedback === null);
    const archives = given.map(({ archive, text }) => ({ ...archive, feedback: text?.slice(0, 2_000) ?? pickText(NO_ANSWER, language) }));
    await this.closings.saveArchives(unit.transaction, archives, HOUSE, unit.now);
  }
}

const QUESTION: LocalisedText = {
  zh: '您的问题（受理编号 {{ticket.number}}）是否已解决？还有其他需要帮助的吗？\n\n请直接回复：\n1 已解决，没有其他问题\n2 未解决\n3 已解决，还有其他问题',
  en: 'Is your request {{ticket.number}} solved? Is there anything else?\n\nPlease reply:\n1 solved, nothing else\n2 not solved\n3 solved, and something else',
};
const THANKS: LocalisedText = {
  zh: '感谢您的确认，受理编号 {{ticket.number}} 将归档。如再次遇到问题，请随时联系我们。',
  en: 'Thank you. Your request {{ticket.number}} is closed. Whenever something comes up, write to us.',
};
const REOPENED: LocalisedText = {
  zh: '收到，受理编号 {{ticket.number}} 将继续处理，我们会尽快与您联系。',
  en: 'Thank you, we go on with your request {{ticket.number}} and come back to you soon.',
};
/** Answers that say what he thinks of the solution. */
const FINAL: ReadonlySet<string> = new Set(['solved', 'more', 'silent']);
const NO_ANSWER: LocalisedText = { zh: '客户未反馈', en: 'no answer' };
const SILENT: LocalisedText = {
  zh: '因未收到您的回复，受理编号 {{ticket.number}} 已关闭。如仍未解决，请直接回复本消息，我们会继续处理。',
  en: 'As we heard nothing, your request {{ticket.number}} is closed. If it is not solved, just reply and we go on.',
};

function wordsOf(
  state: Said['state'],
  {
    thanks,
    reopened,
    silent,
  }: { thanks?: LocalisedText | undefined; reopened?: LocalisedText | undefined; silent?: LocalisedText | undefined },
): LocalisedText | null {
  if (state === 'unclear') return null;
  return state === 'solved' ? (thanks ?? THANKS) : state === 'silent' ? (silent ?? SILENT) : (reopened ?? REOPENED);
}
