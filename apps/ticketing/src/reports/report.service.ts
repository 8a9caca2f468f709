import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql } from '#database';
import { CLOCK, type Clock, PermanentError, SECRET_KEY, type SecretKey, SETTINGS, type Settings } from '#runtime';
import type { Viewer } from '../agents/viewer.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { REPORT_KINDS, ReportSection } from '../desk/schema/reports.js';
import { pickText } from '../desk/schema/texts.js';
import { decodeCursor, encodeCursor } from '../tickets/page-cursor.js';
import { nameCells } from './name-cells.js';
import { dayAt, type Period, type Span, spanAround, toPeriod } from './period.js';
import { ReportDays } from './report-days.js';
import type { ReportKindOf } from './report.js';
import { REPORT_KIND_BY_NAME } from './report-kinds.js';
import type { Column, Table } from './table.js';

/** Rows of one answer of a list, at most. */
export const MOST_ROWS = 10_000;

export interface ReportRequest {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly per?: Span | 'whole' | undefined;
  readonly language?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export interface MadeReport extends Table {
  readonly key: string;
  readonly kind: string;
  readonly period: Period;
  readonly per: Span | 'whole' | null;
  readonly language: string;
  readonly madeAt: Date;
  readonly nextCursor: string | null;
}

export interface ReportSummary {
  readonly key: string;
  readonly kind: string;
  readonly title: string;
  readonly per: Span | 'whole' | null;
  readonly schedule: ReportSection['schedule'] | null;
  readonly public: boolean;
}

/** Reports of the desk, each made of what is stored when it is asked for. */
@Injectable()
export class ReportService {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly days: ReportDays,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(SECRET_KEY) private readonly secret: SecretKey,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Those of the desk's file first, then one of each kind. */
  list(language?: string): ReportSummary[] {
    const { definitions } = this.profiles.current().desk.reports;
    const keys = [...Object.keys(definitions), ...REPORT_KINDS.filter((kind) => !(kind in definitions))];
    return keys.map((key) => {
      const { definition, of } = this.find(key);
      const { kind, schedule, public: shown, per } = definition;
      return { key, kind, title: this.titleOf(definition, of, language), per: per ?? of.per, schedule: schedule ?? null, public: shown };
    });
  }

  /** Default period: the desk's month so far. A list names what `viewer` sees (null: all). Throws `PermanentError`: `report_unknown`, `period_invalid`, `cursor_invalid`. */
  async make(key: string, request: ReportRequest, viewer: Viewer | null, sql: Sql = this.database.sql): Promise<MadeReport> {
    const { definition, of } = this.find(key);
    const { desk } = this.profiles.current();
    const { timeZone } = this.settings.deskSettings;
    const language = request.language ?? desk.languages[0]!;
    const today = dayAt(this.clock.now(), timeZone);
    const month = spanAround('month', request.to ?? today);
    const period = toPeriod(request.from ?? month.from, request.to ?? month.to);
    const per = request.per ?? definition.per ?? of.per;
    const after = request.cursor === undefined ? null : (decodeCursor(request.cursor, 2) as [string, string]);
    if (of.needs !== undefined) await this.days.make(sql, of.needs(period), desk);
    const { rows, next } = await of.run({
      ...{ sql, period, per: per ?? 'whole', timeZone, language, desk, definition, after, viewer },
      limit: Math.min(request.limit ?? 1_000, MOST_ROWS),
      pseudonym: (kind, id) => this.secret.sign(`pseudonym:${kind}`, id).toString('hex').slice(0, 16),
    });
    const columns = this.columnsOf(definition, of, language);
    const nextCursor = next === undefined ? null : encodeCursor([...next]);
    const about = {
      key,
      kind: definition.kind,
      title: this.titleOf(definition, of, language),
      period,
      per: of.per === null ? null : per,
      language,
    };
    return { ...about, columns, rows, madeAt: this.clock.now(), nextCursor };
  }

  /**
   * A report that is a file for people: its cells name what the desk names, its columns and title are in `language`; unset: the language it was made in. One
   * that the desk has no more keeps the titles it was made with.
   */
  toFile<T extends Omit<MadeReport, 'nextCursor'>>(report: T, language = report.language): T {
    const named = nameCells(report, this.profiles.current().desk, language);
    if (language === report.language || !this.list().some(({ key }) => key === report.key)) return named;
    const { definition, of } = this.find(report.key);
    const labels = new Map(this.columnsOf(definition, of, language).map(({ key, label }) => [key, label]));
    const columns = report.columns.map((column) => ({ ...column, label: labels.get(column.key) ?? column.label }));
    return { ...named, language, columns, title: this.titleOf(definition, of, language) };
  }

  private columnsOf(definition: ReportSection, of: ReportKindOf, language: string): Column[] {
    const [first] = this.profiles.current().desk.languages;
    return of.columns.map(({ key, kind, label }) => ({
      ...{ key, kind },
      label: pickText(definition.columns[key]?.label ?? label, language, first),
    }));
  }

  find(key: string): { definition: ReportSection; of: ReportKindOf } {
    const { definitions } = this.profiles.current().desk.reports;
    const kind = REPORT_KINDS.find((each) => each === key);
    const definition = definitions[key] ?? (kind === undefined ? undefined : ReportSection.parse({ kind }));
    if (definition !== undefined) return { definition, of: REPORT_KIND_BY_NAME.get(definition.kind)! };
    throw new PermanentError(`there is no report ${key}`, {
      code: 'report_unknown',
      hint: `one of: ${[...new Set([...Object.keys(definitions), ...REPORT_KINDS])].join(', ')}`,
    });
  }

  private titleOf(definition: ReportSection, of: ReportKindOf, language: string | undefined): string {
    const { languages } = this.profiles.current().desk;
    return pickText(definition.title ?? of.title, language ?? languages[0], languages[0]);
  }
}
