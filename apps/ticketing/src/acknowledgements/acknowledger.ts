import { Inject, Injectable } from '@nestjs/common';
import { eventIdOf } from '#contracts';
import type { Transaction } from '#database';
import { SETTINGS } from '#runtime';
import type { Settings } from '#runtime';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import type { BatchPlan, PlannedEntry } from '../intake/batch-plan.js';
import { dayIn } from '../numbering/ticket-number.js';
import { composeOutbound, toTextPart } from '../replies/compose-outbound.js';
import { threadAnswer, toReplyRecord } from '../replies/outbound.js';
import { composeReplySubject } from '../replies/reply-subject.js';
import { TicketTokens } from '../replies/ticket-token.js';
import { countQuarantined, grantAcknowledgements, MOST_AUTOMATIC_MAILS, refuseAcknowledgement } from './acknowledgement-rules.js';
import { AddressActivityRepository } from './address-activity.repository.js';
import type { ActivityCount } from './address-activity.repository.js';
import { writeAcknowledgement } from './acknowledgement-text.js';

interface AddressEntries {
  readonly unthreaded: PlannedEntry[];
  readonly wanting: PlannedEntry[];
  answeredFast: boolean;
}

/** Decides who is told the number of his ticket at once, and adds these mails to a batch's plan. */
@Injectable()
export class Acknowledger {
  constructor(
    private readonly activity: AddressActivityRepository,
    private readonly inboxes: InboxDirectory,
    private readonly tokens: TicketTokens,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async extend(transaction: Transaction, plan: BatchPlan, now: Date): Promise<void> {
    const addresses = await this.sortByAddress(plan, now);
    const counts = [...addresses].map(([address, entries]): ActivityCount => {
      const { unthreaded, wanting, answeredFast } = entries;
      return { address, unthreaded: unthreaded.length, wanted: wanting.length, answeredFast };
    });
    const activities = await this.activity.count(transaction, counts, dayIn(this.settings.deskSettings.timeZone, now), now);
    for (const [address, { unthreaded, wanting }] of addresses) {
      const known = activities.get(address)!;
      const quarantined = new Set(unthreaded.slice(unthreaded.length - countQuarantined(unthreaded.length, known, now)));
      for (const { draft } of quarantined) draft.quarantined = true;
      const granted = grantAcknowledgements(wanting.length, known, this.settings.acknowledgements.perAddressPerDay);
      for (const entry of wanting.slice(0, granted)) if (!quarantined.has(entry)) this.acknowledge(plan, entry, now);
    }
  }

  private async sortByAddress(plan: BatchPlan, now: Date): Promise<Map<string, AddressEntries>> {
    const addresses = new Map<string, AddressEntries>();
    const at = (entry: PlannedEntry): AddressEntries => {
      const address = addressOf(entry);
      const known = addresses.get(address) ?? { unthreaded: [], wanting: [], answeredFast: false };
      addresses.set(address, known);
      return known;
    };
    for (const entry of plan.entries) {
      if (entry.resolved === null || entry.row.direction !== 'inbound') continue;
      const { message } = entry.resolved.item;
      if (!entry.opens && this.isFastAnswer(entry, now)) at(entry).answeredFast = true;
      if (!entry.opens) continue;
      if (entry.resolved.decision.rule === 'new') at(entry).unthreaded.push(entry);
      const wants = refuseAcknowledgement(message) === null && entry.draft.automaticMails < MOST_AUTOMATIC_MAILS;
      if (wants && (await this.inboxes.canSend(message.inbox.id))) at(entry).wanting.push(entry);
    }
    return addresses;
  }

  private isFastAnswer({ draft }: PlannedEntry, now: Date): boolean {
    const told = draft.numberTold;
    if (told === null || told.how !== 'acknowledgement') return false;
    return now.getTime() - Date.parse(told.at) < this.settings.acknowledgements.silenceAfterAutoReplyMs;
  }

  /** The id of the mail follows from the ticket: a ticket has one acknowledgement, whatever happens. */
  private acknowledge(plan: BatchPlan, { draft, row, traceparent }: PlannedEntry, now: Date): void {
    const { name, subjectTag, language } = this.settings.deskSettings;
    const context = row.replyContext!;
    draft.numberTold = { how: 'acknowledgement', at: now.toISOString() };
    draft.automaticMails += 1;
    const { entry, reply } = composeOutbound(
      {
        commandId: eventIdOf(`acknowledgement:${draft.id}`),
        ticket: draft,
        seq: draft.addEntry(row.channel, now),
        channel: row.channel,
        inboxId: row.inboxId!,
        to: [context.from],
        parts: [toTextPart(writeAcknowledgement(language, name, draft.number))],
        subject: composeReplySubject(draft.subject, subjectTag, draft.number),
        ticketToken: this.tokens.make(draft.id, draft.contactId, now),
        author: { role: 'system', displayName: name },
        actor: { kind: 'system', displayName: name },
        automatic: { reason: 'acknowledgement' },
        thread: threadAnswer(row.remoteMessageId, context),
        context,
      },
      now,
    );
    plan.entries.push({ draft, version: draft.version, opens: false, row: entry, resolved: null, traceparent });
    plan.replies.push(toReplyRecord(reply, row.channel, now, traceparent));
  }
}

function addressOf({ row }: PlannedEntry): string {
  const { scheme, value } = row.replyContext!.from;
  return `${scheme}|${value}`;
}
