import { Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { SETTINGS, type Settings } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { viewerOf } from '../agents/viewer.js';
import { ReportFacts } from '../reports/report-facts.js';
import { ReportRuns } from '../reports/report-runs.js';
import { type MadeReport, ReportService } from '../reports/report.service.js';
import { writeCsv } from '../reports/writing/csv.js';
import { writeXlsx } from '../reports/writing/xlsx.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { TakesNoKey } from './idempotency.interceptor.js';
import { reads } from './read-input.js';
import {
  PublicReportsShape,
  RebuiltShape,
  ReportListQuery,
  ReportListShape,
  ReportQuery,
  ReportRunPageShape,
  ReportRunQuery,
  ReportShape,
  RunFormat,
} from './shapes/reports.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const PROBLEMS = { report_unknown: 404, period_invalid: 400, cursor_invalid: 400 };

/** Figures of the desk, as JSON and as files. Sums count every ticket; a list names those that its reader sees. */
@ApiController('reports', '')
export class ReportsController {
  constructor(
    private readonly reports: ReportService,
    private readonly runs: ReportRuns,
    private readonly facts: ReportFacts,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Reports of this desk', description: 'Those of its file, and one of each kind.', shape: ReportListShape })
  @Get('reports')
  list(@Query(reads(ReportListQuery)) { language }: ReportListQuery) {
    return { items: this.reports.list(language), nextCursor: null };
  }

  @Needs('reports:read')
  @Answers({
    summary: 'A report of a period',
    description:
      'Made now, of what is stored. For supervisors and programs. Sums count every ticket; a list names those that its reader sees. A list goes on at nextCursor; of a file the header Link (rel="next") says where it goes on.',
    shape: ReportShape,
    problems: PROBLEMS,
  })
  @Get('reports/:key')
  async show(
    @Param('key') key: string,
    @Query(reads(ReportQuery)) { format, ...asked }: ReportQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const report = await this.reports.make(key, asked, viewerOf(principalOf(request)));
    const fileName = `${key}-${report.period.from}-${report.period.to}`;
    if (report.nextCursor !== null) {
      const next = new URL(request.originalUrl, 'http://localhost');
      next.searchParams.set('cursor', report.nextCursor);
      response.setHeader('Link', `<${next.pathname}${next.search}>; rel="next"`);
    }
    return this.send(report, { format }, fileName, response);
  }

  @Needs('admin')
  @TakesNoKey()
  @Answers({ summary: 'Count the facts of all reports anew, of what is stored', shape: RebuiltShape })
  @Post('report-facts')
  async rebuild() {
    return this.facts.rebuild();
  }

  @Needs('reports:read')
  @Answers({
    summary: 'Reports that were made by their schedule, newest first',
    description: 'They name no confidential ticket. Lists of tickets are shown to those who see every group.',
    shape: ReportRunPageShape,
    problems: { cursor_invalid: 400 },
  })
  @Get('report-runs')
  async listRuns(@Query(reads(ReportRunQuery)) { key, limit, cursor }: ReportRunQuery, @Req() request: Request) {
    return this.runs.list(key, viewerOf(principalOf(request)), { limit, cursor });
  }

  @Needs('reports:read')
  @Answers({ summary: 'A report as it was made by its schedule', shape: ReportShape, problems: { report_unknown: 404 } })
  @Get('report-runs/:runId')
  async showRun(
    @Param('runId') id: string,
    @Query(reads(RunFormat)) { format, language }: RunFormat,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const report = await this.runs.get(id, viewerOf(principalOf(request)));
    const name = `${report.key}-${report.period.from}-${report.period.to}`;
    return this.send({ ...report, nextCursor: null }, { format, language }, name, response);
  }

  @Needs('nobody')
  @Answers({
    summary: 'Figures that the desk shows to everybody',
    description: 'Of each report that its file calls public the last one that a person released.',
    shape: PublicReportsShape,
  })
  @Get('public/figures')
  async showPublic() {
    return { items: await this.runs.listPublic(), nextCursor: null };
  }

  private send<T extends MadeReport>(report: T, { format, language }: RunFormat, fileName: string, response: Response): T | undefined {
    if (format === undefined || format === 'json') return report;
    const { timeZone } = this.settings.deskSettings;
    const table = this.reports.toFile(report, language);
    const bytes = format === 'csv' ? writeCsv(table, timeZone) : writeXlsx(table, timeZone);
    response
      .setHeader('Content-Type', format === 'csv' ? 'text/csv; charset=utf-8' : XLSX)
      .setHeader('Content-Disposition', `attachment; filename="${fileName}.${format}"`)
      .setHeader('X-Content-Type-Options', 'nosniff')
      .end(bytes);
    return undefined;
  }
}
