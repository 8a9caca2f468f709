import type { ClockKind } from '../../desk/schema/targets.js';
import { showMoment } from '../../desk/show-moment.js';
import type { Clock, ClockChange } from './clock.js';

const NAMES: Readonly<Record<ClockKind, readonly [en: string, zh: string]>> = {
  response: ['first answer', '首次响应'],
  nextResponse: ['answer', '后续响应'],
  resolution: ['solution', '解决'],
  progress: ['word about how it stands', '进展通报'],
  pickup: ['call to be taken', '接听'],
  firstLine: ['first line', '一线接听'],
  greeting: ['greeting', '问候并确认身份'],
};

/** What an agent reads of a clock, in both languages of the house. */
export function noticeText({ kind, dueAt }: Pick<Clock, 'kind' | 'dueAt'>, change: ClockChange, number: string, timeZone: string): string {
  const [en, zh] = NAMES[kind];
  const due = dueAt === null ? '' : showMoment(new Date(dueAt), timeZone);
  return change === 'breached'
    ? `${number}: ${zh}已超时（应于 ${due}）。The ${en} is overdue (was due ${due}).`
    : `${number}: ${zh}即将超时（${due}）。The ${en} is due soon (${due}).`;
}
