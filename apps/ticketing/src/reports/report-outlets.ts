import { Injectable } from '@nestjs/common';
import { groupIdOf } from '../desk/desk-groups.js';
import type { ReportSection } from '../desk/schema/reports.js';
import { type NewNotice, Notices } from '../notices/notices.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { ReportMail } from './report-mail.js';
import type { MadeReport } from './report.service.js';

/** Whom a report is told to. */
@Injectable()
export class ReportOutlets {
  constructor(
    private readonly notices: Notices,
    private readonly mail: ReportMail,
  ) {}

  async tell(unit: WorkUnit, id: string, report: MadeReport, { recipients }: ReportSection): Promise<void> {
    const told: NewNotice['to'][] = [
      ...recipients.roles.map((role) => ({ role })),
      ...recipients.groups.map((group) => ({ group: groupIdOf(group) })),
    ];
    const text = `${report.title} ${report.period.from} – ${report.period.to}: GET /api/v1/report-runs/${id}`;
    await this.notices.tell(
      unit,
      told.map((to, index) => ({ to, kind: 'report', text, key: `report:${id}:${index}` })),
    );
    if (recipients.inbox !== undefined) await this.mail.queue(unit, id, recipients.mail, recipients.inbox);
  }
}
