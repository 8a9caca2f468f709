import type { Language } from '../form-template.js';
import { countActive, type Incident } from './incident.js';

interface IncidentWords {
  readonly firing: string;
  readonly over: string;
  readonly severity: string;
  readonly count: (count: number, distinct: number, active: number) => string;
  readonly times: (first: string, last: string) => string;
  readonly flapped: (recoveries: number) => string;
  readonly recovered: (at: string) => string;
  readonly again: string;
}

const WORDS: Readonly<Record<Language, IncidentWords>> = {
  zh: {
    firing: '【告警】',
    over: '【恢复】',
    severity: '级别：',
    count: (count, distinct, active) => `告警 ${count} 次，不同告警 ${distinct} 个，仍在告警 ${active} 个`,
    times: (first, last) => `首次 ${first}，最近 ${last}`,
    flapped: (recoveries) => `期间恢复过 ${recoveries} 次`,
    recovered: (at) => `已于 ${at} 恢复`,
    again: '之后又开始告警，见事件条目。',
  },
  en: {
    firing: '[FIRING]',
    over: '[RESOLVED]',
    severity: 'Severity: ',
    count: (count, distinct, active) => `Alarms: ${count} (${distinct} different, ${active} still firing)`,
    times: (first, last) => `First ${first}, last ${last}`,
    flapped: (recoveries) => `Recovered ${recoveries} times in between`,
    recovered: (at) => `Recovered at ${at}`,
    again: 'It fires again since: see the entry of the incident.',
  },
};

/** The incident's one entry, as it stands. */
export function describeIncident(incident: Incident, language: Language): string {
  const words = WORDS[language];
  const { title, severity, count, distinct, startedAt, lastAt, resolvedAt, recoveries, labels, examples, url } = incident;
  const named = Object.entries(labels).map(([name, value]) => `${name}: ${value}`);
  return [
    `${resolvedAt === null ? words.firing : words.over} ${title}`,
    ...(severity === null ? [] : [`${words.severity}${severity}`]),
    words.count(count, distinct, countActive(incident)),
    words.times(startedAt, lastAt),
    ...(resolvedAt === null ? [] : [words.recovered(resolvedAt)]),
    ...(recoveries > (resolvedAt === null ? 0 : 1) ? [words.flapped(recoveries - (resolvedAt === null ? 0 : 1))] : []),
    ...(named.length > 0 ? ['', ...named] : []),
    ...(examples.length > 0 ? ['', ...examples.map((example) => `- ${example}`)] : []),
    ...(url === null ? [] : ['', url]),
  ].join('\n');
}

/** The note of its recovery. */
export function describeRecovery(incident: Incident, language: Language): string {
  const words = WORDS[language];
  const { title, resolvedAt, count, distinct, recoveries } = incident;
  return [
    `${words.over} ${title}`,
    resolvedAt === null ? words.again : words.recovered(resolvedAt),
    words.count(count, distinct, countActive(incident)),
    ...(recoveries > 1 ? [words.flapped(recoveries - (resolvedAt === null ? 0 : 1))] : []),
  ].join('\n');
}

export function subjectOf({ title }: Incident, language: Language): string {
  return `${WORDS[language].firing} ${title}`;
}
