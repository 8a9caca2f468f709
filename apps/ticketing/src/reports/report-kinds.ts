import type { ReportKind } from '../desk/schema/reports.js';
import {
  AGENTS_REPORT,
  CHANNELS_REPORT,
  HEALTH_REPORT,
  KPI_REPORT,
  PUBLIC_FIGURES,
  SERVICE_REPORT,
  YEARLY_REPORT,
} from './kinds/figure-reports.js';
import { ASSESSOR_EXPORT, PROGRESS_TABLE, REQUEST_LOG, SATISFACTION_TABLE } from './kinds/list-reports.js';
import { NPS_REPORT } from './kinds/nps-report.js';
import { GAPS_REPORT, PROBLEMS_REPORT } from './kinds/problem-reports.js';
import { PROMISES_REPORT } from './kinds/promises-report.js';
import type { ReportKindOf } from './report.js';

const KINDS: readonly ReportKindOf[] = [
  ...[
    REQUEST_LOG,
    PROGRESS_TABLE,
    SATISFACTION_TABLE,
    KPI_REPORT,
    SERVICE_REPORT,
    NPS_REPORT,
    HEALTH_REPORT,
    CHANNELS_REPORT,
    YEARLY_REPORT,
  ],
  ...[GAPS_REPORT, PROMISES_REPORT, PROBLEMS_REPORT, AGENTS_REPORT, PUBLIC_FIGURES, ASSESSOR_EXPORT],
];

export const REPORT_KIND_BY_NAME: ReadonlyMap<ReportKind, ReportKindOf> = new Map(KINDS.map((each) => [each.kind, each]));
