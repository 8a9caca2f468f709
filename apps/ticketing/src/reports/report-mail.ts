import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { SETTINGS, type Settings } from '#runtime';
import { toTextPart } from '../replies/compose-outbound.js';
import { HOUSE } from '../tickets/actor.js';
import { TicketOpener } from '../tickets/ticket-opener.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import { ReportRuns } from './report-runs.js';
import { ReportService } from './report.service.js';
import { type Table, toLocalMinute } from './table.js';

const KIND = 'report-mail';
const MOST_LINES = 200;

/**
 * Mails a report, as a table in plain text; a long one goes as far as a mail should, and says where the whole of it is. Each mail is work of its own: an
 * inbox that cannot send keeps nobody else from the report, and is tried again.
 */
@Injectable()
export class ReportMail implements OnModuleInit {
  constructor(
    private readonly opener: TicketOpener,
    private readonly timers: Timers,
    private readonly runs: ReportRuns,
    private readonly reports: ReportService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.timers.handle(KIND, async (unit, due) => {
      for (const timer of due) await this.send(unit, timer);
    });
  }

  async queue(unit: WorkUnit, runId: string, addresses: readonly string[], inbox: string): Promise<void> {
    const timers = addresses.map((address) => ({
      kind: KIND,
      key: `${runId} ${address}`,
      dueAt: unit.now,
      data: { runId, address, inbox },
    }));
    await this.timers.set(unit.transaction, timers);
  }

  private async send(unit: WorkUnit, { data }: Timer): Promise<void> {
    const [runId, address, inboxId] = [String(data['runId']), String(data['address']), String(data['inbox'])];
    const report = this.reports.toFile(await this.runs.get(runId, null, unit.transaction));
    const [origin] = Object.keys(this.settings.deskSettings.origins);
    const number = await this.opener.drawNumber(origin!);
    const identity = { scheme: 'email', value: address.toLowerCase(), raw: address };
    const subject = `${report.title} ${report.period.from} – ${report.period.to}`;
    const message = { parts: [toTextPart(this.write(runId, report))], inboxId, to: [{ scheme: 'email', value: address }] };
    const ticketId = await this.opener.openIn(unit, number, { contact: { identity }, subject, origin: origin!, message }, HOUSE);
    const draft = unit.openings.find((opening) => opening.draft.id === ticketId)!.draft;
    // Nobody waits for an answer to it.
    unit.apply(draft, { kind: 'agent_set', status: 'closed' }, 'report sent');
  }

  private write(id: string, { columns, rows }: Table): string {
    const { timeZone } = this.settings.deskSettings;
    const lines = rows.slice(0, MOST_LINES).map((row) =>
      columns
        .map(({ label, kind }, at) => {
          const cell = row[at] ?? null;
          if (cell instanceof Date) return `${label}: ${toLocalMinute(cell, timeZone)}`;
          return `${label}: ${typeof cell === 'number' && kind === 'share' ? `${Math.round(cell * 1_000) / 10} %` : (cell ?? '–')}`;
        })
        .join('\n'),
    );
    const rest = rows.length > MOST_LINES ? `\n\n… ${rows.length - MOST_LINES} more` : '';
    return `${lines.length === 0 ? '–' : lines.join('\n\n')}${rest}\n\nGET /api/v1/report-runs/${id}?format=xlsx`;
  }
}
