import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Sql } from '#database';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import { TicketWork } from '../tickets/ticket-work.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import { PageRepository } from './page.repository.js';
import { PAGE_TIMER, Pager } from './pager.js';

const ORDER = 46;

/** What becomes of calls: acknowledged, passed on, or not needed any more. */
@Injectable()
export class PageWork implements OnModuleInit {
  constructor(
    private readonly pager: Pager,
    private readonly pages: PageRepository,
    private readonly work: TicketWork,
    private readonly changer: TicketChanger,
    private readonly timers: Timers,
    private readonly followers: Followers,
    private readonly profiles: DeskProfiles,
  ) {}

  onModuleInit(): void {
    this.timers.handle(PAGE_TIMER, (unit, due) => this.passOn(unit, due.map(toCall), 'passed_on'));
    this.followers.add({ name: 'pages', order: ORDER, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  /** By hand. Returns the ticket's id. Throws `PermanentError`: `ticket_unknown`, `rota_unknown`. */
  async call(ticket: string, rota: string, reason: string): Promise<string> {
    const { rotas } = this.profiles.current().desk.duty;
    if (!Object.hasOwn(rotas, rota))
      throw new PermanentError(`the desk has no rota ${rota}`, {
        code: 'rota_unknown',
        hint: `one of: ${Object.keys(rotas).join(', ') || 'none is defined'}`,
      });
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticket);
      await this.pager.call(unit, [{ draft, rota, reason, key: randomUUID() }]);
      return draft.id;
    });
  }

  /** By an agent over the API. Throws `PermanentError`: `page_unknown`, `page_over`. */
  async acknowledge(callId: string, actor: Actor): Promise<string> {
    const found = isUuid(callId) ? await this.pages.findTicketOf(callId) : null;
    if (found === null) throw new PermanentError(`there is no call ${callId}`, { code: 'page_unknown' });
    return this.take(
      callId,
      found.ticketId,
      actor.displayName ?? actor.kind,
      actor,
      actor.kind === 'agent' ? (actor.id ?? null) : null,
      null,
    );
  }

  /** By the link of a page. Whoever was paged first and answers late still takes it. Throws `PermanentError`: `page_unknown`, `page_over`. */
  async acknowledgeByLink(pageId: string): Promise<string> {
    const page = await this.pages.findPage(pageId);
    if (page === null) throw new PermanentError('there is no such page', { code: 'page_unknown' });
    const login = this.profiles.current().desk.duty.people[page.person]?.agent;
    return this.take(page.callId, page.ticketId, page.name, { kind: 'system', displayName: page.name }, login ?? null, pageId);
  }

  private async take(
    callId: string,
    ticketId: string,
    name: string,
    actor: Actor,
    agent: string | null,
    pageId: string | null,
  ): Promise<string> {
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketId);
      const [call] = await this.pages.hold(unit.transaction, [callId], ['calling', 'unanswered']);
      if (call === undefined) throw await this.over(unit.transaction, callId);
      if (pageId !== null) await this.pages.markAcknowledged(unit.transaction, pageId, unit.now);
      await this.pages.endPages(unit.transaction, [callId], pageId === null ? 'acknowledged' : 'ended', unit.now);
      await this.pages.endCalls(unit.transaction, [callId], 'acknowledged', name, unit.now);
      await this.timers.cancel(unit.transaction, PAGE_TIMER, [callId]);
      const text = `${name} has taken the emergency.`;
      unit.addEntry(draft, null, (seq) =>
        toRecordEntry(
          {
            id: randomUUID(),
            ticketId: draft.id,
            seq,
            direction: 'system',
            actor,
            text,
            code: 'page.acknowledged',
            data: { call: callId, name },
          },
          unit.now,
        ),
      );
      const assignee =
        this.profiles.current().desk.duty.rotas[call.rota]?.assigns === true && agent !== null ? await findAgent(unit, agent) : null;
      if (assignee !== null) await this.changer.change(unit, [{ draft, edit: { assignee } }], { actor, reason: 'page acknowledged' });
      return draft.id;
    });
  }

  private async over(sql: Sql, callId: string): Promise<PermanentError> {
    const found = await this.pages.findTicketOf(callId, sql);
    const by = found?.acknowledgedBy ?? null;
    return new PermanentError(by === null ? 'this call is over' : `${by} has taken it already`, {
      code: 'page_over',
      fields: { state: found?.state, acknowledgedBy: by },
    });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const done = happenings.filter(
      ({ type, data }) => type === 'ticket.status_changed.v1' && (data['to'] === 'solved' || data['to'] === 'closed'),
    );
    if (done.length > 0) await this.end(unit, [...new Set(done.map(({ ticketId }) => ticketId))]);
    const sent = happenings.filter(({ type, data }) => type === 'ticket.entry_changed.v1' && data['change'] === 'delivery');
    const unreached = await this.pages.findUnreached(
      unit.transaction,
      sent.map(({ data }) => String(data['entryId'])),
    );
    await this.passOn(
      unit,
      unreached.map((id) => ({ id, place: null })),
      'unreachable',
    );
  }

  private async end(unit: WorkUnit, ticketIds: readonly string[]): Promise<void> {
    const calling = await this.pages.findCallingOf(unit.transaction, ticketIds);
    if (calling.length === 0) return;
    await this.pages.endPages(unit.transaction, calling, 'ended', unit.now);
    await this.pages.endCalls(unit.transaction, calling, 'ended', null, unit.now);
    await this.timers.cancel(unit.transaction, PAGE_TIMER, calling);
  }

  /** `place`: of the page that was waited for; null: the last, whichever. */
  private async passOn(
    unit: WorkUnit,
    asked: readonly { readonly id: string; readonly place: number | null }[],
    why: 'passed_on' | 'unreachable',
  ): Promise<void> {
    if (asked.length === 0) return;
    const ids = asked.map(({ id }) => id);
    const drafts = new Map((await unit.lock(await this.pages.findTicketsOf(unit.transaction, ids))).map((draft) => [draft.id, draft]));
    const places = new Map(asked.map(({ id, place }) => [id, place]));
    const calls = await this.pages.hold(unit.transaction, ids, ['calling']);
    const still = calls.filter(({ id, place }) => (places.get(id) ?? place - 1) === place - 1);
    if (still.length === 0) return;
    await this.pages.endPages(
      unit.transaction,
      still.map(({ id }) => id),
      why,
      unit.now,
    );
    await this.pager.next(
      unit,
      still.map((call) => ({ call, draft: drafts.get(call.ticketId)! })),
    );
  }
}

function toCall({ key, data }: Timer): { id: string; place: number } {
  return { id: key, place: Number(data['place']) };
}

/** By id or login. */
async function findAgent({ transaction }: WorkUnit, idOrLogin: string): Promise<string | null> {
  const [row] = await transaction.query<{ id: string }>(
    `select id from agents where ${isUuid(idOrLogin) ? 'id = $1::uuid' : 'lower(email) = lower($1)'} and disabled_at is null`,
    [idOrLogin],
  );
  return row?.id ?? null;
}
