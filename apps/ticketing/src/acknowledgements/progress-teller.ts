import { Inject, Injectable } from '@nestjs/common';
import { eventIdOf } from '#contracts';
import type { Transaction } from '#database';
import { SETTINGS } from '#runtime';
import type { Settings } from '#runtime';
import type { BatchPlan, PlannedEntry } from '../intake/batch-plan.js';
import type { ResolvedMessage } from '../intake/batch-resolver.js';
import { composeOutbound, toTextPart } from '../replies/compose-outbound.js';
import { threadAnswer, toReplyRecord } from '../replies/outbound.js';
import { composeReplySubject } from '../replies/reply-subject.js';
import { TicketTokens } from '../replies/ticket-token.js';
import { writeProgress } from './progress-text.js';
import { MOST_TOLD, ProgressRepository } from './progress.repository.js';
import type { TicketProgress } from './progress.repository.js';

type Asking = PlannedEntry & { readonly resolved: ResolvedMessage };

/** Answers who asks how his tickets stand, in the conversation he asks in. Question and answer are folded, and move nothing. */
@Injectable()
export class ProgressTeller {
  constructor(
    private readonly progress: ProgressRepository,
    private readonly tokens: TicketTokens,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Adds to a batch's plan the answers that were granted. */
  async extend(transaction: Transaction, plan: BatchPlan, now: Date): Promise<void> {
    const asking = plan.entries.filter((entry): entry is Asking => entry.resolved !== null && entry.verdict.answered === true);
    if (asking.length === 0) return;
    const questions = asking.map(({ resolved, draft }) => ({
      contactId: resolved.contactId,
      number: resolved.item.message.handling?.asks?.number?.toUpperCase() ?? null,
      threadId: draft.id,
    }));
    const found = await this.progress.find(transaction, questions);
    for (const [index, entry] of asking.entries()) {
      const { contactId, number } = questions[index]!;
      const known = found[index]!.map((ticket) => ({ ...ticket, status: plan.drafts.get(ticket.id)?.status ?? ticket.status }));
      const tickets = number === null ? [...openedBy(plan, contactId), ...known].slice(0, MOST_TOLD) : known;
      this.answer(plan, entry, writeProgress(this.settings.deskSettings, number, tickets), now);
    }
  }

  /** The id of the answer follows from the question: it has one, whatever happens. */
  private answer(plan: BatchPlan, { draft, row, traceparent, verdict }: Asking, text: string, now: Date): void {
    const { name, subjectTag } = this.settings.deskSettings;
    const context = row.replyContext!;
    const { entry, reply } = composeOutbound(
      {
        commandId: eventIdOf(`progress:${row.id}`),
        ticket: draft,
        seq: draft.addEntry(row.channel, now),
        channel: row.channel,
        inboxId: row.inboxId!,
        to: [context.from],
        parts: [toTextPart(text)],
        subject: composeReplySubject(draft.subject, subjectTag, draft.number),
        ticketToken: this.tokens.make(draft.id, draft.contactId, now),
        author: { role: 'system', displayName: name },
        actor: { kind: 'system', displayName: name },
        automatic: { reason: 'progress' },
        thread: row.direction === 'inbound' ? threadAnswer(row.remoteMessageId, context) : {},
        context,
      },
      now,
    );
    plan.entries.push({
      draft,
      version: draft.version,
      opens: false,
      byCustomer: false,
      row: { ...entry, folded: true },
      resolved: null,
      traceparent,
      verdict,
    });
    plan.replies.push(toReplyRecord(reply, row.channel, now, traceparent));
  }
}

/** What the batch itself opens for him is in no table yet. */
function openedBy(plan: BatchPlan, contactId: string): TicketProgress[] {
  return plan.openings
    .filter(
      ({ draft, confidential, proof }) => draft.contactId === contactId && !draft.folded && !draft.quarantined && !confidential && !proof,
    )
    .map(({ draft: { id, number, subject, status }, firstOccurredAt: at }) => ({
      ...{ id, number, subject, status, callBack: null },
      last: at === null ? null : { by: 'customer' as const, at },
    }))
    .reverse();
}
