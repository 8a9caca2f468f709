import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { Desk } from '../desk/desk-schema.js';
import type { RequestType } from '../desk/schema/request-types.js';
import { type LocalisedText, pickText } from '../desk/schema/texts.js';
import { type TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import type { CaseWithEvidence } from './case.js';
import { CaseRepository } from './case.repository.js';
import { toCaseState } from './case-state.js';
import { categoryPathsOf } from './desk-categories.js';
import { findNeededEvidence } from './evidence/recognise-evidence.js';
import type { FieldValues } from './fields/read-fields.js';
import { findMissingFields, findRequiredFields } from './fields/required-fields.js';
import { followersOf, moveStage } from './stage-machine.js';

/** A ticket as a request, as agents see it. Names are in the language that was asked for. */
@Injectable()
export class CaseReader {
  constructor(
    private readonly tickets: TicketReader,
    private readonly facts: TicketFactsReader,
    private readonly cases: CaseRepository,
    private readonly profiles: DeskProfiles,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** Throws `PermanentError` (`ticket_unknown`). */
  async view(ticketIdOrNumber: string, language?: string) {
    const { sql } = this.database;
    const ticket = await this.tickets.find(ticketIdOrNumber);
    const facts = ticket === null ? undefined : (await this.facts.read(sql, [ticket.id])).get(ticket.id);
    if (facts === undefined) throw new PermanentError(`there is no ticket ${ticketIdOrNumber}`, { code: 'ticket_unknown' });
    const { desk, version } = this.profiles.current();
    const found = (await this.cases.load(sql, [facts.id])).get(facts.id) ?? null;
    const type = found === null ? undefined : desk.requestTypes[found.requestType];
    const say = (texts: LocalisedText) => pickText(texts, language, desk.languages[0]);
    const stage = type?.stages.find(({ key }) => key === found?.stage);
    return {
      ticketId: facts.id,
      number: facts.number,
      deskVersion: version,
      requestType: found?.requestType ?? null,
      name: type === undefined ? null : say(type.name),
      chosenBy: found?.chosenBy ?? null,
      stage: found?.stage ?? null,
      stageName: stage === undefined ? null : say(stage.name),
      stageSince: found?.stageSince ?? null,
      dueAt: found?.dueAt ?? null,
      missedAt: found?.missedAt ?? null,
      estimate:
        found?.estimateAt == null
          ? null
          : { at: found.estimateAt, note: found.estimateNote, saidAt: found.estimateSaidAt!, times: found.estimates },
      next: type === undefined ? [] : showNext(type, facts, found!, say),
      ...showFields(desk, facts, type, say),
      evidence: showEvidence(desk, facts, found, say),
      history: found === null ? [] : await this.cases.listVisits(sql, facts.id),
      estimates: found === null ? [] : await this.cases.listEstimates(sql, facts.id),
    };
  }
}

type Say = (texts: LocalisedText) => string;

/** Ways the case may go, each with what it still lacks. */
function showNext(type: RequestType, facts: TicketFacts, found: CaseWithEvidence, say: Say) {
  const present = type.stages.find(({ key }) => key === found.stage);
  if (present === undefined) return [];
  const state = toCaseState(facts, found);
  const nameOf = (key: string) => say(type.stages.find((each) => each.key === key)!.name);
  const decided = present.outcomes.map(({ key, name, to }) => ({ stage: to, name: nameOf(to), outcome: key, outcomeName: say(name) }));
  const plain = followersOf({ ...present, outcomes: [] }).map((to) => ({ stage: to, name: nameOf(to), outcome: null, outcomeName: null }));
  return [...plain, ...decided].map((way) => {
    const move = moveStage(type, state, { stage: way.stage, ...(way.outcome === null ? {} : { outcome: way.outcome }) });
    return { ...way, missing: 'refused' in move && move.refused === 'requirements_missing' ? move.missing : [] };
  });
}

function showFields(desk: Desk, facts: TicketFacts, type: RequestType | undefined, say: Say) {
  const values = facts.fields as FieldValues;
  const required = findRequiredFields(desk.fields, { ...facts, values }, categoryPathsOf(desk));
  const shown = new Set([...(type?.fields ?? []), ...required, ...Object.keys(values)]);
  return {
    fields: [...shown].map((key) => {
      const field = desk.fields[key];
      return {
        key,
        name: field === undefined ? key : say(field.name),
        kind: field?.kind ?? 'text',
        value: values[key] ?? null,
        required: required.includes(key),
      };
    }),
    missingFields: findMissingFields(required, values),
  };
}

function showEvidence(desk: Desk, facts: TicketFacts, found: CaseWithEvidence | null, say: Say) {
  const needed = found === null ? [] : findNeededEvidence(desk.evidence, facts, categoryPathsOf(desk));
  const known = new Map((found?.evidence ?? []).map((each) => [each.key, each]));
  return [...new Set([...needed, ...known.keys()])].map((key) => ({
    key,
    name: desk.evidence[key] === undefined ? key : say(desk.evidence[key].name),
    askedAt: known.get(key)?.askedAt ?? null,
    givenAt: known.get(key)?.givenAt ?? null,
    value: known.get(key)?.value ?? null,
    entryId: known.get(key)?.entryId ?? null,
  }));
}
