import { hash } from 'node:crypto';
import { z } from 'zod';
import { readTime } from '../webhook-message.js';
import type { Alarm, AlarmReport } from './alarm.js';

const Labels = z.record(z.string(), z.coerce.string()).default({});

/** Body of Alertmanager's webhook receiver, version 4; Grafana sends the same. */
export const AlertmanagerBody = z.object({
  groupKey: z.coerce.string().min(1),
  status: z.enum(['firing', 'resolved']),
  truncatedAlerts: z.coerce.number().int().min(0).default(0),
  groupLabels: Labels,
  commonLabels: Labels,
  commonAnnotations: Labels,
  externalURL: z.string().optional(),
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels: Labels,
        annotations: Labels,
        startsAt: z.string().optional(),
        generatorURL: z.string().optional(),
        fingerprint: z.string().optional(),
      }),
    )
    .max(10_000),
});
export type AlertmanagerBody = z.infer<typeof AlertmanagerBody>;

/** `groupBy`: labels that make an incident instead of the monitor's own grouping. */
export function readAlertmanager(body: AlertmanagerBody, groupBy: readonly string[]): AlarmReport[] {
  const { groupLabels, commonLabels, commonAnnotations, externalURL, truncatedAlerts } = body;
  const shared = { labels: commonLabels, url: externalURL ?? null, untold: truncatedAlerts };
  if (groupBy.length === 0) {
    const title =
      commonAnnotations['summary'] ?? groupLabels['alertname'] ?? commonLabels['alertname'] ?? nameGroup(groupLabels) ?? body.groupKey;
    return [{ ...shared, group: body.groupKey, title, alarms: body.alerts.map(toAlarm), over: body.status === 'resolved' }];
  }
  const groups = new Map<string, { alarms: Alarm[]; title: string; labels: Record<string, string> }>();
  for (const alert of body.alerts) {
    const labels = Object.fromEntries(groupBy.map((name) => [name, alert.labels[name] ?? '']));
    const group = JSON.stringify(labels);
    const known = groups.get(group) ?? { alarms: [], title: nameGroup(labels) ?? 'alarm', labels };
    known.alarms.push(toAlarm(alert));
    groups.set(group, known);
  }
  return [...groups].map(([group, { alarms, title, labels }]) => ({ ...shared, group, title, labels, alarms, over: null, untold: 0 }));
}

function toAlarm({ status, labels, annotations, startsAt, fingerprint }: AlertmanagerBody['alerts'][number]): Alarm {
  return {
    fingerprint: fingerprint ?? printLabels(labels),
    firing: status === 'firing',
    summary: annotations['summary'] ?? annotations['description'] ?? annotations['message'] ?? nameGroup(labels) ?? 'alarm',
    severity: labels['severity'] ?? null,
    startsAt: readTime(startsAt ?? null),
  };
}

export function printLabels(labels: Readonly<Record<string, string>>): string {
  return hash('sha256', JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))), 'hex').slice(0, 16);
}

/** `HighLoad host=db1`, alertname first. */
export function nameGroup(labels: Readonly<Record<string, string>>): string | null {
  const { alertname, ...others } = labels;
  const rest = Object.entries(others)
    .filter(([, value]) => value !== '')
    .slice(0, 6)
    .map(([name, value]) => `${name}=${value}`);
  const words = [alertname, ...rest].filter((word) => word !== undefined && word !== '').join(' ');
  return words === '' ? null : words.slice(0, 300);
}
