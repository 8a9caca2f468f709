import type { Calendar } from './calendar.js';
import type { DayKind } from './day-plan.js';
import { addWorkingDays } from './working-days.js';

/** A length of time as a desk promises it: by the wall clock, or counting only the hours of a calendar. */
export type TargetTime =
  | { readonly of: 'clock'; readonly ms: number }
  | { readonly of: 'working'; readonly ms: number }
  | { readonly of: 'working-days'; readonly days: number };

/** A target and how it differs by the kind of day it begins on. */
export interface TargetLength {
  readonly within: TargetTime;
  readonly onDays: Readonly<Partial<Record<DayKind, TargetTime | { readonly factor: number }>>>;
}

const PATTERN = /^(\d+(?:\.\d+)?) (clock|working) (seconds?|minutes?|hours?|days?)$/;
const UNITS = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** `4 clock hours`, `30 working minutes`, `3 working days`; null for anything else. */
export function parseTargetTime(text: string): TargetTime | null {
  const [, amount, of, units] = PATTERN.exec(text) ?? [];
  if (amount === undefined) return null;
  const unit = units!.replace(/s$/, '') as keyof typeof UNITS;
  const count = Number(amount);
  if (!(count > 0) || count > 10_000) return null;
  if (of === 'working' && unit === 'day') return Number.isInteger(count) ? { of: 'working-days', days: count } : null;
  return { of: of as 'clock' | 'working', ms: Math.round(count * UNITS[unit]) };
}

/** What holds on the day a clock begins. A factor of working days gives whole ones, rounded up. */
export function lengthOn({ within, onDays }: TargetLength, kind: DayKind): TargetTime {
  const own = onDays[kind];
  if (own === undefined) return within;
  if (!('factor' in own)) return own;
  if (within.of === 'working-days') return { of: 'working-days', days: Math.ceil(within.days * own.factor) };
  return { of: within.of, ms: Math.round(within.ms * own.factor) };
}

/** When it is over; null when a calendar never opens again. */
export function dueAfter(calendar: Calendar, from: number, time: TargetTime): number | null {
  if (time.of === 'clock') return from + time.ms;
  return time.of === 'working' ? calendar.addWorkingTime(from, time.ms) : addWorkingDays(calendar, from, time.days);
}
