import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, ConfigurationError, PermanentError, LOGGER, type Logger, type Settings, type SettingsFault } from '#runtime';
import { DeskGroups } from './desk-groups.js';
import { locateIn } from './desk-file.js';
import { type StoredDesk, DeskVersionRepository } from './desk-version.repository.js';
import { diffDesks } from './desk-diff.js';
import type { Desk } from './desk-schema.js';
import { readDesk } from './read-desk.js';

/** Places that are named; how many there are besides is said. */
const MOST_TOLD = 20;

/**
 * Makes the desk of the settings' file a version of its own when the file is new or changed since it was last read. What was changed over the API
 * meanwhile stays in force as long as the file is the same.
 */
@Injectable()
export class DeskSeeder {
  constructor(
    private readonly versions: DeskVersionRepository,
    private readonly groups: DeskGroups,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Throws `ConfigurationError` (`desk_invalid`) for a faulty file where there is no good desk to go on with. */
  async seed({ profile, desk: file }: Pick<Settings, 'profile' | 'desk'>): Promise<void> {
    if (profile === undefined) return;
    const { desk, faults } = readDesk(profile, locateIn(file));
    if (desk === null) {
      if ((await this.versions.findLatest()) === null) throw invalidDesk(faults);
      this.log.error('the desk’s file has faults; the desk in force stays', { faults: faults.map(showFault) });
      return;
    }
    await this.database
      .run(async (transaction) => {
        await this.versions.lock(transaction);
        const known = await this.versions.findLatestOf('file', transaction);
        if (known !== null && isDeepStrictEqual(known.desk, JSON.parse(JSON.stringify(profile)))) return;
        const before = await this.versions.findLatest(transaction);
        const actor = { kind: 'system' as const, displayName: file ?? 'settings' };
        await this.versions.insert(transaction, { desk: profile, source: 'file', actor, note: null, appliedAt: this.clock.now() });
        await this.groups.write(transaction, desk);
        return this.tell(before, desk);
      })
      .catch((error: unknown) => {
        // Tickets need what the file leaves out and it does not say where they go: as with any fault, the desk in force stays.
        if (!(error instanceof PermanentError && error.code === 'desk_in_use')) throw error;
        this.log.error('the desk’s file leaves out what tickets need; the desk in force stays', { error });
      });
  }

  /** What the changed file changes; where somebody had put another desk over the API, that it is no more in force: his version is kept. */
  private tell(before: StoredDesk | null, desk: Desk): void {
    const known = before === null ? null : readDesk(before.desk).desk;
    if (before === null || known === null) return;
    const changes = diffDesks(known, desk).map(({ path }) => path);
    if (changes.length === 0) return;
    const fields = { changes: changes.slice(0, MOST_TOLD), more: Math.max(0, changes.length - MOST_TOLD), before: before.version };
    if (before.source === 'file') return this.log.info('the desk’s file has changed and is in force', fields);
    this.log.warn('the desk’s file has changed and is in force in place of what was put since', {
      ...fields,
      source: before.source,
      hint: `GET /api/v1/desk/versions/${before.version} is what was in force; put it again, or write it into the file`,
    });
  }
}

export function invalidDesk(faults: readonly SettingsFault[]): ConfigurationError {
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
  return new ConfigurationError(`The desk’s file has ${count}:\n${faults.map((fault) => `  ${showFault(fault)}`).join('\n')}`, {
    code: 'desk_invalid',
    hint: 'admin -- desk check FILE lists them again; config/desks/schema.json is the schema',
    fields: { faults },
  });
}

export function showFault({ path, where, found, allowed }: SettingsFault): string {
  return `${path} (${where}): found ${found}; allowed: ${allowed}`;
}
