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

/** One per process; rooms add their checks, `/health/ready` is 200 only when all are ok. */
export class HealthRegistry {
  private readonly checks = new Map<string, HealthCheck>();

  add(check: HealthCheck): void {
    this.checks.set(check.name, check);
  }

  remove(name: string): void {
    this.checks.delete(name);
  }

  async run(): Promise<{ ok: boolean; checks: Record<string, HealthState> }> {
    const entries = await Promise.all([...this.checks.values()].map(async (check) => [check.name, await settle(check)] as const));
    return { ok: entries.every(([, state]) => state.ok), checks: Object.fromEntries(entries) };
  }
}

const LIMIT_MS = 1000;

async function settle(check: HealthCheck): Promise<HealthState> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<HealthState>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, detail: `no answer within ${LIMIT_MS} ms` }), LIMIT_MS);
  });
  try {
    return await Promise.race([check.check(), late]);
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
