import { Inject, Injectable } from '@nestjs/common';
import type { Address } from '#contracts';
import { SETTINGS, type Settings } from '#runtime';
import { pickText } from '../desk/schema/texts.js';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import { composeOutbound, toTextPart } from '../replies/compose-outbound.js';
import { toReplyRecord } from '../replies/outbound.js';
import { TicketTokens } from '../replies/ticket-token.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';

export interface OutsideMessage {
  /** Of the entry; the same id is one message. */
  readonly commandId: string;
  readonly inboxId: string;
  readonly to: Address;
  readonly subject: string;
  readonly text: string;
  /** Stands on the entry, and chooses the template of the inbox. */
  readonly reason: string;
}

const SEALED = { zh: '（保密）', en: '(confidential)' };

/**
 * What goes out by an inbox to somebody who is not the ticket's contact: an engineer, a manager. It stands in the thread, folded away, in a
 * conversation of its own, so that neither a transcript nor an answer to the customer ever takes it along.
 */
@Injectable()
export class OutsideMessages {
  constructor(
    private readonly inboxes: InboxDirectory,
    private readonly tokens: TicketTokens,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** What its subject is outside: nothing of a sealed ticket is told there. */
  async subjectOf(unit: WorkUnit, { id, subject }: TicketDraft, language: string | undefined): Promise<string> {
    const sealed = await unit.transaction.query('select from tickets where id = $1::uuid and confidential', [id]);
    return sealed.length === 0 ? subject : pickText(SEALED, language);
  }

  /** On a locked ticket. Null, or why nothing can be sent that way. */
  async send(unit: WorkUnit, draft: TicketDraft, message: OutsideMessage): Promise<string | null> {
    const { inboxId, commandId, reason } = message;
    const inbox = await this.inboxes.find(inboxId);
    if (inbox === null || inbox.removed) return `there is no inbox ${inboxId}`;
    const { out = [], proactive = false } = inbox.capabilities ?? {};
    if (out.length === 0 || !proactive) return `by inbox ${inboxId} nobody can be written to first`;
    const { name } = this.settings.deskSettings;
    const { entry, reply } = composeOutbound(
      {
        ...{ commandId, ticket: draft, seq: 0, channel: inbox.channel, inboxId, to: [message.to], parts: [toTextPart(message.text)] },
        ...{ subject: message.subject, ticketToken: this.tokens.make(draft.id, draft.contactId, unit.now), thread: {}, context: null },
        author: { role: 'system', displayName: name },
        actor: { kind: 'system', displayName: name },
        automatic: { reason },
      },
      unit.now,
    );
    unit.addEntry(draft, null, (seq) => ({ ...entry, seq, folded: true }));
    unit.send(toReplyRecord(reply, inbox.channel, unit.now));
    return null;
  }
}
