import { Inject, Injectable } from '@nestjs/common';
import { eventIdOf } from '#contracts';
import type { OutgoingRecord } from '#event-bus';
import { SETTINGS } from '#runtime';
import type { Settings } from '#runtime';
import type { BatchPlan } from '../intake/batch-plan.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { ProgressLinks } from '../progress/progress-links.js';
import { composeOutbound, toTextPart } from '../replies/compose-outbound.js';
import { detectLanguage } from '../recognition/language/detect-language.js';
import { threadAnswer, toReplyRecord } from '../replies/outbound.js';
import { composeReplySubject } from '../replies/reply-subject.js';
import { TicketTokens } from '../replies/ticket-token.js';
import { HoursNotice } from '../service-levels/hours/hours-notice.js';
import type { EntryRow } from '../tickets/entry-row.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { MOST_AUTOMATIC_MAILS } from './acknowledgement-rules.js';
import { writeAcknowledgement, writeNumber } from './acknowledgement-text.js';
import { AcknowledgementWays } from './acknowledgement-ways.js';
import type { Way } from './acknowledgement-ways.js';

/** What an acknowledgement answers. */
export type AcknowledgedEntry = Pick<EntryRow, 'channel' | 'inboxId' | 'remoteMessageId' | 'replyContext' | 'newText'>;

/** Writes the messages that tell people the number of their ticket, by the way they came or the one that is set up for it. */
@Injectable()
export class Acknowledger {
  constructor(
    private readonly tokens: TicketTokens,
    private readonly ways: AcknowledgementWays,
    private readonly hours: HoursNotice,
    private readonly links: ProgressLinks,
    private readonly profiles: DeskProfiles,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Adds to a batch's plan the mails that were granted. */
  async extend(plan: BatchPlan, now: Date): Promise<void> {
    for (const { draft, row, traceparent, verdict } of [...plan.entries]) {
      if (verdict.acknowledgement !== 'sent' || draft.automaticMails >= MOST_AUTOMATIC_MAILS) continue;
      const way = await this.wayOf(row);
      if (way === null) continue;
      const { entry, reply } = this.acknowledge(draft, row, way, draft.addEntry(way.channel, now), now, traceparent);
      plan.entries.push({
        draft,
        version: draft.version,
        opens: false,
        byCustomer: false,
        row: entry,
        resolved: null,
        traceparent,
        verdict,
      });
      plan.replies.push(reply);
    }
  }

  /** Null where nothing can be sent. */
  async wayOf({ inboxId, channel, replyContext }: AcknowledgedEntry): Promise<Way | null> {
    const { from, replyTo, replyWindow } = replyContext!;
    const open = (replyWindow as { open?: boolean } | undefined)?.open !== false;
    const way = await this.ways.find({ inboxId: inboxId!, channel, from, replyTo: replyTo?.[0], open });
    if (way === null || typeof way === 'string') return null;
    const hours = await this.hours.find(inboxId, channel, this.settings.deskSettings.language);
    return { ...way, ...(hours === null ? {} : { hours }) };
  }

  /** The id of the mail follows from the ticket: a ticket has one acknowledgement, whatever happens. */
  acknowledge(
    draft: TicketDraft,
    row: AcknowledgedEntry,
    way: Way,
    seq: number,
    now: Date,
    traceparent?: string,
  ): { entry: EntryRow; reply: OutgoingRecord } {
    const { name, subjectTag } = this.settings.deskSettings;
    const context = row.replyContext!;
    draft.numberTold = { how: 'acknowledgement', at: now.toISOString() };
    draft.automaticMails += 1;
    const { entry, reply } = composeOutbound(
      {
        commandId: eventIdOf(`acknowledgement:${draft.id}`),
        ticket: draft,
        seq,
        channel: way.channel,
        inboxId: way.inboxId,
        to: [way.to],
        parts: [toTextPart(this.write(draft, row, way, now))],
        subject: composeReplySubject(draft.subject, subjectTag, draft.number),
        ticketToken: this.tokens.make(draft.id, draft.contactId, now),
        author: { role: 'system', displayName: name },
        actor: { kind: 'system', displayName: name },
        automatic: { reason: 'acknowledgement' },
        thread: way.answers ? threadAnswer(row.remoteMessageId, context) : {},
        context: way.answers ? context : null,
      },
      now,
    );
    return { entry, reply: toReplyRecord(reply, way.channel, now, traceparent) };
  }

  private linkTo({ id }: TicketDraft, now: Date): string | null {
    const { link, days } = this.profiles.current().desk.progress;
    return link ? this.links.make(id, days, now).url : null;
  }

  /** In the language that he wrote in, where the desk writes it. */
  private write(draft: TicketDraft, { newText }: AcknowledgedEntry, way: Way, now: Date): string {
    const { name, language: desk } = this.settings.deskSettings;
    const { languages } = this.profiles.current().desk;
    const written = { language: detectLanguage(newText, languages)?.language ?? null, desk };
    const link = this.linkTo(draft, now);
    return way.answers
      ? writeAcknowledgement(written, name, draft.number, { hours: way.hours, link })
      : writeNumber(written, name, draft.number, link);
  }
}
