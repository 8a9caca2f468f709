import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { Effects } from '../idempotency/effects.js';
import type { Actor } from '../tickets/actor.js';
import { type DeskChange, diffDesks } from './desk-diff.js';
import { DeskGroups } from './desk-groups.js';
import { DeskProfiles } from './desk-profiles.js';
import { EMPTY_DESK } from './desk-schema.js';
import { type DeskSource, DeskVersionRepository } from './desk-version.repository.js';
import { type ReadDesk, readDesk } from './read-desk.js';

export interface ApplyWish {
  readonly desk: unknown;
  readonly source: DeskSource;
  readonly actor: Actor;
  readonly note?: string | undefined;
  /** The version that was in force when it was written; another meanwhile refuses it. */
  readonly expectedVersion?: number | undefined;
}

/** Checks, compares and applies desks. A faulty one never replaces a good one. */
@Injectable()
export class DeskService {
  constructor(
    private readonly versions: DeskVersionRepository,
    @Inject(DeskProfiles) private readonly profiles: Pick<DeskProfiles, 'reload'>,
    private readonly groups: DeskGroups,
    private readonly effects: Effects,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  check(values: unknown): ReadDesk {
    return readDesk(values);
  }

  /** What it would change, defaults filled in on both sides. Throws `PermanentError` (`desk_invalid`). */
  async compare(values: unknown): Promise<{ version: number; changes: DeskChange[] }> {
    const desk = this.parse(values);
    const stored = await this.versions.findLatest();
    const before = stored === null ? EMPTY_DESK : readDesk(stored.desk).desk;
    return { version: stored?.version ?? 0, changes: diffDesks(before, desk) };
  }

  /** The version that is in force then; the same as before when nothing changed. Throws `PermanentError`: `desk_invalid`, `version_conflict`. */
  async apply(wish: ApplyWish): Promise<number> {
    const desk = this.parse(wish.desk);
    const version = await this.effects.run(async (transaction) => {
      await this.versions.lock(transaction);
      const latest = await this.versions.findLatest(transaction);
      refuseStale(latest?.version ?? 0, wish.expectedVersion);
      if (latest !== null && isDeepStrictEqual(readDesk(latest.desk).desk, desk)) return latest.version;
      const { source, actor, note = null } = wish;
      const number = await this.versions.insert(transaction, { desk: wish.desk, source, actor, note, appliedAt: this.clock.now() });
      await this.groups.write(transaction, desk);
      return number;
    });
    await this.profiles.reload();
    return version;
  }

  private parse(values: unknown) {
    const { desk, faults } = readDesk(values);
    if (desk !== null) return desk;
    throw new PermanentError(`the desk has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}; nothing was changed`, {
      code: 'desk_invalid',
      hint: 'fields.faults lists them, each with what is allowed there',
      fields: { faults },
    });
  }
}

function refuseStale(current: number, expected: number | undefined): void {
  if (expected === undefined || expected === current) return;
  throw new PermanentError(`the desk is at version ${current}, not ${expected}`, {
    code: 'version_conflict',
    hint: 'look at what changed, then send again with the current version',
    fields: { currentVersion: current, expectedVersion: expected },
  });
}
