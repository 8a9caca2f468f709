export interface HealthState {
  readonly ok: boolean;
  /** For an operator: what is wrong and what to do. */
  readonly detail?: string;
}

/** A thing that must work for a message sent now to be taken. Must answer in 1 s and never throw. */
export interface HealthCheck {
  readonly name: string;
  check(): Promise<HealthState>;
}

/** Several states at once, by the names of their checks. */
export interface HealthSource {
  /** Stands for all of them while they cannot be had. */
  readonly name: string;
  states(): Promise<Readonly<Record<string, HealthState>>>;
}

/** One per process; rooms add their checks, `/health/ready` is 200 only when all are ok. */
export class HealthRegistry {
  private readonly checks = new Map<string, HealthCheck>();
  private readonly sources: HealthSource[] = [];

  add(check: HealthCheck): void {
    this.checks.set(check.name, check);
  }

  remove(name: string): void {
    this.checks.delete(name);
  }

  /** What another thread of this process checks. A name that both have is ok when it is in both. */
  join(source: HealthSource): void {
    this.sources.push(source);
  }

  async run(): Promise<{ ok: boolean; checks: Record<string, HealthState> }> {
    const own = [...this.checks.values()].map(async (check) => [[check.name, await settle(() => check.check())]] as const);
    const joined = this.sources.map(async (source) => listStates(source));
    const checks: Record<string, HealthState> = {};
    for (const [name, state] of (await Promise.all([...own, ...joined])).flat())
      if (checks[name]?.ok !== false || !state.ok) checks[name] = state;
    return { ok: Object.values(checks).every((state) => state.ok), checks };
  }
}

async function listStates({ name, states }: HealthSource): Promise<[string, HealthState][]> {
  let found: Readonly<Record<string, HealthState>> = {};
  const state = await settle(async () => {
    found = await states();
    return { ok: true };
  });
  return state.ok ? Object.entries(found) : [[name, state]];
}

const LIMIT_MS = 1000;

async function settle(check: () => Promise<HealthState>): Promise<HealthState> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<HealthState>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, detail: `no answer within ${LIMIT_MS} ms` }), LIMIT_MS);
  });
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
