import { eventIdOf } from '#contracts';
import type { ClockKind, ClockStopper } from '../../desk/schema/targets.js';
import type { Judgement } from '../targets/judge.js';
import { type Clock, type ClockChange, isRunning } from './clock.js';

export type Judging = (clock: Pick<Clock, 'kind' | 'channel' | 'ivr' | 'startedAt' | 'pauses'>) => Judgement | null;

export interface ClockNews {
  readonly clock: Clock;
  readonly change: ClockChange;
}

/** By which channel a clock began, and by which entry. */
export interface ClockWhere {
  readonly channel: string | null;
  readonly ivr: readonly string[];
  readonly startedBy: string | null;
}

const DEFAULT_STOPPERS: readonly ClockStopper[] = ['answer', 'call'];

/** The clocks of one ticket, and what may be done to any of them. Pure: what changed is kept in `news` and `changed`. */
export class ClockSheet {
  readonly news: ClockNews[] = [];
  readonly changed = new Set<Clock>();

  constructor(
    protected readonly ticketId: string,
    protected readonly clocks: Clock[],
    /** Of which there are targets at all. */
    protected readonly kinds: ReadonlySet<ClockKind>,
    private readonly judging: Judging,
    protected readonly deskVersion: number,
  ) {}

  get all(): readonly Clock[] {
    return this.clocks;
  }

  /** What would end the waiting for a question. */
  stoppersOf(
    kind: ClockKind,
    { at, channel, ivr }: { at: number; channel: string | null; ivr: readonly string[] },
  ): readonly ClockStopper[] {
    return this.judging({ kind, channel, ivr, startedAt: at, pauses: [] })?.stoppedBy ?? DEFAULT_STOPPERS;
  }

  start(kind: ClockKind, round: string, at: number, where: ClockWhere): Clock | null {
    if (!this.kinds.has(kind)) return null;
    const id = eventIdOf(`clock:${this.ticketId}:${kind}:${round}`);
    const known = this.clocks.find((clock) => clock.id === id);
    if (known !== undefined) return known;
    const clock: Clock = {
      ...{ id, ticketId: this.ticketId, kind, round, startedAt: at, ...where },
      ...{ target: null, calendar: null, length: null, stoppedBy: [], dueAt: null, warnAt: null, pauses: [] },
      ...{
        warnedAt: null,
        breachedAt: null,
        metAt: null,
        metBy: null,
        cancelledAt: null,
        cancelledFor: null,
        deskVersion: this.deskVersion,
      },
    };
    this.apply(clock);
    this.clocks.push(clock);
    this.tell(clock, 'started');
    return clock;
  }

  meet(clock: Clock, at: number, entryId: string | null): void {
    if (!isRunning(clock)) return;
    clock.metAt = Math.max(at, clock.startedAt);
    clock.metBy = entryId;
    const late = clock.dueAt !== null && clock.metAt > clock.dueAt;
    if (late && clock.breachedAt === null) {
      clock.breachedAt = clock.dueAt;
      this.tell(clock, 'breached');
    }
    // It was told before the log had told of the answer.
    if (!late && clock.breachedAt === clock.dueAt) clock.breachedAt = null;
    this.tell(clock, 'met');
  }

  cancel(clock: Clock, at: number, why: string): void {
    if (clock.dueAt !== null && at > clock.dueAt && clock.breachedAt === null) {
      clock.breachedAt = clock.dueAt;
      this.tell(clock, 'breached');
    }
    clock.cancelledAt = Math.max(at, clock.startedAt);
    clock.cancelledFor = why;
    this.tell(clock, 'cancelled');
  }

  protected startRound(kind: ClockKind, at: number, where: ClockWhere): Clock | null {
    const rounds = this.clocks.filter((clock) => clock.kind === kind).length;
    return this.start(kind, String(rounds + 1), at, where);
  }

  protected running(kind: ClockKind): Clock | undefined {
    return this.clocks.find((clock) => clock.kind === kind && isRunning(clock));
  }

  protected setPauses(clock: Clock, pauses: Clock['pauses'], change: ClockChange): void {
    clock.pauses = pauses;
    this.apply(clock);
    this.tell(clock, change);
  }

  protected resume(clock: Clock, at: number): void {
    const pauses = clock.pauses.map((pause) => (pause.to === null ? { ...pause, to: Math.max(at, pause.from) } : pause));
    this.setPauses(clock, pauses, 'resumed');
  }

  protected apply(clock: Clock): void {
    const judgement = this.judging(clock);
    clock.target = judgement?.target ?? null;
    clock.calendar = judgement?.calendar ?? null;
    clock.length = judgement?.time ?? null;
    clock.stoppedBy = judgement?.stoppedBy ?? DEFAULT_STOPPERS;
    clock.dueAt = judgement?.dueAt ?? null;
    clock.warnAt = judgement?.warnAt ?? null;
  }

  protected tell(clock: Clock, change: ClockChange): void {
    this.changed.add(clock);
    this.news.push({ clock, change });
  }

  /** A round that began in another ticket: `told` is what was told of it there. Null where nothing is promised. */
  carry(kind: ClockKind, { at, entryId, channel, ivr }: CarriedRound, told: Clock | undefined, now: number): Clock | null {
    const clock = this.startRound(kind, at, { channel, ivr, startedBy: entryId });
    if (clock === null || told === undefined) return clock;
    if (clock.warnAt !== null && clock.warnAt <= now) clock.warnedAt = told.warnedAt;
    if (clock.dueAt !== null && clock.dueAt <= now && told.breachedAt !== null) clock.breachedAt = clock.dueAt;
    return clock;
  }

  /** A clock of another ticket, as it stands there, judged by this one's targets. */
  adopt(other: Clock): void {
    if (!this.kinds.has(other.kind)) return;
    const { kind, round } = other;
    const clock: Clock = { ...other, id: eventIdOf(`clock:${this.ticketId}:${kind}:${round}`), ticketId: this.ticketId };
    this.apply(clock);
    this.clocks.push(clock);
    this.tell(clock, 'started');
  }

  /** It is in another ticket from now on. What was told of it stays with it, in case it comes back. */
  giveAway(clock: Clock, at: number, why: string): void {
    clock.metAt = null;
    clock.metBy = null;
    clock.cancelledAt = Math.max(at, clock.startedAt);
    clock.cancelledFor = why;
    this.tell(clock, 'cancelled');
  }

  /** It is back, met where it was met meanwhile (`as`). */
  revive(clock: Clock, as?: Pick<Clock, 'metAt' | 'metBy'>): void {
    clock.cancelledAt = null;
    clock.cancelledFor = null;
    clock.metAt = as?.metAt ?? null;
    clock.metBy = as?.metBy ?? null;
    this.apply(clock);
    this.tell(clock, 'reopened');
  }

  /** What met it is in another ticket now. */
  unmeet(clock: Clock): void {
    if (clock.metAt === null) return;
    clock.metAt = null;
    clock.metBy = null;
    this.tell(clock, 'reopened');
  }
}

interface CarriedRound {
  readonly at: number;
  readonly entryId: string | null;
  readonly channel: string | null;
  readonly ivr: readonly string[];
}
