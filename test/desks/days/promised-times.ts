import type { Desk } from '../../../apps/ticketing/src/desk/desk-schema.js';
import { groupIdOf } from '../../../apps/ticketing/src/desk/desk-groups.js';
import type { Facts, Round } from './ticket-stories.js';
import type { WalkedHours } from './walked-hours.js';

/** What a desk's file promises for a wait, found by reading the file; shares nothing with the book of targets and the judge. */
export interface Promised {
  readonly target: string;
  readonly calendar: string;
  /** When it is due, a pause that lasts left aside; null: beyond what was walked. */
  readonly end: number | null;
  /** As the file says it: `4 working hours`, with the factor of the day. */
  readonly length: string;
}

interface Candidate {
  readonly key: string;
  readonly when: Readonly<Record<string, unknown>>;
  readonly length: Desk['targets']['list'][number]['length'];
  readonly calendar: string | undefined;
  readonly alone: boolean;
}

const UNIT_MS: Readonly<Record<string, number>> = { second: 1_000, minute: 60_000, hour: 3_600_000 };
const ALWAYS = 'always';

export class PromisedTimes {
  constructor(
    private readonly desk: Desk,
    private readonly hours: WalkedHours,
  ) {}

  /** Are there promises of a kind at all? Without any there is no such clock. */
  has(kind: Round['kind']): boolean {
    return this.candidates(kind).length > 0;
  }

  channelOf(inbox: string, medium: string): string | null {
    const channels = Object.entries(this.desk.channels);
    return (
      channels.find(([, { inboxes }]) => inboxes.includes(inbox))?.[0] ??
      channels.find(([, { media }]) => media.includes(medium))?.[0] ??
      null
    );
  }

  /** Of those that hold the one that is due first; null where none does. */
  find(round: Round, channel: string | null, facts: Facts): Promised | null {
    const holding = this.candidates(round.kind).filter(({ when }) => this.holds(when, { ...facts, channel }));
    const alone = holding.find((candidate) => candidate.alone);
    const promised = (alone === undefined ? holding : [alone]).map((candidate) => this.measure(candidate, channel, round));
    const first = promised.sort((a, b) => (a.begun ?? Infinity) - (b.begun ?? Infinity))[0];
    return first ?? null;
  }

  private candidates(kind: Round['kind']): Candidate[] {
    const listed = this.desk.targets.list
      .filter((target) => target.kind === kind)
      .map(({ key, when, length, calendar, alone }) => ({ key, when, length, calendar, alone }));
    const ofPriorities = ['low', 'normal', 'high', 'urgent'].flatMap((priority): Candidate[] => {
      const section = this.desk.priorities[priority as 'low'];
      const length = section?.[kind];
      const when = { priority: [priority] };
      return length === undefined ? [] : [{ key: `priority-${priority}`, when, length, calendar: section?.calendar, alone: false }];
    });
    return [...listed, ...ofPriorities];
  }

  private holds(when: Candidate['when'], facts: Facts): boolean {
    return Object.entries(when).every(([name, wanted]) => {
      if (wanted === undefined) return true;
      if (name === 'vip') return wanted === false;
      const list = wanted as readonly unknown[];
      if (name === 'tag') return list.some((tag) => (facts['tags'] as readonly unknown[]).includes(tag));
      if (name === 'category') return list.some((category) => this.isBelow(facts['category'], category));
      if (name === 'group') return list.some((key) => groupIdOf(String(key)) === facts['group']);
      return list.includes(facts[name] ?? null);
    });
  }

  private isBelow(category: unknown, wanted: unknown): boolean {
    return category === wanted || (typeof category === 'string' && new RegExp(`^${String(wanted)}[./]`).test(category));
  }

  private measure({ key, length, calendar: named }: Candidate, channel: string | null, round: Round): Promised & { begun: number | null } {
    const own = channel === null ? undefined : this.desk.channels[channel]?.hours;
    const calendar = named ?? own ?? this.desk.targets.calendar ?? ALWAYS;
    const text = this.lengthOn(length, calendar, round.startedAt);
    const begun = this.add(text, calendar, round.startedAt);
    return { target: key, calendar, begun, end: this.prolong(begun, text, calendar, round), length: text };
  }

  private lengthOn(length: Candidate['length'], calendar: string, at: number): string {
    if (typeof length === 'string') return length;
    const own = length.onDays[this.hours.kindOf(calendar, at)];
    if (own === undefined) return length.within;
    if (typeof own === 'string') return own;
    const [count, ...unit] = length.within.split(' ');
    return [Number(count) * own.factor, ...unit].join(' ');
  }

  private add(text: string, calendar: string, from: number): number | null {
    const { count, working, ms } = readLength(text);
    if (ms === null) return this.hours.addWorkingDays(calendar, from, Math.ceil(count));
    return working ? this.hours.addWorkingTime(calendar, from, count * ms) : from + count * ms;
  }

  private prolong(begun: number | null, text: string, calendar: string, { pauses }: Round): number | null {
    const { working, ms } = readLength(text);
    const inHours = working || ms === null;
    let due = begun;
    for (const { from, to } of pauses) {
      if (due === null || to === null || from >= due) continue;
      due = inHours ? this.hours.addWorkingTime(calendar, due, this.hours.workingTimeBetween(calendar, from, to)) : due + (to - from);
    }
    return due;
  }
}

/** `ms` null: days. */
function readLength(text: string): { readonly count: number; readonly working: boolean; readonly ms: number | null } {
  const [, count, kind, unit] = /^([\d.]+) (clock|working) (second|minute|hour|day)s?$/.exec(text) ?? [];
  if (count === undefined) throw new Error(`no length: ${text}`);
  const ms = unit === 'day' ? (kind === 'clock' ? 86_400_000 : null) : UNIT_MS[unit!]!;
  return { count: Number(count), working: kind === 'working', ms };
}
