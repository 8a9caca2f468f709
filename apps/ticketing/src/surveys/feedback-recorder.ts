import { Injectable } from '@nestjs/common';
import { eventIdOf } from '#contracts';
import { AutomaticMessages } from '../automatic/automatic-messages.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { toSpanMs } from '../desk/schema/surveys.js';
import { fillText, type LocalisedText, pickText } from '../desk/schema/texts.js';
import { Notices } from '../notices/notices.js';
import { TaskRepository } from '../tasks/task.repository.js';
import { HOUSE, toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { NewFeedback } from './feedback.js';
import { FeedbackRepository } from './feedback.repository.js';
import { callKeyOf, type SurveyRequest } from './survey-request.js';
import { SurveyRequestRepository } from './survey-request.repository.js';
import { thanksOf } from './survey-text.js';

export interface GivenFeedback extends NewFeedback {
  /** What it answers; whoever answered wants to be thanked by the way he was asked. */
  readonly request: SurveyRequest | null;
}

const LOW: LocalisedText = {
  zh: '低分评价（{{step}} {{value}}）：请联系客户了解原因。{{reason}}',
  en: 'Low score ({{step}} {{value}}): find out from the customer what went wrong. {{reason}}',
};

/** Takes feedback in, on locked tickets, whatever way it came: kept, told, shown in the thread. It moves no status, so an archived ticket stays so. */
@Injectable()
export class FeedbackRecorder {
  constructor(
    private readonly feedback: FeedbackRepository,
    private readonly requests: SurveyRequestRepository,
    private readonly automatic: AutomaticMessages,
    private readonly tasks: TaskRepository,
    private readonly notices: Notices,
    private readonly profiles: DeskProfiles,
  ) {}

  /** Returns the ids by key; of a request that was answered before, none. */
  async record(unit: WorkUnit, given: readonly GivenFeedback[]): Promise<Map<string, string>> {
    if (given.length === 0) return new Map();
    const asked = given.flatMap(({ requestId }) => (requestId === null ? [] : [requestId]));
    const open = await this.requests.answer(unit.transaction, asked, unit.now);
    const leads = await findLeads(unit, given);
    const counted = given
      .filter(({ requestId }) => requestId === null || open.delete(requestId))
      .map((one) => ({ ...one, ticketId: leads.get(one.ticketId) ?? one.ticketId }));
    const drafts = new Map((await unit.lock(counted.map(({ ticketId }) => ticketId))).map((draft) => [draft.id, draft]));
    const placed = counted.map((one) => ({ ...one, entryId: one.entryId ?? placeOf(one) }));
    const written = await this.feedback.write(unit.transaction, placed, unit.now);
    const fresh = placed.filter(({ key }) => written.get(key)?.fresh === true);
    // What was taken up before has its place in the thread already.
    const told = new Set(fresh.map(({ key }) => key));
    for (const one of counted) if (one.entryId === null && told.delete(one.key)) this.addEntry(unit, drafts.get(one.ticketId)!, one);
    await this.followLow(unit, fresh);
    await this.callOff(unit, fresh);
    for (const one of fresh) await this.tell(unit, drafts.get(one.ticketId)!, one);
    return new Map([...written].map(([key, { id }]) => [key, id]));
  }

  /** What did not come as a message gets a place in the thread. */
  private addEntry(unit: WorkUnit, draft: TicketDraft, given: NewFeedback): void {
    const { score, reason, suggestion, way, enteredBy, survey } = given;
    const id = placeOf(given);
    const text = [score === null ? 'Feedback' : `Rated ${score.value} (${score.step})`, reason, suggestion].filter(Boolean).join('\n');
    const data = { way, survey, value: score?.value ?? null, step: score?.step ?? null, points: score?.points ?? null, reason, suggestion };
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry(
        { id, ticketId: draft.id, seq, direction: 'system', actor: enteredBy ?? HOUSE, text, code: 'survey.answered', data },
        unit.now,
      ),
    );
  }

  private async tell(unit: WorkUnit, draft: TicketDraft, { key, score, request, way, reason }: GivenFeedback): Promise<void> {
    // A chat's own buttons were told when they were pressed.
    if (score !== null && way !== 'tap') {
      const [row] = await unit.transaction.query<{ confidential: boolean }>('select confidential from tickets where id = $1::uuid', [
        draft.id,
      ]);
      // The stream goes to everybody.
      const words = reason === null || row?.confidential === true ? {} : { comment: reason };
      unit.tell('ticket.rated.v1', draft, { rating: score.value, scale: score.kind, ...words });
    }
    if (request === null || way !== 'reply') return;
    const [language] = this.profiles.current().desk.languages;
    const text = thanksOf(request.form, request.language, language!);
    await this.automatic.send(unit, draft, { key: `survey-thanks:${key}`, text, reason: 'survey_thanks', actor: HOUSE });
  }

  /** Who was to be rung and has said it by himself meanwhile need not be; an agent who rang him ends his own task. */
  private async callOff(unit: WorkUnit, fresh: readonly GivenFeedback[]): Promise<void> {
    const said = fresh.flatMap(({ request, way }) => (request?.way === 'agent' && way !== 'agent' ? [callKeyOf(request)] : []));
    await this.tasks.finishKeys(unit.transaction, said, HOUSE, unit.now);
  }

  private async followLow(unit: WorkUnit, fresh: readonly GivenFeedback[]): Promise<void> {
    const low = fresh.filter(({ score }) => score?.low === true);
    const { languages, surveys } = this.profiles.current().desk;
    const [language] = languages;
    const dueAt = new Date(unit.now.getTime() + toSpanMs(surveys.low.dueWithin)).toISOString();
    const texts = low.map(({ score, reason }) =>
      fillText(pickText(surveys.low.task ?? LOW, language), { step: score!.step, value: score!.value, reason }).trim(),
    );
    await this.tasks.insert(
      unit.transaction,
      low.map(({ entryId }, index) => ({ entryId: entryId!, task: { key: 'low-score', kind: 'low_score', text: texts[index]!, dueAt } })),
      unit.now,
    );
    await this.notices.tell(
      unit,
      low.map(({ ticketId, key }, index) => ({
        ...{ to: { role: 'supervisor' as const }, kind: 'low_score', text: texts[index]!, ticketId, key: `low-score:${key}` },
      })),
    );
  }
}

/** The entry of what did not come as a message. */
function placeOf({ key }: NewFeedback): string {
  return eventIdOf(`feedback:${key}`);
}

/** Where the tickets are after merges. */
async function findLeads(unit: WorkUnit, given: readonly NewFeedback[]): Promise<Map<string, string>> {
  const rows = await unit.transaction.query<{ id: string; lead: string }>(
    'select id, coalesce(merged_into, id) as lead from tickets where id = any($1::uuid[])',
    [given.map(({ ticketId }) => ticketId)],
  );
  return new Map(rows.map(({ id, lead }) => [id, lead]));
}
