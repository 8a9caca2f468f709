import type { PromiseSection } from '../../desk/schema/reports.js';
import { toSpanMs } from '../../desk/schema/surveys.js';
import { pickText } from '../../desk/schema/texts.js';
import { column, type ReportKindOf, type ReportScope } from '../report.js';
import type { Cell } from '../table.js';

/** Every promise of the desk beside what was measured, what waits in vain too. Kept is null where nothing was measured. */
export const PROMISES_REPORT: ReportKindOf = {
  kind: 'promises',
  title: { zh: '渠道承诺达成情况', en: 'Channel promises kept' },
  per: null,
  columns: [
    column('channel', 'text', '渠道', 'Channel'),
    column('for', 'text', '适用场景', 'What it is for'),
    column('promise', 'text', '承诺', 'Promise'),
    column('measured', 'number', '统计量', 'Measured'),
    column('mean', 'minutes', '平均（分钟）', 'Mean (min)'),
    column('within', 'share', '达标率', 'Share within'),
    column('kept', 'text', '是否达成', 'Kept'),
  ],
  needs: (period) => period,
  run: async (scope) => {
    const rows: Cell[][] = [];
    for (const promise of scope.desk.reports.promises) rows.push(await measure(scope, promise));
    return { rows };
  },
};

async function measure({ sql, period, language, desk }: ReportScope, promise: PromiseSection): Promise<Cell[]> {
  const isShare = promise.measure === 'connected';
  const [row] = await sql.query<{ measured: number; mean: number | null; within: number | null }>(
    `select coalesce(sum(measured), 0) as measured, sum(seconds) / nullif(sum(measured), 0) / 60 as mean, sum(good) / nullif(sum(measured), 0) as within
     from report_promise_days where promise = $3 and day between $1::date and $2::date`,
    [period.from, period.to, promise.key],
  );
  const { measured, mean } = row!;
  const inTime = isShare || promise.within !== undefined ? row!.within : null;
  const kept =
    measured === 0
      ? null
      : (promise.mean === undefined || isShare || mean! * 60_000 <= toSpanMs(promise.mean)) && (inTime === null || inTime >= promise.share);
  const [desks] = desk.languages;
  const words = (text: PromiseSection['name'] | undefined) => (text === undefined ? '' : pickText(text, language, desks));
  return [
    words(promise.name),
    words(promise.for),
    promise.says === undefined ? describePromise(promise) : words(promise.says),
    measured,
    isShare || mean === null ? null : Math.round(mean * 10) / 10,
    inTime === null ? null : Math.round(inTime * 10_000) / 10_000,
    kept === null ? null : kept ? 'yes' : 'no',
  ];
}

export function describePromise({ mean, within, share, measure: measured }: PromiseSection): string {
  if (measured === 'connected') return `≥ ${Math.round(share * 1_000) / 10} %`;
  const parts = [
    mean === undefined ? '' : `Ø ≤ ${mean}`,
    within === undefined ? '' : `≤ ${within}${share < 1 ? ` (${Math.round(share * 1_000) / 10} %)` : ''}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
