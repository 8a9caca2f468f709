import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AutomaticMessages } from '../automatic/automatic-messages.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { fillText, type LocalisedText, pickText } from '../desk/schema/texts.js';
import type { Actor } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import { CustomerTickets, type WayTo } from './customer-tickets.js';
import { IncidentLinks } from './incident-links.js';
import { type IncidentNotice, IncidentNotices, type NoticeKind, type Untold } from './incident-notices.js';
import { type Incident, IncidentRepository } from './incident.repository.js';

export const NOTICE_TIMER = 'incident-notice';
const AT_ONCE = 50;

const WORDS: Readonly<Record<NoticeKind, LocalisedText>> = {
  began: {
    zh: '尊敬的客户，我们正在处理以下问题：{{title}}。{{text}}\n恢复后会第一时间告知您（编号 {{number}}）。',
    en: 'We are working on a problem that may affect you: {{title}}. {{text}}\nYou will hear from us as soon as it is solved ({{number}}).',
  },
  update: { zh: '关于「{{title}}」的最新进展：{{text}}（编号 {{number}}）', en: 'News about "{{title}}": {{text}} ({{number}})' },
  ended: {
    zh: '「{{title}}」已解决，历时 {{minutes}} 分钟。{{text}}给您带来不便，敬请谅解（编号 {{number}}）。',
    en: '"{{title}}" is solved; it lasted {{minutes}} minutes. {{text}} We are sorry for the trouble ({{number}}).',
  },
};

/** Tells customers of incidents: each once a notice, in a ticket of his own, some at a time so that a large one holds up nothing. */
@Injectable()
export class IncidentTeller implements OnModuleInit {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly incidents: IncidentRepository,
    private readonly notices: IncidentNotices,
    private readonly links: IncidentLinks,
    private readonly customers: CustomerTickets,
    private readonly messages: AutomaticMessages,
    private readonly timers: Timers,
  ) {}

  onModuleInit(): void {
    this.timers.handle(NOTICE_TIMER, (unit, due) => this.tellSome(unit, due));
  }

  /** Everybody who is linked, and whoever will be. */
  async announce(unit: WorkUnit, incidentId: string, kind: NoticeKind, text: LocalisedText | undefined, actor: Actor): Promise<void> {
    const id = await this.notices.insert(unit.transaction, { incidentId, kind, text: JSON.stringify(text ?? ''), actor }, unit.now);
    await this.goOn(unit, id);
  }

  /** Who was linked later hears the last that was told. */
  async catchUp(unit: WorkUnit, incidentId: string): Promise<void> {
    const last = await this.notices.findLast(unit.transaction, incidentId);
    if (last !== null) await this.goOn(unit, last);
  }

  private async goOn({ transaction, now }: WorkUnit, noticeId: string): Promise<void> {
    await this.timers.set(transaction, [{ kind: NOTICE_TIMER, key: noticeId, dueAt: now }]);
  }

  private async tellSome(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const notices = await this.notices.find(
      unit.transaction,
      due.map(({ key }) => key),
    );
    const { incidents } = this.profiles.current().desk;
    for (const notice of notices) {
      const incident = await this.incidents.find(notice.incidentId, unit.transaction);
      if (incident === null) continue;
      const some = await this.notices.takeUntold(unit.transaction, notice, AT_ONCE, incidents.mostPerNotice, unit.now);
      if (some.length === 0) continue;
      await this.tell(unit, incident, notice, some);
      await this.goOn(unit, notice.id);
    }
  }

  private async tell(unit: WorkUnit, incident: Incident, notice: IncidentNotice, some: readonly Untold[]): Promise<void> {
    const { incidents } = this.profiles.current().desk;
    const ids = some.map(({ contactId }) => contactId);
    const ways = await this.customers.findWays(unit.transaction, ids, incidents.ways);
    const languages = await readLanguages(unit, ids);
    const own = new Map<string, TicketDraft>();
    const held = some.filter(({ ticketId }) => ticketId !== null);
    const drafts = await unit.lock(held.map(({ ticketId }) => ticketId!));
    held.forEach(({ contactId }, index) => own.set(contactId, drafts[index]!));
    const without = some
      .filter(({ contactId, ticketId }) => ticketId === null && (ways.get(contactId) ?? []).length > 0)
      .map(({ contactId }) => contactId);
    const from = {
      subject: incident.title,
      text: `Told of the incident ${incident.ticketNumber}: ${incident.title}`,
      code: incidents.numberCode,
      actor: notice.actor,
    };
    const opened = await this.customers.open(unit, without, from);
    const outcomes: { contactId: string; outcome: string; entryId: string | null }[] = [];
    for (const { contactId } of some) {
      const draft = own.get(contactId) ?? opened.get(contactId);
      const text = this.write(incident, notice, languages.get(contactId) ?? null, unit.now);
      const outcome =
        draft === undefined
          ? 'unreachable'
          : await this.send(unit, draft, { notice, contactId, text, ways: ways.get(contactId) ?? [], hasOwn: own.has(contactId) });
      outcomes.push({
        contactId,
        outcome,
        entryId: outcome === 'queued' ? AutomaticMessages.entryIdOf(keyOf(notice, contactId, 0)) : null,
      });
    }
    await this.notices.keepOutcomes(unit.transaction, notice.id, outcomes);
    // In their new tickets they stay: the next notice goes there too.
    await this.keepTickets(unit, incident.id, [...opened.values()]);
  }

  private async send(
    unit: WorkUnit,
    draft: TicketDraft,
    told: {
      readonly notice: IncidentNotice;
      readonly contactId: string;
      readonly text: string;
      readonly ways: readonly WayTo[];
      readonly hasOwn: boolean;
    },
  ): Promise<string> {
    const { notice, contactId, text, ways, hasOwn } = told;
    const all: (WayTo | null)[] =
      hasOwn && draft.inboxId !== null ? [null, ...ways.filter(({ inboxId }) => inboxId !== draft.inboxId)] : [...ways];
    const named = this.profiles.current().desk.incidents;
    let outcome = 'unreachable';
    for (const [index, way] of all.entries()) {
      const by = way === null ? {} : { inboxId: way.inboxId, to: [way.to] };
      const sent = await this.messages.send(unit, draft, {
        key: keyOf(notice, contactId, index),
        text,
        reason: 'incident',
        actor: notice.actor,
        ...by,
      });
      if (outcome !== 'queued') outcome = sent;
      if (sent === 'queued' && named.use === 'first') break;
    }
    return outcome;
  }

  private write(incident: Incident, notice: IncidentNotice, language: string | null, now: Date): string {
    const { incidents, languages } = this.profiles.current().desk;
    const own = notice.kind === 'began' ? incidents.began : notice.kind === 'ended' ? incidents.ended : undefined;
    const text = pickText(JSON.parse(notice.text) as LocalisedText, language, languages[0]);
    const minutes = Math.round(((incident.endedAt ?? now).getTime() - incident.startedAt.getTime()) / 60_000);
    return fillText(pickText(own ?? WORDS[notice.kind], language, languages[0]), {
      title: incident.title,
      number: incident.ticketNumber,
      text,
      minutes,
    });
  }

  private async keepTickets(unit: WorkUnit, incidentId: string, drafts: readonly TicketDraft[]): Promise<void> {
    if (drafts.length === 0) return;
    await this.links.keepOwnTickets(
      unit.transaction,
      incidentId,
      drafts.map(({ id, contactId }) => ({ ticketId: id, contactId })),
      unit.now,
    );
  }
}

function keyOf(notice: IncidentNotice, contactId: string, way: number): string {
  return `incident:${notice.id}:${contactId}:${way}`;
}

async function readLanguages({ transaction }: WorkUnit, contactIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await transaction.query<{ id: string; language: string }>(
    `select c.id, coalesce(p.language, c.locale) as language from contacts c left join contact_profiles p on p.contact_id = c.id
     where c.id = any($1::uuid[]) and coalesce(p.language, c.locale) is not null`,
    [[...contactIds]],
  );
  return new Map(rows.map(({ id, language }) => [id, language]));
}
