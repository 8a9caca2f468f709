import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { Desk } from '../desk/desk-schema.js';
import { pickText } from '../desk/schema/texts.js';
import { type TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import { MessageReader, type ReadMessage } from '../request-types/message-reader.js';
import { inboundEntriesOf } from '../request-types/request-type.follower.js';
import { HOUSE, toRecordEntry } from '../tickets/actor.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { TicketEdit } from '../tickets/ticket-edit.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { AccessTeller } from './access-teller.js';
import { judgeAccess, type MissedRule, type Visitor } from './judge-access.js';
import { VisitorReader } from './visitor-reader.js';

interface Refused {
  readonly facts: TicketFacts;
  readonly visitor: Visitor;
  readonly message: ReadMessage | null;
  readonly missed: MissedRule;
}

/** What comes by a door that is not open to who comes is kept, marked, and answered with what is open to him. */
@Injectable()
export class AccessFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly profiles: DeskProfiles,
    private readonly facts: TicketFactsReader,
    private readonly messages: MessageReader,
    private readonly visitors: VisitorReader,
    private readonly changer: TicketChanger,
    private readonly teller: AccessTeller,
  ) {}

  onModuleInit(): void {
    // Behind the request types, for a service may be what is not open; before evidence, which is not asked of who has to come another way.
    this.followers.add({ name: 'access', order: 31, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const { desk } = this.profiles.current();
    if (Object.keys(desk.access).length === 0) return;
    const messages = await this.messages.read(unit.transaction, inboundEntriesOf(happenings));
    const typed = happenings.filter(
      ({ type, data }) => type === 'ticket.changed.v1' && 'requestType' in ((data['changes'] as object | undefined) ?? {}),
    );
    const ids = [...messages.map(({ ticketId }) => ticketId), ...typed.map(({ ticketId }) => ticketId)];
    const facts = await this.facts.read(unit.transaction, ids);
    const visitors = await this.visitors.read(unit.transaction, [...facts.values()], messages);
    const refused = await this.keepNew(
      unit,
      [...facts.values()].flatMap((ticket) => judge(ticket, visitors.get(ticket.id)!, messages, desk)),
      desk,
    );
    if (refused.length === 0) return;
    const drafts = await unit.lock(refused.map((each) => each.facts.id));
    await this.mark(unit, refused, drafts, desk);
    for (const [index, each] of refused.entries()) {
      const told = await this.teller.answer(unit, drafts[index]!, each);
      this.record(unit, drafts[index]!, each, told, desk);
    }
  }

  /** Each rule once a ticket. */
  private async keepNew({ transaction, now }: WorkUnit, refused: readonly Refused[], { access }: Desk): Promise<Refused[]> {
    const rows = refused.map(({ facts, missed, message }) => ({
      ...{ ticket_id: facts.id, rule: missed.rule, entry_id: message?.entryId ?? null, missing: missed.missing },
      held: access[missed.rule]!.hold && facts.assigneeId === null,
    }));
    if (rows.length === 0) return [];
    const fresh = await transaction.query<{ ticketId: string; rule: string }>(
      `insert into access_refusals (ticket_id, rule, entry_id, missing, told, at, held)
       select ticket_id, rule, entry_id, missing, '', $2::timestamptz, held
       from json_to_recordset($1::json) as r (ticket_id uuid, rule text, entry_id uuid, missing text[], held boolean) order by ticket_id, rule
       on conflict do nothing returning ticket_id as "ticketId", rule`,
      [JSON.stringify(rows), now],
    );
    return refused.filter(({ facts, missed }) => fresh.some(({ ticketId, rule }) => ticketId === facts.id && rule === missed.rule));
  }

  private async mark(unit: WorkUnit, refused: readonly Refused[], drafts: readonly TicketDraft[], { access }: Desk): Promise<void> {
    const changes = drafts.map((draft, index) => {
      const { facts } = refused[index]!;
      const rules = refused.filter((each) => each.facts.id === facts.id).map(({ missed }) => access[missed.rule]!);
      const edit: TicketEdit = {
        tags: [...facts.tags, ...rules.map(({ mark }) => mark)],
        ...(rules.some(({ close }) => close) ? { status: 'closed' as const } : {}),
      };
      return { draft, edit };
    });
    await this.changer.change(unit, changes, { actor: HOUSE, reason: 'access' });
  }

  private record(unit: WorkUnit, draft: TicketDraft, { missed }: Refused, told: string, desk: Desk): void {
    const { name } = desk.access[missed.rule]!;
    const text = `Not entitled: ${pickText(name, desk.languages[0])} (${missed.missing.join(', ')}); answer: ${told}`;
    const data = { ...missed, told, name };
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry(
        { id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor: HOUSE, text, code: 'access.refused', data },
        unit.now,
      ),
    );
  }
}

function judge(facts: TicketFacts, visitor: Visitor, messages: readonly ReadMessage[], { access }: Desk): Refused[] {
  if (facts.folded || facts.quarantined) return [];
  const own = messages.filter(({ ticketId }) => ticketId === facts.id);
  const doors = own.length === 0 ? [null] : own;
  const refused = new Map<string, Refused>();
  for (const message of doors) {
    const visit = { channel: message?.channel ?? null, inboxId: message?.inboxId ?? null, requestType: facts.requestType };
    for (const missed of judgeAccess(access, visitor, visit)) refused.set(missed.rule, { facts, visitor, message, missed });
  }
  return [...refused.values()];
}
