import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { toSpanMs } from '../desk/schema/surveys.js';
import { type TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import type { Happening } from '../happenings/happening.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import { chooseSurvey } from './choose-survey.js';
import { type Asking, SurveyAsker } from './survey-asker.js';
import { SurveyRequestRepository } from './survey-request.repository.js';

const KIND = 'survey-ask';
const DONE: ReadonlySet<unknown> = new Set(['solved', 'closed']);

/** After a ticket is solved or closed its customer is asked when the desk wants it; who comes back before that is not. */
@Injectable()
export class SurveySchedule implements OnModuleInit {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly timers: Timers,
    private readonly facts: TicketFactsReader,
    private readonly requests: SurveyRequestRepository,
    private readonly asker: SurveyAsker,
  ) {}

  onModuleInit(): void {
    this.timers.handle(KIND, (unit, due) => this.ask(unit, due));
  }

  async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const { surveys } = this.profiles.current().desk;
    const moved = happenings.filter(({ type }) => type === 'ticket.status_changed.v1');
    if (surveys.asked.length === 0 || moved.length === 0) return;
    const facts = await this.facts.read(
      unit.transaction,
      moved.map(({ ticketId }) => ticketId),
    );
    for (const { id, ticketId, at, data } of moved) {
      if (!DONE.has(data['to'])) {
        await this.timers.cancel(unit.transaction, KIND, [`solved:${ticketId}`, `closed:${ticketId}`]);
        continue;
      }
      const ticket = facts.get(ticketId);
      if (ticket === undefined || !mayBeAsked(ticket)) continue;
      const reached = [...(DONE.has(data['from']) ? [] : ['solved' as const]), ...(data['to'] === 'closed' ? ['closed' as const] : [])];
      for (const after of reached) {
        const occasion = chooseSurvey(surveys.asked, after, toSurveyed(ticket));
        if (occasion === null) continue;
        const dueAt = new Date(at.getTime() + toSpanMs(occasion.delay));
        await this.timers.set(unit.transaction, [
          { kind: KIND, key: `${after}:${ticketId}`, ticketId, dueAt, data: { occasion: occasion.key, event: id } },
        ]);
      }
    }
  }

  private async ask(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const { surveys } = this.profiles.current().desk;
    const facts = await this.facts.read(
      unit.transaction,
      due.flatMap(({ ticketId }) => ticketId ?? []),
    );
    const places = await findPlaces(unit, [...facts.keys()]);
    const askings: Asking[] = [];
    for (const { ticketId, data } of due) {
      const ticket = facts.get(ticketId ?? '');
      const occasion = surveys.asked.find(({ key }) => key === data['occasion']);
      const form = occasion === undefined ? undefined : surveys.forms[occasion.survey];
      if (ticket === undefined || occasion === undefined || form === undefined || !DONE.has(ticket.status)) continue;
      const { contact, message } = ticket;
      const since = occasion.notWithin === undefined ? null : new Date(unit.now.getTime() - toSpanMs(occasion.notWithin));
      if (since !== null && (await this.requests.findAskedSince(unit.transaction, occasion.key, [contact.id], since)).size > 0) continue;
      const [draft] = await unit.lock([ticket.id]);
      const place = places.get(ticket.id);
      const request = {
        ...{
          id: randomUUID(),
          key: `${occasion.key}:${ticket.id}:${String(data['event'])}`,
          occasion: occasion.key,
          survey: occasion.survey,
          form,
        },
        ...{ way: occasion.way, ticketId: ticket.id, contactId: contact.id, inboxId: message?.inboxId ?? null },
        ...{ conversationKey: place?.conversationKey ?? null, language: ticket.language ?? contact.language, state: 'asked' as const },
        ...{ askedAt: unit.now, expiresAt: new Date(unit.now.getTime() + toSpanMs(form.validFor)) },
      };
      if (place !== undefined) askings.push({ request, draft: draft!, lastEntryId: place.lastEntryId });
    }
    await this.asker.ask(unit, askings);
  }
}

/** The house's and other people's affairs are nobody's to rate. */
export function mayBeAsked({ folded, quarantined, confidential, message }: TicketFacts): boolean {
  return !folded && !quarantined && !confidential && message !== null;
}

export function toSurveyed({ id, message, category, requestType, contact }: TicketFacts) {
  return {
    id,
    channel: message?.channel ?? null,
    category,
    requestType,
    customer: { class: contact.class, plan: contact.plan, vip: contact.vip },
  };
}

/** In which conversation a customer last wrote, and what the thread ends with. */
export async function findPlaces(unit: WorkUnit, ticketIds: readonly string[]) {
  const rows = await unit.transaction.query<{ id: string; conversationKey: string | null; lastEntryId: string }>(
    `select t.id, i.key as "conversationKey", l.id as "lastEntryId" from tickets t
     join lateral (select id from entries e where e.ticket_id = t.id order by seq desc limit 1) l on true
     left join lateral (select reply_context->>'conversationKey' as key from entries e
       where e.ticket_id = t.id and direction = 'inbound' and not folded order by seq desc limit 1) i on true
     where t.id = any($1::uuid[])`,
    [ticketIds],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
