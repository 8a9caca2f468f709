import { hash } from 'node:crypto';
import type { RawPayload } from '#contracts';
import type { Alarm, AlarmReport } from './alarm.js';

/**
 * All that is remembered of one group of alarms; JSON of at most some 50 KiB. One *episode* lasts from the first firing to the recovery after which it
 * stayed quiet: it has one entry, which is revised, and one note of its recovery, which is revised too, however often it flaps.
 */
export interface Incident {
  readonly episode: number;
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly url: string | null;
  readonly severity: string | null;
  readonly startedAt: string;
  readonly lastAt: string;
  readonly resolvedAt: string | null;
  /** Times that it was over, in this episode. */
  readonly recoveries: number;
  /** Alarms that fired, repeats too. */
  readonly count: number;
  /** Different ones of them; a lower bound above `MOST_KNOWN`. */
  readonly distinct: number;
  /** Prints of those that fire now, and of those that fired in this episode and are over; blanks between. */
  readonly active: string;
  readonly past: string;
  readonly examples: readonly string[];
  /** Requests that were counted, newest last, blanks between: a second try of one is not counted again. */
  readonly seen: string;
  /** Revisions of the entry and of the note of recovery that were given out; 0: there is none yet. */
  readonly revision: number;
  readonly noteRevision: number;
  /** `count` and `recoveries` as the newest revision tells them. */
  readonly told: string;
  readonly raw: RawPayload | null;
}

const MOST_KNOWN = 2_000;
const MOST_SEEN = 2_000;
const MOST_EXAMPLES = 10;
const MAX_EXAMPLE = 200;

export interface IncidentRules {
  /** Firing again within this after the recovery is the same episode. */
  readonly quietMs: number;
}

/** A report with the name of its request, where the sender vouches for one. */
export interface Counted {
  readonly report: AlarmReport;
  readonly deliveryId: string | null;
}

/** An incident while it is counted: lists as sets, for a round of a storm has hundreds of reports. */
interface Counting {
  incident: Incident;
  readonly active: Set<string>;
  readonly past: Set<string>;
  readonly seen: Set<string>;
}

/** The incident after these reports, in their order; the very same object when there was nothing to count. Pure. */
export function applyReports(known: Incident | null, round: readonly Counted[], now: Date, rules: IncidentRules): Incident | null {
  let counting: Counting | null =
    known === null ? null : { incident: known, active: toSet(known.active), past: toSet(known.past), seen: toSet(known.seen) };
  let changed = false;
  for (const { report, deliveryId } of round) {
    const print = deliveryId === null ? null : printOf(deliveryId, 12);
    if (print !== null && counting?.seen.has(print) === true) continue;
    counting = applyReport(counting, report, now, rules);
    if (print !== null) counting.seen.add(print);
    changed = true;
  }
  if (counting === null || !changed) return known;
  const { incident, active, past, seen } = counting;
  return { ...incident, active: [...active].join(' '), past: [...past].join(' '), seen: [...seen].slice(-MOST_SEEN).join(' ') };
}

function applyReport(counting: Counting | null, report: AlarmReport, now: Date, rules: IncidentRules): Counting {
  const firing = report.alarms.filter((alarm) => alarm.firing);
  const fires = firing.length > 0 || report.untold > 0;
  const resolvedAt = counting?.incident.resolvedAt ?? null;
  const quiet = resolvedAt !== null && now.getTime() - Date.parse(resolvedAt) >= rules.quietMs;
  const goesOn = counting !== null && !(fires && quiet) ? counting : null;
  const incident = goesOn?.incident ?? beginEpisode(counting?.incident ?? null, report, now);
  const { active, past, seen } = goesOn ?? {
    active: new Set<string>(),
    past: new Set<string>(),
    seen: counting?.seen ?? new Set<string>(),
  };
  let { distinct } = incident;
  for (const { fingerprint, firing: fires } of report.alarms) {
    const name = printOf(fingerprint, 8);
    if (!fires) {
      if (active.delete(name)) past.add(name);
    } else if (!active.has(name)) {
      if (active.size + past.size < MOST_KNOWN || past.has(name)) active.add(name);
      if (!past.delete(name) && active.has(name)) distinct += 1;
    }
  }
  if (report.over === true) {
    for (const name of active) past.add(name);
    active.clear();
  }
  const resolved = report.over ?? active.size === 0;
  const next: Incident = {
    ...incident,
    url: report.url ?? incident.url,
    severity: worst(incident.severity, firing),
    lastAt: fires ? now.toISOString() : incident.lastAt,
    count: incident.count + firing.length + report.untold,
    distinct,
    examples: addExamples(incident.examples, firing),
    resolvedAt: resolved ? (incident.resolvedAt ?? now.toISOString()) : fires ? null : incident.resolvedAt,
    recoveries: incident.recoveries + (resolved && incident.resolvedAt === null ? 1 : 0),
  };
  return { incident: next, active, past, seen };
}

function addExamples(known: readonly string[], firing: readonly Alarm[]): readonly string[] {
  if (known.length >= MOST_EXAMPLES) return known;
  const more = firing.slice(0, 100).map(({ summary }) => summary.replace(/\s+/g, ' ').slice(0, MAX_EXAMPLE));
  return [...new Set([...known, ...more])].slice(0, MOST_EXAMPLES);
}

function beginEpisode(known: Incident | null, { title, labels, url, alarms }: AlarmReport, now: Date): Incident {
  const starts = alarms.map(({ startsAt }) => startsAt?.getTime()).filter((at) => at !== undefined && at <= now.getTime() && at > 0);
  return {
    episode: (known?.episode ?? 0) + 1,
    ...{ title, labels: keepFew(labels), url, severity: null },
    startedAt: new Date(starts.length > 0 ? Math.min(...(starts as number[])) : now.getTime()).toISOString(),
    lastAt: now.toISOString(),
    resolvedAt: null,
    ...{ recoveries: 0, count: 0, distinct: 0, active: '', past: '', examples: [] },
    seen: known?.seen ?? '',
    ...{ revision: 0, noteRevision: 0, told: '', raw: null },
  };
}

/** What a revision would tell; when it is what was told, there is nothing to do. */
export function tellingOf({ count, recoveries, resolvedAt }: Incident): string {
  return `${count}/${recoveries}/${resolvedAt === null ? 'on' : 'over'}`;
}

export function countActive({ active }: Incident): number {
  return toSet(active).size;
}

const SEVERITIES = ['info', 'warning', 'minor', 'average', 'error', 'major', 'high', 'critical', 'page', 'emergency', 'disaster'];

function worst(known: string | null, firing: readonly Alarm[]): string | null {
  let [found, rank] = [known, known === null ? -2 : SEVERITIES.indexOf(known.toLowerCase())];
  for (const { severity } of firing) {
    const own = severity === null ? -2 : SEVERITIES.indexOf(severity.toLowerCase());
    if (own > rank) [found, rank] = [severity, own];
  }
  return found;
}

function keepFew(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels)
      .slice(0, 20)
      .map(([name, value]) => [name.slice(0, 60), value.slice(0, 200)]),
  );
}

function printOf(text: string, length: number): string {
  return hash('sha256', text, 'base64url').slice(0, length);
}

function toSet(words: string): Set<string> {
  return new Set(words === '' ? [] : words.split(' '));
}
