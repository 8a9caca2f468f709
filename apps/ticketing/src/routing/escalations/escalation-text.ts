import { type LocalisedText, pickText } from '../../desk/schema/texts.js';

/** What somebody fills in who hands a ticket one level up. */
export interface EscalationForm {
  readonly problem: string;
  readonly impact: string;
  /** What was tried, each with what came of it. */
  readonly tried: readonly { readonly what: string; readonly result: string }[];
  readonly why: string;
  /** Key of a group. */
  readonly suggestedTeam: string | null;
}

const LABELS = {
  en: {
    head: 'Escalated',
    reason: 'Reason',
    problem: 'Problem',
    impact: 'Impact',
    tried: 'Tried',
    why: 'Why',
    to: 'To',
    nothing: 'nothing yet',
  },
  zh: {
    head: '已升级',
    reason: '升级原因',
    problem: '问题描述',
    impact: '影响范围',
    tried: '已尝试的方案与结果',
    why: '升级理由',
    to: '转交',
    nothing: '尚无',
  },
} as const;

/** The form as the thread shows it to whoever takes over. */
export function describeEscalation(
  { form, number, reason, team }: { form: EscalationForm; number: string; reason: LocalisedText; team: LocalisedText },
  language: string,
): string {
  const labels = language.startsWith('zh') ? LABELS.zh : LABELS.en;
  const tried = form.tried.map(({ what, result }, index) => `  ${index + 1}. ${what} → ${result}`);
  return [
    `${labels.head} ${number}`,
    `${labels.reason}: ${pickText(reason, language)}`,
    `${labels.problem}: ${form.problem}`,
    `${labels.impact}: ${form.impact}`,
    ...(tried.length === 0 ? [`${labels.tried}: ${labels.nothing}`] : [`${labels.tried}:`, ...tried]),
    `${labels.why}: ${form.why}`,
    `${labels.to}: ${pickText(team, language)}`,
  ].join('\n');
}
