import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { eventIdOf } from '#contracts';
import { SETTINGS, type Settings } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { DutyPerson, Rota } from '../desk/schema/duty.js';
import { spanMs } from '../desk/schema/spans.js';
import { fillText, pickText } from '../desk/schema/texts.js';
import { Notices } from '../notices/notices.js';
import { toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { NewTimer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import { findOnDuty } from './find-on-duty.js';
import { OutsideMessages } from './outside-messages.js';
import { PageLinks } from './page-links.js';
import { type NewPage, type NewPageMessage, type PageCall, PageRepository } from './page.repository.js';

export const PAGE_TIMER = 'page';

export interface CallWish {
  readonly draft: TicketDraft;
  readonly rota: string;
  readonly reason: string;
  /** One call for each. */
  readonly key: string;
}

const WORDS = {
  zh: '【紧急】{{number}} {{subject}}：{{reason}}。请立即处理并确认：{{link}}',
  en: 'URGENT {{number}} {{subject}}: {{reason}}. Take it and confirm: {{link}}',
};

const WHY = {
  no_rota: 'there is no such rota',
  nobody_on_duty: 'nobody is on duty',
  no_answer: 'nobody on duty answered',
} as const;

/** Calls who is on duty, one after the other, until somebody acknowledges. */
@Injectable()
export class Pager {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly pages: PageRepository,
    private readonly messages: OutsideMessages,
    private readonly links: PageLinks,
    private readonly timers: Timers,
    private readonly notices: Notices,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async call(unit: WorkUnit, wishes: readonly CallWish[]): Promise<void> {
    const wanted = wishes.map(({ draft, rota, reason, key }) => ({
      draft,
      row: { id: eventIdOf(`page-call:${key}`), key, ticketId: draft.id, rota, reason },
    }));
    const fresh = await this.pages.insertCalls(
      unit.transaction,
      wanted.map(({ row }) => row),
      unit.now,
    );
    const calls = wanted.filter(({ row }) => fresh.has(row.id));
    await this.next(
      unit,
      calls.map(({ draft, row }) => ({ draft, call: { ...row, state: 'calling', startedAt: unit.now, place: 0 } })),
    );
  }

  /** Pages whoever comes next in each call; where nobody is left says so. */
  async next(unit: WorkUnit, calls: readonly { readonly draft: TicketDraft; readonly call: PageCall }[]): Promise<void> {
    const pages: NewPage[] = [];
    const messages: NewPageMessage[] = [];
    const waits: NewTimer[] = [];
    for (const { draft, call } of calls) {
      const made = await this.pageNext(unit, draft, call);
      pages.push(...made.pages);
      messages.push(...made.messages);
      if (made.wait !== null) waits.push(made.wait);
    }
    await this.pages.insertPages(unit.transaction, pages, messages, unit.now);
    await this.timers.set(unit.transaction, waits);
  }

  /** Over those whom nothing can be sent to, until one is paged or nobody is left. */
  private async pageNext(
    unit: WorkUnit,
    draft: TicketDraft,
    call: PageCall,
  ): Promise<{ pages: NewPage[]; messages: NewPageMessage[]; wait: NewTimer | null }> {
    const { duty } = this.profiles.current().desk;
    const rota = duty.rotas[call.rota];
    const people = rota === undefined ? [] : findOnDuty(rota, unit.now, this.settings.deskSettings.timeZone);
    const pages: NewPage[] = [];
    const messages: NewPageMessage[] = [];
    for (let { place } = call; rota !== undefined && place < people.length * rota.rounds; place += 1) {
      const key = people[place % people.length]!;
      const person = duty.people[key]!;
      const page = { id: randomUUID(), callId: call.id, place, person: key, name: person.name };
      const sent = await this.reach(unit, draft, { call, page, person, rota });
      const reached = sent.some(({ fault }) => fault === null);
      pages.push({ ...page, state: reached ? 'sent' : 'unreachable' });
      messages.push(...sent);
      if (!reached) continue;
      const dueAt = new Date(unit.now.getTime() + spanMs(rota.passOnAfter));
      return { pages, messages, wait: { kind: PAGE_TIMER, key: call.id, ticketId: draft.id, dueAt, data: { place } } };
    }
    const why = rota === undefined ? 'no_rota' : people.length === 0 ? 'nobody_on_duty' : 'no_answer';
    await this.giveUp(unit, draft, call, why);
    return { pages, messages, wait: null };
  }

  private async reach(
    unit: WorkUnit,
    draft: TicketDraft,
    {
      call,
      page,
      person,
      rota,
    }: { readonly call: PageCall; readonly page: { readonly id: string }; readonly person: DutyPerson; readonly rota: Rota },
  ): Promise<NewPageMessage[]> {
    const [deskLanguage] = this.profiles.current().desk.languages;
    const link = this.links.make(page.id) ?? draft.number;
    const subject = await this.messages.subjectOf(unit, draft, person.language ?? deskLanguage);
    const values = { number: draft.number, subject, reason: call.reason, name: person.name, link };
    const text = fillText(pickText(rota.text ?? WORDS, person.language ?? deskLanguage, deskLanguage), values);
    const sent: NewPageMessage[] = [];
    for (const [index, { inbox, scheme, to }] of person.reach.entries()) {
      const id = eventIdOf(`page:${page.id}:${index}`);
      const address = to === undefined ? { scheme: 'group', value: inbox } : { scheme, value: to, displayName: person.name };
      const message = {
        commandId: id,
        inboxId: inbox,
        to: address,
        subject: `${draft.number} ${subject}`.slice(0, 998),
        text,
        reason: 'page',
      };
      const fault = await this.messages.send(unit, draft, message);
      sent.push({ id, pageId: page.id, inboxId: inbox, address: to ?? null, fault });
    }
    return sent;
  }

  /** Supervisors are told, and the thread says so: the ticket waits like any other, and no emergency is forgotten. */
  private async giveUp(unit: WorkUnit, draft: TicketDraft, call: PageCall, why: keyof typeof WHY): Promise<void> {
    await this.pages.endCalls(unit.transaction, [call.id], 'unanswered', null, unit.now);
    const text = `Nobody took the emergency: ${WHY[why]} (rota ${call.rota}).`;
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry(
        {
          id: randomUUID(),
          ticketId: draft.id,
          seq,
          direction: 'system',
          actor: { kind: 'system' },
          text,
          code: 'page.unanswered',
          data: { call: call.id, rota: call.rota, why },
        },
        unit.now,
      ),
    );
    await this.notices.tell(unit, [
      {
        to: { role: 'supervisor' },
        kind: 'page_unanswered',
        text: `${draft.number}: ${text}`,
        ticketId: draft.id,
        key: `page-unanswered:${call.id}`,
      },
    ]);
  }
}
