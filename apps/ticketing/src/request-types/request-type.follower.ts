import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Desk } from '../desk/desk-schema.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { type TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import { HOUSE } from '../tickets/actor.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { type CaseWithEvidence } from './case.js';
import { CaseStarter } from './case-starter.js';
import { CaseRepository } from './case.repository.js';
import { keepRaised } from './fields/priority-field.js';
import { isFilled } from './fields/required-fields.js';
import { MessageReader, type ReadMessage } from './message-reader.js';
import { planCase, type PlannedCase } from './plan-case.js';
import { readIntake, type ReadIntake } from './read-intake.js';

/** Tickets become requests of their type: what their forms say is filled in, the type is chosen, the first stage begins. */
@Injectable()
export class RequestTypeFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly profiles: DeskProfiles,
    private readonly facts: TicketFactsReader,
    private readonly messages: MessageReader,
    private readonly cases: CaseRepository,
    private readonly changer: TicketChanger,
    private readonly starter: CaseStarter,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'request-types', order: 30, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const { desk } = this.profiles.current();
    if (Object.keys(desk.requestTypes).length === 0 && Object.keys(desk.fields).length === 0) return;
    const ids = idsOf(happenings);
    if (ids.length === 0) return;
    const messages = await this.messages.read(unit.transaction, inboundEntriesOf(happenings));
    const before = await this.facts.read(unit.transaction, ids);
    const intakes = readIntakes(messages, desk);
    await this.fill(unit, before, intakes, desk);
    await this.choose(unit, happenings, intakes, desk);
    await this.starter.hear(unit, messages);
  }

  /** What a customer filled, where nothing stands yet: what an agent wrote is not overwritten. */
  private async fill(
    unit: WorkUnit,
    facts: ReadonlyMap<string, TicketFacts>,
    intakes: ReadonlyMap<string, ReadIntake>,
    desk: Desk,
  ): Promise<void> {
    const wanted = [...intakes].flatMap(([ticketId, { form, values }]) => {
      const ticket = facts.get(ticketId);
      if (ticket === undefined) return [];
      const open = Object.fromEntries(Object.entries(values).filter(([key]) => !isFilled(ticket.fields[key])));
      const fields = keepRaised(open, ticket.priority, desk.fields);
      if (Object.keys(fields).length === 0) return [];
      const subject = form === null ? undefined : desk.forms[form]!.subjectField;
      const named = subject === undefined ? undefined : fields[subject];
      return [
        { ticketId, edit: { fields, ...(ticket.subject.trim() === '' && typeof named === 'string' ? { subject: firstLine(named) } : {}) } },
      ];
    });
    if (wanted.length === 0) return;
    const drafts = await unit.lock(wanted.map(({ ticketId }) => ticketId));
    const changes = wanted.map(({ edit }, index) => ({ draft: drafts[index]!, edit }));
    await this.changer.change(unit, changes, { actor: HOUSE, reason: 'form' });
  }

  private async choose(
    unit: WorkUnit,
    happenings: readonly Happening[],
    intakes: ReadonlyMap<string, ReadIntake>,
    desk: Desk,
  ): Promise<void> {
    const meant = await this.plan(unit, idsOf(happenings), happenings, intakes, desk);
    if (meant.length === 0) return;
    const ids = meant.map(({ facts }) => facts.id);
    await unit.lock(ids);
    // Until they were locked an agent may have moved them on: a stage and a case read one after the other need not be of one moment.
    await this.starter.start(unit, await this.plan(unit, ids, happenings, intakes, desk));
  }

  private async plan(
    unit: WorkUnit,
    ids: readonly string[],
    happenings: readonly Happening[],
    intakes: ReadonlyMap<string, ReadIntake>,
    desk: Desk,
  ): Promise<PlannedCase[]> {
    const facts = await this.facts.read(unit.transaction, ids);
    const cases = await this.cases.load(unit.transaction, [...facts.keys()]);
    return [...facts.values()].flatMap((ticket): PlannedCase[] => {
      const found: CaseWithEvidence | null = cases.get(ticket.id) ?? null;
      const plan = planCase(ticket, found, intakes.get(ticket.id)?.requestType ?? null, changerOf(happenings, ticket.id), desk);
      return plan === null ? [] : [plan];
    });
  }
}

/** Of a ticket's first filled form; a later one fills what is still empty. */
function readIntakes(messages: readonly ReadMessage[], desk: Desk): Map<string, ReadIntake> {
  const intakes = new Map<string, ReadIntake>();
  for (const message of messages) {
    const read = readIntake(message, desk);
    const before = intakes.get(message.ticketId);
    const form = before?.form ?? read.form;
    intakes.set(message.ticketId, {
      form,
      requestType: before?.requestType ?? read.requestType,
      values: { ...read.values, ...before?.values },
    });
  }
  return intakes;
}

function idsOf(happenings: readonly Happening[]): string[] {
  const moving = happenings.filter(
    ({ type, data }) =>
      type === 'ticket.opened.v1' ||
      type === 'ticket.changed.v1' ||
      type === 'ticket.status_changed.v1' ||
      (type === 'ticket.entry_added.v1' && data['direction'] === 'inbound'),
  );
  return [...new Set(moving.map(({ ticketId }) => ticketId))];
}

export function inboundEntriesOf(happenings: readonly Happening[]): string[] {
  return happenings.flatMap(({ type, data }) =>
    type === 'ticket.entry_added.v1' && data['direction'] === 'inbound' ? [String(data['entryId'])] : [],
  );
}

/** Who changed the type or the stage of a ticket last, where somebody did. */
function changerOf(happenings: readonly Happening[], ticketId: string): string | null {
  const last = happenings.filter(({ type, ticketId: id, data }) => {
    const changes = data['changes'] as Record<string, unknown> | undefined;
    return type === 'ticket.changed.v1' && id === ticketId && ('requestType' in (changes ?? {}) || 'stage' in (changes ?? {}));
  });
  return (last.at(-1)?.data['by'] as { kind?: string } | undefined)?.kind ?? null;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!.slice(0, 200);
}
