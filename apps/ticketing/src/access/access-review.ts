import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { Desk } from '../desk/desk-schema.js';
import { pickText } from '../desk/schema/texts.js';
import { type TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import { MessageReader } from '../request-types/message-reader.js';
import { HOUSE, toRecordEntry } from '../tickets/actor.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { type AccessHold, AccessHoldRepository } from './access-hold.repository.js';
import { judgeAccess, type Visitor } from './judge-access.js';
import { VisitorReader } from './visitor-reader.js';

interface Opened {
  readonly facts: TicketFacts;
  readonly rules: readonly string[];
  /** Of all rules that the ticket misses still. */
  readonly missed: readonly string[];
}

/** Lets a held ticket go when what was missing is there, its customer came by another door, or asks for another service. */
@Injectable()
export class AccessReview {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly facts: TicketFactsReader,
    private readonly messages: MessageReader,
    private readonly visitors: VisitorReader,
    private readonly changer: TicketChanger,
    private readonly holds: AccessHoldRepository,
  ) {}

  /** The mark goes with the hold, and the thread says so; routing follows that. */
  async review(unit: WorkUnit, ticketIds: readonly string[]): Promise<void> {
    const { desk } = this.profiles.current();
    const held = await this.holds.list(unit.transaction, ticketIds);
    if (held.length === 0) return;
    const opened = await this.findOpened(unit, held, desk);
    if (opened.length === 0) return;
    const drafts = await unit.lock(opened.map(({ facts }) => facts.id));
    const marksOf = (rules: readonly string[]) => rules.flatMap((rule) => desk.access[rule]?.mark ?? []);
    const changes = opened.map(({ facts, rules, missed }, index) => {
      const gone = marksOf(rules).filter((mark) => !marksOf(missed).includes(mark));
      return { draft: drafts[index]!, edit: { tags: facts.tags.filter((tag) => !gone.includes(tag)) } };
    });
    await this.changer.change(unit, changes, { actor: HOUSE, reason: 'access' });
    for (const [index, { rules }] of opened.entries()) {
      const draft = drafts[index]!;
      const names = rules.map((rule) => desk.access[rule]?.name ?? rule);
      const record = { id: randomUUID(), ticketId: draft.id, direction: 'system' as const, actor: HOUSE, code: 'access.opened' as const };
      const text = `Entitled by now: ${names.map((name) => pickText(name, desk.languages[0])).join(', ')}`;
      unit.addEntry(draft, null, (seq) => toRecordEntry({ ...record, seq, text, data: { rules, names } }, unit.now));
    }
    await this.holds.release(
      unit.transaction,
      opened.flatMap(({ facts, rules }) => rules.map((rule) => ({ ticketId: facts.id, rule }))),
    );
  }

  private async findOpened({ transaction }: WorkUnit, held: readonly AccessHold[], { access }: Desk): Promise<Opened[]> {
    const found = await this.facts.read(
      transaction,
      held.map(({ ticketId }) => ticketId),
    );
    const facts = [...found.values()];
    const came = [...held.map(({ entryId }) => entryId), ...facts.map(({ message }) => message?.entryId ?? null)];
    const messages = await this.messages.read(
      transaction,
      came.filter((id) => id !== null),
    );
    const visitors: ReadonlyMap<string, Visitor> = await this.visitors.read(transaction, facts, messages);
    return facts.flatMap((ticket) => {
      const last = messages.filter(({ ticketId }) => ticketId === ticket.id).at(-1);
      const visit = { channel: last?.channel ?? null, inboxId: last?.inboxId ?? null, requestType: ticket.requestType };
      const missed = judgeAccess(access, visitors.get(ticket.id)!, visit).map(({ rule }) => rule);
      const rules = held.filter(({ ticketId, rule }) => ticketId === ticket.id && !missed.includes(rule)).map(({ rule }) => rule);
      return rules.length === 0 ? [] : [{ facts: ticket, rules, missed }];
    });
  }
}
