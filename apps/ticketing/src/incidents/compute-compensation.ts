import type { CompensationPolicy } from '../desk/schema/incidents.js';
import { spanMs } from '../desk/schema/spans.js';

/** When an incident touches somebody; null: from its start, until its end. */
export interface TouchedTime {
  readonly touchedFrom: Date | null;
  readonly touchedUntil: Date | null;
}

export interface ComputedCompensation {
  readonly amount: number;
  readonly unit: string;
  /** How it came about, for who approves it. */
  readonly basis: {
    readonly plan: string | null;
    readonly minutes: number | null;
    /** Spans that began. */
    readonly times: number;
    readonly each: number;
    readonly capped: boolean;
  };
}

/** How long an incident touched somebody, in ms; while it lasts, until `now`. */
export function measureTouched(
  incident: { readonly startedAt: Date; readonly endedAt: Date | null },
  { touchedFrom, touchedUntil }: TouchedTime,
  now: Date,
): number {
  const [start, end] = [incident.startedAt.getTime(), (incident.endedAt ?? now).getTime()];
  const from = Math.max(start, touchedFrom?.getTime() ?? start);
  const until = Math.min(end, touchedUntil?.getTime() ?? end);
  return Math.max(0, until - from);
}

/** What a policy grants; null: nothing. `affectedMs` is null where there is no length, as of a target that was missed. */
export function computeCompensation(
  policy: CompensationPolicy,
  plan: string | null,
  affectedMs: number | null,
): ComputedCompensation | null {
  if (policy.atLeast !== undefined && affectedMs !== null && affectedMs < spanMs(policy.atLeast)) return null;
  const each = (plan === null ? undefined : findByPlan(policy.byPlan, plan)) ?? policy.fixed ?? policy.amount ?? 0;
  const times = policy.per === undefined ? 1 : Math.ceil((affectedMs ?? 0) / spanMs(policy.per));
  const whole = Math.round(each * times * 100) / 100;
  const amount = Math.min(whole, policy.most ?? Infinity);
  if (amount <= 0) return null;
  const minutes = affectedMs === null ? null : Math.round(affectedMs / 60_000);
  return { amount, unit: policy.unit, basis: { plan, minutes, times, each, capped: amount < whole } };
}

function findByPlan(byPlan: Readonly<Record<string, number>>, plan: string): number | undefined {
  const name = Object.keys(byPlan).find((each) => each.toLowerCase() === plan.toLowerCase());
  return name === undefined ? undefined : byPlan[name];
}
