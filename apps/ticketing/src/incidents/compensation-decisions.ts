import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RecordCode } from '#contracts';
import { PermanentError } from '#runtime';
import { AutomaticMessages } from '../automatic/automatic-messages.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { fillText, pickText } from '../desk/schema/texts.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { TicketWork } from '../tickets/ticket-work.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { type Compensation, CompensationRepository } from './compensation.repository.js';
import { CustomerTickets } from './customer-tickets.js';

const DECIDED = 'compensation.decided';

/** What a person says to a compensation that is proposed. */
@Injectable()
export class CompensationDecisions {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly repository: CompensationRepository,
    private readonly work: TicketWork,
    private readonly messages: AutomaticMessages,
    private readonly customers: CustomerTickets,
  ) {}

  /** Throws `PermanentError`: `compensation_unknown`, `compensation_decided`. */
  async decide(id: string, approved: boolean, note: string | null, actor: Actor): Promise<Compensation> {
    const found = await this.find(id);
    await this.work.run(async (unit) => {
      const draft = found.ticketId === null ? null : await unit.lockLead(found.ticketId);
      if (!(await this.repository.decide(unit.transaction, id, approved ? 'approved' : 'refused', actor, note, unit.now)))
        throw new PermanentError('that was decided already', { code: 'compensation_decided' });
      if (draft === null) return;
      const text = `Compensation ${approved ? 'approved' : 'refused'}: ${nameOf(found)}${note === null ? '' : `\n\n${note}`}`;
      const record = addRecord(unit, draft, { code: DECIDED, text, data: { compensation: id, approved, ...amountOf(found), note } }, actor);
      if (approved) await this.tell(unit, draft, { ...found, key: keyOf(record) }, actor);
    });
    return this.find(id);
  }

  /**
   * It waits for a decision again, unless its customer was told of it. Throws `PermanentError`: `compensation_unknown`, `compensation_undecided`,
   * `compensation_told`.
   */
  async takeBack(id: string, actor: Actor): Promise<Compensation> {
    const found = await this.find(id);
    await this.work.run(async (unit) => {
      const draft = found.ticketId === null ? null : await unit.lockLead(found.ticketId);
      if (!(await this.repository.reopen(unit.transaction, id)))
        throw new PermanentError('nobody decided that yet', { code: 'compensation_undecided' });
      if (draft === null) return;
      await refuseTold(unit, draft, id);
      addRecord(
        unit,
        draft,
        {
          code: 'compensation.undecided',
          text: `The decision was taken back: ${nameOf(found)}`,
          data: { compensation: id, ...amountOf(found) },
        },
        actor,
      );
    });
    return this.find(id);
  }

  private async find(id: string): Promise<Compensation> {
    const found = isUuid(id) ? await this.repository.find(id) : null;
    if (found === null) throw new PermanentError(`there is no compensation ${id}`, { code: 'compensation_unknown' });
    return found;
  }

  private async tell(
    unit: WorkUnit,
    draft: TicketDraft,
    { policy, amount, unit: of, reason, key }: Compensation & { readonly key: string },
    actor: Actor,
  ): Promise<void> {
    const { compensations, languages } = this.profiles.current().desk;
    const tell = compensations[policy]?.tell;
    if (tell === undefined) return;
    const [row] = await unit.transaction.query<{ language: string | null }>(
      'select coalesce(t.language, p.language, c.locale) as language from tickets t join contacts c on c.id = t.contact_id left join contact_profiles p on p.contact_id = c.id where t.id = $1',
      [draft.id],
    );
    const text = fillText(pickText(tell, row?.language, languages[0]), { amount, unit: of, number: draft.number, reason });
    const way = draft.inboxId === null ? await this.findWay(unit, draft) : undefined;
    const message = { key, text, reason: 'compensation', actor };
    await this.messages.send(unit, draft, way === undefined ? message : { ...message, inboxId: way.inboxId, to: [way.to] });
  }

  /** Where his ticket has no channel: the first of the incidents' ways that leads to him. */
  private async findWay({ transaction }: WorkUnit, { contactId }: TicketDraft) {
    const { ways } = this.profiles.current().desk.incidents;
    return (await this.customers.findWays(transaction, [contactId], ways)).get(contactId)?.[0];
  }
}

function amountOf({ amount, unit, reason }: Compensation) {
  return { amount, unit, reason };
}

function nameOf({ amount, unit, reason }: Compensation): string {
  return `${amount} ${unit} (${reason})`;
}

/** Of what the customer is told, by the record of the decision: a later one is told anew. */
function keyOf(record: string): string {
  return `compensation:${record}`;
}

function addRecord(
  unit: WorkUnit,
  draft: TicketDraft,
  told: { readonly code: RecordCode; readonly text: string; readonly data: Record<string, unknown> },
  actor: Actor,
): string {
  const id = randomUUID();
  unit.addEntry(draft, null, (seq) => toRecordEntry({ id, ticketId: draft.id, seq, direction: 'system', actor, ...told }, unit.now));
  return id;
}

async function refuseTold({ transaction }: WorkUnit, draft: TicketDraft, id: string): Promise<void> {
  const [decided] = await transaction.query<{ id: string }>(
    `select id from entries where ticket_id = $1::uuid and direction = 'system' and parts->0->>'code' = $2 and parts->0->'data'->>'compensation' = $3
     order by seq desc limit 1`,
    [draft.id, DECIDED, id],
  );
  if (decided === undefined) return;
  const told = await transaction.query(`select from entries where id = $1::uuid and direction = 'outbound'`, [
    AutomaticMessages.entryIdOf(keyOf(decided.id)),
  ]);
  if (told.length === 0) return;
  throw new PermanentError('the customer was told of it, which cannot be unsaid', {
    code: 'compensation_told',
    hint: 'tell him yourself, and propose another: POST /api/v1/tickets/{id}/compensations',
  });
}
