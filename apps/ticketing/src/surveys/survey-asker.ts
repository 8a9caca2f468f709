import { Injectable } from '@nestjs/common';
import { AutomaticMessages } from '../automatic/automatic-messages.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import { TaskRepository } from '../tasks/task.repository.js';
import { HOUSE } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { SurveyLinks } from './survey-links.js';
import { callKeyOf, type SurveyRequest } from './survey-request.js';
import { SurveyRequestRepository } from './survey-request.repository.js';
import { composeSurvey, questionOf } from './survey-text.js';

export interface Asking {
  readonly request: SurveyRequest;
  readonly draft: TicketDraft;
  /** The ticket's newest entry: a task for an agent stands there. */
  readonly lastEntryId: string;
  /** Another way than that of the ticket's last message. */
  readonly to?: { readonly inboxId: string; readonly scheme: string; readonly value: string };
}

/** Asks customers how it was, each by the way that is meant for him. */
@Injectable()
export class SurveyAsker {
  constructor(
    private readonly requests: SurveyRequestRepository,
    private readonly automatic: AutomaticMessages,
    private readonly tasks: TaskRepository,
    private readonly inboxes: InboxDirectory,
    private readonly links: SurveyLinks,
    private readonly profiles: DeskProfiles,
  ) {}

  /** Tickets are locked. Whoever was asked under the same key before is not asked again. Returns how many were. */
  async ask(unit: WorkUnit, askings: readonly Asking[]): Promise<number> {
    const fresh = new Set(
      (
        await this.requests.insert(
          unit.transaction,
          askings.map(({ request }) => request),
        )
      ).map(({ id }) => id),
    );
    const unsent: string[] = [];
    for (const asking of askings.filter(({ request }) => fresh.has(request.id)))
      if (!(await this.askOne(unit, asking))) unsent.push(asking.request.id);
    await this.requests.markUnsent(unit.transaction, unsent);
    return fresh.size - unsent.length;
  }

  /** False when nothing could be sent. */
  private async askOne(unit: WorkUnit, { request, draft, lastEntryId, to }: Asking): Promise<boolean> {
    const [desk] = this.profiles.current().desk.languages;
    if (request.way === 'agent') {
      const text = questionOf(request.form, desk!, desk!);
      const task = { key: callKeyOf(request), kind: 'survey_call', text };
      await this.tasks.insert(unit.transaction, [{ entryId: lastEntryId, task }], unit.now);
      return true;
    }
    // Its channel has asked already, with buttons of its own.
    if (request.way === 'tap' && (await this.hasButtons(request.inboxId))) return true;
    const link = this.links.make(request);
    const byReply = request.conversationKey !== null && (request.way !== 'link' || link === null);
    const text = composeSurvey(request.form, { language: request.language, desk: desk!, byReply, link });
    const outcome = await this.automatic.send(unit, draft, {
      ...{ key: `survey:${request.id}`, text, reason: 'survey', actor: HOUSE },
      ...(to === undefined ? {} : { inboxId: to.inboxId, to: [{ scheme: to.scheme, value: to.value }] }),
    });
    return outcome === 'queued' || outcome === 'repeated';
  }

  private async hasButtons(inboxId: string | null): Promise<boolean> {
    return inboxId !== null && (await this.inboxes.find(inboxId))?.capabilities?.states?.includes('rating_asked') === true;
  }
}
