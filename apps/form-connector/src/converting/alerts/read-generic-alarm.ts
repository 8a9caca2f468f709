import { z } from 'zod';
import { readTime } from '../webhook-message.js';
import type { AlarmReport } from './alarm.js';
import { nameGroup, printLabels } from './read-alertmanager.js';

const OVER = /^(?:resolved|ok|recovered|closed|normal|up|恢复|已恢复)$/i;

const GenericAlarm = z.object({
  /** Which incident; else by `groupBy`, else by the alarm itself. */
  incident: z.coerce.string().min(1).max(1_000).optional(),
  fingerprint: z.coerce.string().min(1).max(1_000).optional(),
  status: z.coerce.string().max(40).default('firing'),
  title: z.coerce.string().min(1).max(500),
  description: z.coerce.string().max(10_000).optional(),
  severity: z.coerce.string().max(40).optional(),
  labels: z.record(z.string(), z.coerce.string()).default({}),
  startsAt: z.union([z.string(), z.number()]).optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(4_000)
    .optional(),
});

/** One alarm, or `alerts` with several. */
export const GenericBody = z.union([
  z.object({ alerts: z.array(GenericAlarm).min(1).max(10_000) }),
  GenericAlarm.transform((alarm) => ({ alerts: [alarm] })),
]);
export type GenericBody = z.infer<typeof GenericBody>;

export function readGenericAlarms({ alerts }: GenericBody, groupBy: readonly string[]): AlarmReport[] {
  const reports = new Map<string, AlarmReport & { alarms: AlarmReport['alarms'][number][] }>();
  for (const alert of alerts) {
    const { incident, title, labels, severity = null, description, url = null } = alert;
    const fingerprint = alert.fingerprint ?? printLabels({ ...labels, '': title });
    const chosen = Object.fromEntries(groupBy.map((name) => [name, labels[name] ?? '']));
    const group = incident ?? (groupBy.length > 0 ? JSON.stringify(chosen) : fingerprint);
    const known = reports.get(group) ?? {
      ...{ group, labels, url, over: null, untold: 0 },
      title: incident === undefined && groupBy.length > 0 ? (nameGroup(chosen) ?? title) : title,
      alarms: [],
    };
    known.alarms.push({
      fingerprint,
      firing: !OVER.test(alert.status.trim()),
      summary: description === undefined ? title : `${title}: ${description}`,
      severity,
      startsAt: readTime(alert.startsAt === undefined ? null : String(alert.startsAt)),
    });
    reports.set(group, known);
  }
  return [...reports.values()];
}
