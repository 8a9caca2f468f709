import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AutomaticMessages } from '../automatic/automatic-messages.js';
import { toTextPart } from '../replies/compose-outbound.js';
import { ReplyService } from '../replies/reply.service.js';
import type { Actor } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { ChecklistRepository } from './checklist.repository.js';
import { type ChecklistRun, composeGuidance, nextSteps } from './checklist-run.js';

/** Writes the steps of a guidance to the customer, up to the next that waits for his picture. */
@Injectable()
export class GuidanceSender {
  constructor(
    private readonly replies: ReplyService,
    private readonly automatic: AutomaticMessages,
    private readonly runs: ChecklistRepository,
  ) {}

  /** An agent's answer where an agent goes on, else a message of the desk's. */
  async sendNext(unit: WorkUnit, draft: TicketDraft, run: ChecklistRun, actor: Actor): Promise<void> {
    const { upTo, waitsFor } = nextSteps(run.steps, run.sentUpTo);
    const text = composeGuidance(run.steps, run.sentUpTo, run.language);
    if (actor.kind === 'agent') await this.replies.queue(unit, draft, randomUUID(), { parts: [toTextPart(text)] }, actor);
    else await this.automatic.send(unit, draft, { key: `guidance:${run.id}:${run.sentUpTo}`, text, reason: 'guidance', actor });
    await this.runs.update(unit.transaction, { ...run, sentUpTo: upTo, waitsFor: waitsFor?.key ?? null });
  }
}
