import { hash } from 'node:crypto';
import type { RawPayload } from '#contracts';
import type { AlarmReport } from './alarm.js';

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
  /** Different ones of them; a lower bound above `MOST_ACTIVE`. */
  readonly distinct: number;
  /** Prints of those that fire now, blanks between. */
  readonly active: string;
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

const MOST_ACTIVE = 2_000;
const MOST_SEEN = 2_000;
const MOST_EXAMPLES = 10;
const MAX_EXAMPLE = 200;

export interface IncidentRules {
  /** Firing again within this after the recovery is the same episode. */
  readonly quietMs: number;
}

/** The incident after a report. Pure. `deliveryId`: names the request, where its sender vouches for it. */
export function applyReport(
  known: Incident | null,
  report: AlarmReport,
  deliveryId: string | null,
  now: Date,
  rules: IncidentRules,
): Incident {
  const seen = known === null ? [] : split(known.seen);
  const print = deliveryId === null ? null : printOf(deliveryId, 12);
  if (known !== null && print !== null && seen.includes(print)) return known;
  const firing = report.alarms.filter((alarm) => alarm.firing);
  const fires = firing.length > 0 || report.untold > 0;
  const over = known?.resolvedAt !== null && known !== null;
  const begins = known === null || (fires && over && now.getTime() - Date.parse(known.resolvedAt!) >= rules.quietMs);
  const base = begins ? beginEpisode(known, report, now) : known;
  const active = new Set(split(base.active));
  let { distinct } = base;
  for (const { fingerprint, firing: fires } of report.alarms) {
    const name = printOf(fingerprint, 8);
    if (!fires) active.delete(name);
    else if (!active.has(name)) {
      distinct += 1;
      if (active.size < MOST_ACTIVE) active.add(name);
    }
  }
  if (report.over === true) active.clear();
  // Only what fired can be over: of one that never did, the recovery is an episode of its own that is over at once.
  const resolved = report.over ?? active.size === 0;
  const recovers = resolved && base.resolvedAt === null;
  const examples = [...new Set([...base.examples, ...firing.map(({ summary }) => summary.replace(/\s+/g, ' ').slice(0, MAX_EXAMPLE))])];
  const kept = print === null ? seen : [...seen, print].slice(-MOST_SEEN);
  return {
    ...base,
    url: report.url ?? base.url,
    severity: worst(base.severity, ...firing.map(({ severity }) => severity)),
    lastAt: fires ? now.toISOString() : base.lastAt,
    count: base.count + firing.length + report.untold,
    distinct,
    active: [...active].join(' '),
    examples: examples.slice(0, MOST_EXAMPLES),
    seen: kept.join(' '),
    resolvedAt: resolved ? (base.resolvedAt ?? now.toISOString()) : fires ? null : base.resolvedAt,
    recoveries: base.recoveries + (recovers ? 1 : 0),
  };
}

function beginEpisode(known: Incident | null, { title, labels, url, alarms }: AlarmReport, now: Date): Incident {
  const starts = alarms.map(({ startsAt }) => startsAt?.getTime()).filter((at) => at !== undefined && at <= now.getTime() && at > 0);
  return {
    episode: (known?.episode ?? 0) + 1,
    ...{ title, labels: keepFew(labels), url, severity: null },
    startedAt: new Date(starts.length > 0 ? Math.min(...(starts as number[])) : now.getTime()).toISOString(),
    lastAt: now.toISOString(),
    resolvedAt: null,
    ...{ recoveries: 0, count: 0, distinct: 0, active: '', examples: [] },
    seen: known?.seen ?? '',
    ...{ revision: 0, noteRevision: 0, told: '', raw: null },
  };
}

/** What a revision would tell; when it is what was told, there is nothing to do. */
export function tellingOf({ count, recoveries, resolvedAt }: Incident): string {
  return `${count}/${recoveries}/${resolvedAt === null ? 'on' : 'over'}`;
}

export function countActive({ active }: Incident): number {
  return split(active).length;
}

const SEVERITIES = ['info', 'warning', 'minor', 'average', 'error', 'major', 'high', 'critical', 'page', 'emergency', 'disaster'];

function worst(...given: readonly (string | null)[]): string | null {
  const known = given.filter((severity) => severity !== null);
  return known.sort((a, b) => SEVERITIES.indexOf(b.toLowerCase()) - SEVERITIES.indexOf(a.toLowerCase()))[0] ?? null;
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

function split(words: string): string[] {
  return words === '' ? [] : words.split(' ');
}
