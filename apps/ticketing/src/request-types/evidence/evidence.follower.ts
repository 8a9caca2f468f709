import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Desk } from '../../desk/desk-schema.js';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { type TicketFacts, TicketFactsReader } from '../../facts/ticket-facts.js';
import { Followers } from '../../happenings/followers.js';
import type { Happening } from '../../happenings/happening.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import type { CaseWithEvidence } from '../case.js';
import { CaseRepository } from '../case.repository.js';
import { categoryPathsOf } from '../desk-categories.js';
import type { FieldValues } from '../fields/read-fields.js';
import { MessageReader, type ReadMessage } from '../message-reader.js';
import { inboundEntriesOf } from '../request-type.follower.js';
import { EvidenceDesk } from './evidence-desk.js';
import { findNeededEvidence, recogniseEvidence } from './recognise-evidence.js';

/** What a case needs of its customer is recognised in what he sends, and what is missing is asked for once. */
@Injectable()
export class EvidenceFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly profiles: DeskProfiles,
    private readonly facts: TicketFactsReader,
    private readonly messages: MessageReader,
    private readonly cases: CaseRepository,
    private readonly evidence: EvidenceDesk,
  ) {}

  onModuleInit(): void {
    // Behind the doors that are not open to everybody: nothing is asked of those who came by one.
    this.followers.add({ name: 'evidence', order: 32, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const { desk } = this.profiles.current();
    if (Object.keys(desk.evidence).length === 0) return;
    const ids = happenings.filter(mayNeed).map(({ ticketId }) => ticketId);
    const messages = await this.messages.read(unit.transaction, inboundEntriesOf(happenings));
    const meant = (await this.look(unit, ids, messages)).map(({ facts }) => facts.id);
    if (meant.length === 0) return;
    await unit.lock(meant);
    // Until they were locked evidence may have been ticked, or the case closed.
    const looked = await this.look(unit, meant, messages);
    const drafts = await unit.lock(looked.map(({ facts }) => facts.id));
    await this.evidence.take(
      unit,
      looked.flatMap(({ facts: ticket, given }, index) => given.map((each) => ({ ...each, facts: ticket, draft: drafts[index]! }))),
    );
    await this.evidence.ask(
      unit,
      looked.map(({ facts: ticket, missing }, index) => ({ facts: ticket, missing, draft: drafts[index]! })),
    );
  }

  /** Cases of which something was given, or is missing. */
  private async look(unit: WorkUnit, ids: readonly string[], messages: readonly ReadMessage[]) {
    const cases = await this.cases.load(unit.transaction, ids);
    const facts = await this.facts.read(unit.transaction, [...cases.keys()]);
    const { desk } = this.profiles.current();
    return [...facts.values()].flatMap((ticket) => {
      const found = lookAt(ticket, cases.get(ticket.id)!, messages, desk);
      return found.given.length + found.missing.length === 0 ? [] : [found];
    });
  }
}

function mayNeed({ type, data }: Happening): boolean {
  return (
    type === 'ticket.changed.v1' || type === 'ticket.opened.v1' || (type === 'ticket.entry_added.v1' && data['direction'] === 'inbound')
  );
}

function lookAt(facts: TicketFacts, found: CaseWithEvidence, messages: readonly ReadMessage[], desk: Desk) {
  const values = facts.fields as FieldValues;
  const needed = findNeededEvidence(desk.evidence, facts, categoryPathsOf(desk));
  const known = new Map(found.evidence.map((each) => [each.key, each]));
  const given: { key: string; value: string | null; entryId: string | null }[] = [];
  const waited = () => needed.filter((key) => known.get(key)?.givenAt == null && !given.some((each) => each.key === key));
  for (const { entryId, text, attachments } of messages.filter(({ ticketId }) => ticketId === facts.id))
    given.push(...recogniseEvidence(desk.evidence, waited(), { text, attachments }, values).map((each) => ({ ...each, entryId })));
  given.push(
    ...recogniseEvidence(desk.evidence, waited(), { text: '', attachments: [] }, values).map((each) => ({ ...each, entryId: null })),
  );
  const over = facts.status === 'solved' || facts.status === 'closed' || facts.folded || facts.quarantined;
  const refused = Object.values(desk.access).some(({ mark }) => facts.tags.includes(mark));
  const missing = over || refused ? [] : waited().filter((key) => desk.evidence[key]!.asked && known.get(key)?.askedAt == null);
  return { facts, given, missing };
}
