import type { Sql } from '#database';
import type { Clock } from '#runtime';

/** What others see of a lease: it lives as long as `beat` moves. */
export interface LeaseRow {
  readonly owner: string | null;
  readonly beat: string;
}

export class LeaseRepository {
  constructor(
    private readonly sql: Sql,
    private readonly clock: Clock,
  ) {}

  async read(name: string): Promise<LeaseRow | null> {
    const [row] = await this.sql.query<LeaseRow>('select owner, beat from leases where name = $1', [name]);
    return row ?? null;
  }

  /** True when the lease is `owner`'s now. `seen` is what was read: somebody faster makes it fail. */
  async take(name: string, owner: string, seen: LeaseRow | null): Promise<boolean> {
    const rows = await this.sql.query(
      `insert into leases (name, owner, beat, taken_at) values ($1, $2, 1, $5)
       on conflict (name) do update set owner = excluded.owner, beat = leases.beat + 1, taken_at = excluded.taken_at
         where leases.owner is not distinct from $3 and leases.beat = $4
       returning name`,
      [name, owner, seen?.owner ?? null, seen?.beat ?? 0, this.clock.now()],
    );
    return rows.length > 0;
  }

  /** Names that are still `owner`'s, renewed. */
  async renew(owner: string, names: readonly string[]): Promise<string[]> {
    const rows = await this.sql.query<{ name: string }>(
      'update leases set beat = beat + 1 where owner = $1 and name = any($2) returning name',
      [owner, names],
      'renew_leases',
    );
    return rows.map((row) => row.name);
  }

  async release(owner: string, name: string): Promise<void> {
    await this.sql.query('update leases set owner = null, beat = beat + 1 where owner = $1 and name = $2', [owner, name]);
  }
}
