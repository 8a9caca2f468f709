import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { type LocalisedText, pickText } from '../../desk/schema/texts.js';
import type { TicketFacts } from '../../facts/ticket-facts.js';
import { type Actor, HOUSE, toRecordEntry } from '../../tickets/actor.js';
import type { TicketDraft } from '../../tickets/ticket-draft.js';
import type { WorkUnit } from '../../tickets/work-unit.js';
import { CaseRepository } from '../case.repository.js';
import { CaseTeller } from '../case-teller.js';
import { languageOf } from '../case-words.js';

export interface TakenEvidence {
  readonly draft: TicketDraft;
  readonly facts: TicketFacts;
  readonly key: string;
  readonly value: string | null;
  readonly entryId: string | null;
  readonly actor?: Actor;
}

export interface AskedEvidence {
  readonly draft: TicketDraft;
  readonly facts: TicketFacts;
  readonly missing: readonly string[];
}

const REQUEST: LocalisedText = {
  zh: '为尽快处理您的请求（受理编号 {{ticket.number}}），请直接回复本消息，补充以下材料：\n\n{{evidence}}',
  en: 'So that we can work on your request {{ticket.number}}, please reply to this message with the following:\n\n{{evidence}}',
};

/** Ticks evidence and asks for what is missing. */
@Injectable()
export class EvidenceDesk {
  constructor(
    private readonly cases: CaseRepository,
    private readonly teller: CaseTeller,
    private readonly profiles: DeskProfiles,
  ) {}

  /** Of locked tickets; the thread tells it. */
  async take(unit: WorkUnit, taken: readonly TakenEvidence[]): Promise<void> {
    const { desk } = this.profiles.current();
    await this.cases.changeEvidence(
      unit.transaction,
      taken.map(({ draft, key, value, entryId, actor = HOUSE }) => ({ ticketId: draft.id, key, value, entryId, actor, givenAt: unit.now })),
    );
    for (const draft of new Set(taken.map((each) => each.draft))) {
      const given = taken.filter((each) => each.draft === draft);
      const words = given.map(
        ({ key, value }) => `✓ ${pickText(desk.evidence[key]!.name, desk.languages[0])}${value === null ? '' : `: ${value}`}`,
      );
      const { actor = HOUSE } = given[0]!;
      const data = {
        keys: given.map(({ key }) => key),
        given: given.map(({ key, value }) => ({ name: desk.evidence[key]!.name, value })),
      };
      unit.addEntry(draft, null, (seq) =>
        toRecordEntry(
          { id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor, text: words.join('\n'), code: 'evidence.given', data },
          unit.now,
        ),
      );
    }
  }

  /** Once each. Where nothing can be sent the thread says so, and who answers asks. */
  async ask(unit: WorkUnit, asked: readonly AskedEvidence[]): Promise<void> {
    const { desk } = this.profiles.current();
    const wanted = asked.filter(({ missing }) => missing.length > 0);
    await this.cases.changeEvidence(
      unit.transaction,
      wanted.flatMap(({ draft, missing }) => missing.map((key) => ({ ticketId: draft.id, key, askedAt: unit.now }))),
    );
    for (const { draft, facts, missing } of wanted) {
      const language = languageOf(facts, desk);
      const list = missing.map((key, index) => `${index + 1}. ${pickText(desk.evidence[key]!.name, language, desk.languages[0])}`);
      await this.teller.tell(unit, draft, facts, {
        key: `evidence:${draft.id}:${createHash('sha256').update(missing.join()).digest('hex').slice(0, 12)}`,
        reason: 'evidence_asked',
        texts: desk.evidenceRequest ?? REQUEST,
        values: { more: { evidence: list.join('\n') } },
      });
    }
  }
}
