import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database } from '#database';
import { PermanentError, SETTINGS } from '#runtime';
import type { Settings } from '#runtime';
import { grantAcknowledgements, MOST_AUTOMATIC_MAILS } from '../acknowledgements/acknowledgement-rules.js';
import { Acknowledger } from '../acknowledgements/acknowledger.js';
import { AddressActivityRepository } from '../acknowledgements/address-activity.repository.js';
import { mailboxKey, toProof } from '../acknowledgements/address-groups.js';
import { haveFailed } from '../threading/index.js';
import { dayIn } from '../numbering/ticket-number.js';
import type { Viewer } from '../agents/viewer.js';
import type { Actor } from '../tickets/actor.js';
import { toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { asEntryId } from '../tickets/ticket-events.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { QuarantineDecision, QuarantineSelection, QuarantineVerdict } from './quarantine.js';
import { QuarantineRepository } from './quarantine.repository.js';
import type { ChangedEntry, HeldEntry } from './quarantine.repository.js';

/** Tickets that one decision concerns at most; a flood of ten thousand is one. */
const MOST_TICKETS = 10_000;
const MOST_LISTED = 200;
/** Changed entries that one decision tells one by one; who shows a thread of a larger flood learns of it by the record in its ticket. */
const MOST_TOLD = 10_000;

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

  /** Of the tickets that `viewer` sees. Throws `PermanentError` (`not_quarantined`) when nothing of the selection lies in quarantine. */
  async decide(
    decision: QuarantineVerdict,
    selection: QuarantineSelection,
    actor: Actor,
    viewer: Viewer | null = null,
  ): Promise<QuarantineDecision> {
    const id = await this.work.run(async (unit) => {
      const { ids, remaining } = await this.quarantine.select(unit.transaction, selection, MOST_TICKETS, viewer);
      const drafts = (await unit.lock(ids)).filter((draft) => draft.quarantined);
      if (drafts.length === 0)
        throw new PermanentError('nothing of this lies in quarantine', {
          code: 'not_quarantined',
          hint: 'GET /api/v1/quarantine lists senders',
        });
      const made = randomUUID();
      const ticketIds = drafts.map((draft) => draft.id);
      const foldedIds = drafts.filter((draft) => draft.folded).map((draft) => draft.id);
      for (const draft of drafts) {
        draft.quarantined = false;
        if (decision === 'spam') draft.folded = true;
        keepRecord(unit, draft, actor, { decisionId: made, decision, undone: false });
        if (decision === 'release' && !draft.folded) unit.apply(draft, { kind: 'restored', status: 'new' }, 'let out of the quarantine');
      }
      if (decision === 'spam') tellChanged(unit, drafts, await this.quarantine.markSpam(unit.transaction, ticketIds, made));
      else await this.release(unit, drafts, made);
      const lastSeqs = drafts.map((draft) => draft.lastSeq);
      const fields = await this.quarantine.readFields(unit.transaction, ticketIds);
      await this.quarantine.insert(unit.transaction, {
        ...{ id: made, decision, selection, ticketIds, foldedIds, lastSeqs, fields, remaining, actor, madeAt: unit.now },
      });
      return made;
    });
    return (await this.find(id))!;
  }

  /** Puts tickets back that nobody worked on since. Throws `PermanentError`: `decision_unknown`, `decision_undone`. */
  async undo(id: string, actor: Actor): Promise<QuarantineDecision> {
    await this.work.run(async (unit) => {
      const made = await this.quarantine.find(unit.transaction, id);
      if (made === null) throw new PermanentError(`there is no decision ${id}`, { code: 'decision_unknown' });
      const { transaction } = unit;
      const drafts = await unit.lock((await this.quarantine.findStanding(transaction, id)).map((standing) => standing.id));
      if (!(await this.quarantine.markUndone(unit.transaction, id, actor, unit.now)))
        throw new PermanentError(`decision ${id} was undone already`, { code: 'decision_undone' });
      // Asked again under the locks: somebody may have written meanwhile.
      const standing = await this.quarantine.findStanding(transaction, id);
      const untouched = new Set(standing.filter((one) => one.untouched).map((one) => one.id));
      const foldedBefore = new Set(made.foldedIds);
      const left = (draft: TicketDraft) =>
        made.decision === 'spam' || foldedBefore.has(draft.id) ? draft.folded && draft.status === 'closed' : draft.status === 'new';
      const back = drafts.filter((draft) => !draft.quarantined && left(draft) && untouched.has(draft.id));
      for (const draft of back) {
        draft.quarantined = true;
        draft.folded = foldedBefore.has(draft.id);
        keepRecord(unit, draft, actor, { decisionId: id, decision: made.decision, undone: true });
        unit.apply(draft, { kind: 'restored', status: 'closed' }, 'back into the quarantine');
      }
      const backIds = back.map((draft) => draft.id);
      const changed =
        made.decision === 'spam'
          ? await this.quarantine.unmarkSpam(transaction, backIds, id)
          : await this.quarantine.refold(transaction, backIds, id);
      tellChanged(unit, back, changed);
    });
    return (await this.find(id))!;
  }

  async find(id: string): Promise<QuarantineDecision | null> {
    return this.quarantine.find(this.database.sql, id);
  }

  /** The latest 200, latest first. */
  async listDecisions(viewer: Viewer | null): Promise<readonly QuarantineDecision[]> {
    return this.quarantine.list(this.database.sql, MOST_LISTED, viewer);
  }

  /** Tells the numbers that were held, within what its sender gets a day. */
  private async release(unit: WorkUnit, drafts: readonly TicketDraft[], decisionId: string): Promise<void> {
    const byId = new Map(drafts.map((draft) => [draft.id, draft]));
    tellChanged(unit, drafts, await this.quarantine.unfold(unit.transaction, [...byId.keys()], decisionId));
    const wanting = new Map<string, HeldEntry[]>();
    for (const held of await this.quarantine.findHeld(unit.transaction, [...byId.keys()])) {
      const draft = byId.get(held.ticketId)!;
      if (draft.numberTold !== null || draft.automaticMails >= MOST_AUTOMATIC_MAILS) continue;
      const key = mailboxKey(held.replyContext!.from, toProof(held.verified, haveFailed(held.replyContext!.checks)));
      wanting.set(key, [...(wanting.get(key) ?? []), held]);
    }
    const counts = [...wanting].map(([key, held]) => ({ key, wanted: held.length, unthreaded: 0, answeredFast: false }));
    const day = dayIn(this.settings.deskSettings.timeZone, unit.now);
    const counted = await this.activity.count(unit.transaction, counts, day, unit.now);
    for (const [key, held] of wanting) {
      const granted = grantAcknowledgements(held.length, counted.get(key)!, this.settings.acknowledgements.perAddressPerDay);
      for (const entry of held.slice(0, granted)) await this.acknowledge(unit, byId.get(entry.ticketId)!, entry);
    }
  }

  private async acknowledge(unit: WorkUnit, draft: TicketDraft, held: HeldEntry): Promise<void> {
    const way = await this.acknowledger.wayOf(held);
    if (way === null) return;
    unit.addEntry(draft, way.channel, (seq) => {
      const { entry, reply } = this.acknowledger.acknowledge(draft, held, way, seq, unit.now);
      unit.send(reply);
      return entry;
    });
  }
}

function tellChanged(unit: WorkUnit, drafts: readonly TicketDraft[], entries: readonly ChangedEntry[]): void {
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  for (const { id, ticketId } of entries.slice(0, MOST_TOLD))
    unit.tell('ticket.entry_changed.v1', byId.get(ticketId)!, { entryId: asEntryId(id), change: 'revised' });
}

function keepRecord(
  unit: WorkUnit,
  draft: TicketDraft,
  actor: Actor,
  data: { readonly decisionId: string; readonly decision: keyof typeof RECORDS; readonly undone: boolean },
): void {
  const text = RECORDS[data.decision][data.undone ? 1 : 0];
  unit.addEntry(draft, null, (seq) => {
    const id = randomUUID();
    return toRecordEntry({ id, ticketId: draft.id, seq, direction: 'system', actor, text, code: 'quarantine.decided', data }, unit.now);
  });
}
