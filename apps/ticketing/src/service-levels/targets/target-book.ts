import type { Desk } from '../../desk/desk-schema.js';
import type { ClockKind, ClockStopper, TargetSection } from '../../desk/schema/targets.js';
import type { TargetLengthSection } from '../../desk/schema/target-length.js';
import { TICKET_PRIORITIES, type TicketPriority } from '../../tickets/ticket-state.js';
import { parseTargetTime, type TargetLength } from '../calendars/targets.js';

/** What a target's conditions are about. */
export interface JudgedFacts {
  readonly channel: string | null;
  readonly priority: TicketPriority;
  readonly category: string | null;
  readonly requestType: string | null;
  /** Key of the group. */
  readonly group: string | null;
  readonly plan: string | null;
  readonly class: string | null;
  readonly vip: boolean;
  readonly urgency: string | null;
  readonly mood: string | null;
  readonly tags: readonly string[];
  readonly level: number | null;
  readonly ivr: readonly string[];
}

export interface Target {
  readonly key: string;
  readonly kind: ClockKind;
  readonly when: TargetSection['when'];
  readonly length: TargetLength;
  readonly calendar: string | undefined;
  readonly stoppedBy: ReadonlySet<ClockStopper>;
  readonly alone: boolean;
}

const DEFAULT_STOPPERS: readonly ClockStopper[] = ['answer', 'call'];

/** All targets of a desk in the order of its file, those of the priorities last. */
export class TargetBook {
  private readonly targets: readonly Target[];

  constructor({ targets, priorities }: Pick<Desk, 'targets' | 'priorities'>) {
    const listed = targets.list.map((target): Target => ({
      ...target,
      calendar: target.calendar,
      length: toLength(target.length),
      stoppedBy: new Set(target.stoppedBy ?? DEFAULT_STOPPERS),
    }));
    const ofPriorities = TICKET_PRIORITIES.flatMap((priority) => {
      const { response, nextResponse, resolution, progress, calendar } = priorities[priority] ?? {};
      return Object.entries({ response, nextResponse, resolution, progress }).flatMap(([kind, length]): Target[] =>
        length === undefined
          ? []
          : [
              {
                key: `priority-${priority}`,
                kind: kind as ClockKind,
                when: { priority: [priority] },
                length: toLength(length),
                calendar,
                stoppedBy: new Set(DEFAULT_STOPPERS),
                alone: false,
              },
            ],
      );
    });
    this.targets = [...listed, ...ofPriorities];
  }

  /** Those that hold: the first that holds alone, else all. */
  find(kind: ClockKind, facts: JudgedFacts): readonly Target[] {
    const holding = this.targets.filter((target) => target.kind === kind && holds(target.when, facts));
    const alone = holding.find((target) => target.alone);
    return alone === undefined ? holding : [alone];
  }

  get kinds(): ReadonlySet<ClockKind> {
    return new Set(this.targets.map(({ kind }) => kind));
  }
}

export function toLength(section: TargetLengthSection): TargetLength {
  if (typeof section === 'string') return { within: parseTargetTime(section)!, onDays: {} };
  const onDays = Object.entries(section.onDays).flatMap(([kind, own]) =>
    own === undefined ? [] : [[kind, typeof own === 'string' ? parseTargetTime(own)! : own] as const],
  );
  return { within: parseTargetTime(section.within)!, onDays: Object.fromEntries(onDays) };
}

function holds(when: TargetSection['when'], facts: JudgedFacts): boolean {
  const is = (wanted: readonly string[] | undefined, value: string | null) =>
    wanted === undefined || (value !== null && wanted.includes(value));
  return (
    is(when.channel, facts.channel) &&
    is(when.priority, facts.priority) &&
    is(when.requestType, facts.requestType) &&
    is(when.group, facts.group) &&
    is(when.plan, facts.plan) &&
    is(when.class, facts.class) &&
    is(when.urgency, facts.urgency) &&
    is(when.mood, facts.mood) &&
    (when.vip === undefined || when.vip === facts.vip) &&
    (when.level === undefined || (facts.level !== null && when.level.includes(facts.level))) &&
    (when.category === undefined || when.category.some((category) => isWithin(facts.category, category))) &&
    (when.tag === undefined || when.tag.some((tag) => facts.tags.includes(tag))) &&
    (when.ivr === undefined || when.ivr.some((key) => facts.ivr.includes(key)))
  );
}

/** `account/login` and `account.login` are within `account`. */
function isWithin(category: string | null, wanted: string): boolean {
  if (category === null) return false;
  return category === wanted || (category.startsWith(wanted) && /[./]/.test(category[wanted.length]!));
}
