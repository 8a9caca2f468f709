import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database } from '#database';
import { PermanentError, SETTINGS } from '#runtime';
import type { Settings } from '#runtime';
import { grantAcknowledgements, MOST_AUTOMATIC_MAILS } from '../acknowledgements/acknowledgement-rules.js';
import { Acknowledger } from '../acknowledgements/acknowledger.js';
import { AddressActivityRepository } from '../acknowledgements/address-activity.repository.js';
import { mailboxKey } from '../acknowledgements/address-groups.js';
import { dayIn } from '../numbering/ticket-number.js';
import type { Actor } from '../tickets/actor.js';
import { toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { QuarantineDecision, QuarantinedSender, QuarantineSelection, QuarantineVerdict } from './quarantine.js';
import { QuarantineRepository } from './quarantine.repository.js';
import type { HeldEntry } from './quarantine.repository.js';

/** Tickets that one decision concerns at most; a flood of ten thousand is one. */
const MOST_TICKETS = 10_000;
const MOST_LISTED = 200;

const RECORDS = {
  release: ['This ticket was let out of the quarantine.', 'It went back into the quarantine: letting it out was undone.'],
  spam: ['This ticket was confirmed as spam.', 'It went back into the quarantine: confirming it as spam was undone.'],
} as const;

/** Opens the quarantine: lets floods out or puts them away for good, one ticket or a whole flood at once, undoable. */
@Injectable()
export class QuarantineService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly work: TicketWork,
    private readonly quarantine: QuarantineRepository,
    private readonly activity: AddressActivityRepository,
    private readonly acknowledger: Acknowledger,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Throws `PermanentError` (`not_quarantined`) when nothing of the selection lies in quarantine. */
  async decide(decision: QuarantineVerdict, selection: QuarantineSelection, actor: Actor): Promise<QuarantineDecision> {
    const id = await this.work.run(async (unit) => {
      const { ids, remaining } = await this.quarantine.select(unit.transaction, selection, MOST_TICKETS);
      const drafts = (await unit.lock(ids)).filter((draft) => draft.quarantined);
      if (drafts.length === 0)
        throw new PermanentError('nothing of this lies in quarantine', {
          code: 'not_quarantined',
          hint: 'GET /api/v1/quarantine lists senders',
        });
      const made = randomUUID();
      const ticketIds = drafts.map((draft) => draft.id);
      const foldedIds = drafts.filter((draft) => draft.folded).map((draft) => draft.id);
      await this.quarantine.insert(unit.transaction, {
        ...{ id: made, decision, selection, ticketIds, foldedIds, remaining, actor, madeAt: unit.now },
      });
      for (const draft of drafts) {
        draft.quarantined = false;
        if (decision === 'spam') draft.folded = true;
        keepRecord(unit, draft, made, actor, RECORDS[decision][0]);
        if (decision === 'release' && !draft.folded) unit.apply(draft, { kind: 'restored', status: 'new' }, 'let out of the quarantine');
      }
      if (decision === 'spam') await this.quarantine.markSpam(unit.transaction, ticketIds, made);
      else await this.release(unit, drafts);
      return made;
    });
    return (await this.find(id))!;
  }

  /** Puts tickets back that nobody worked on since. Throws `PermanentError`: `decision_unknown`, `decision_undone`. */
  async undo(id: string, actor: Actor): Promise<QuarantineDecision> {
    await this.work.run(async (unit) => {
      const made = await this.quarantine.find(unit.transaction, id);
      if (made === null) throw new PermanentError(`there is no decision ${id}`, { code: 'decision_unknown' });
      const drafts = await unit.lock(await this.quarantine.findStanding(unit.transaction, made.ticketIds));
      if (!(await this.quarantine.markUndone(unit.transaction, id, actor, unit.now)))
        throw new PermanentError(`decision ${id} was undone already`, { code: 'decision_undone' });
      const foldedBefore = new Set(made.foldedIds);
      const left = (draft: TicketDraft) =>
        made.decision === 'spam' || foldedBefore.has(draft.id) ? draft.folded && draft.status === 'closed' : draft.status === 'new';
      const back = drafts.filter((draft) => !draft.quarantined && left(draft));
      for (const draft of back) {
        draft.quarantined = true;
        draft.folded = foldedBefore.has(draft.id);
        keepRecord(unit, draft, id, actor, RECORDS[made.decision][1]);
        unit.apply(draft, { kind: 'restored', status: 'closed' }, 'back into the quarantine');
      }
      if (made.decision === 'spam')
        await this.quarantine.unmarkSpam(
          unit.transaction,
          back.map((draft) => draft.id),
          id,
        );
    });
    return (await this.find(id))!;
  }

  async find(id: string): Promise<QuarantineDecision | null> {
    return this.quarantine.find(this.database.sql, id);
  }

  /** The latest 200, latest first. */
  async listDecisions(): Promise<readonly QuarantineDecision[]> {
    return this.quarantine.list(this.database.sql, MOST_LISTED);
  }

  /** The 200 who have most, most first. */
  async listSenders(): Promise<readonly QuarantinedSender[]> {
    return this.quarantine.listSenders(this.database.sql, MOST_LISTED);
  }

  /** Tells the numbers that were held, within what its sender gets a day. */
  private async release(unit: WorkUnit, drafts: readonly TicketDraft[]): Promise<void> {
    const byId = new Map(drafts.map((draft) => [draft.id, draft]));
    await this.quarantine.unfold(unit.transaction, [...byId.keys()]);
    const wanting = new Map<string, HeldEntry[]>();
    for (const held of await this.quarantine.findHeld(unit.transaction, [...byId.keys()])) {
      const draft = byId.get(held.ticketId)!;
      if (draft.numberTold !== null || draft.automaticMails >= MOST_AUTOMATIC_MAILS) continue;
      const key = mailboxKey(held.replyContext!.from);
      wanting.set(key, [...(wanting.get(key) ?? []), held]);
    }
    const counts = [...wanting].map(([key, held]) => ({ key, wanted: held.length, unthreaded: 0, answeredFast: false }));
    const day = dayIn(this.settings.deskSettings.timeZone, unit.now);
    const counted = await this.activity.count(unit.transaction, counts, day, unit.now);
    for (const [key, held] of wanting) {
      const granted = grantAcknowledgements(held.length, counted.get(key)!, this.settings.acknowledgements.perAddressPerDay);
      for (const entry of held.slice(0, granted)) this.acknowledge(unit, byId.get(entry.ticketId)!, entry);
    }
  }

  private acknowledge(unit: WorkUnit, draft: TicketDraft, held: HeldEntry): void {
    unit.addEntry(draft, held.channel, (seq) => {
      const { entry, reply } = this.acknowledger.acknowledge(draft, held, seq, unit.now);
      unit.send(reply);
      return entry;
    });
  }
}

function keepRecord(unit: WorkUnit, draft: TicketDraft, decisionId: string, actor: Actor, text: string): void {
  unit.addEntry(draft, null, (seq) => {
    const id = randomUUID();
    return toRecordEntry(
      { id, ticketId: draft.id, seq, direction: 'system', actor, text, code: 'quarantine.decided', data: { decisionId } },
      unit.now,
    );
  });
}
