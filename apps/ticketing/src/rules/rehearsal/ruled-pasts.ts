import { Inject, Injectable } from '@nestjs/common';
import { PermanentError, SETTINGS, type Settings } from '#runtime';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import type { Desk } from '../../desk/desk-schema.js';
import { DeskVersionRepository } from '../../desk/desk-version.repository.js';
import { readDesk } from '../../desk/read-desk.js';
import { knownHolidaySets } from '../../service-levels/holidays/holidays-in-force.js';
import { ChannelHours } from '../../service-levels/hours/channel-hours.js';
import { DeskHours } from '../../service-levels/hours/desk-hours.js';
import { RuleSet } from '../rule-set.js';
import { PastHours, type Surroundings } from './surroundings.js';

/** A rule set, and the hours of the desk that it is of. */
export interface RuledPast {
  readonly rules: RuleSet;
  readonly hours: Surroundings;
}

/** The desk in force, and the one that is tried, each with rules and hours of its own. */
@Injectable()
export class RuledPasts {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly versions: DeskVersionRepository,
    private readonly hours: ChannelHours,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async inForce(): Promise<RuledPast & { readonly version: number }> {
    const { version, desk } = this.profiles.current();
    return { version, ...(await this.prepare(desk, this.hours.current())) };
  }

  /** A whole desk, or rules alone. Throws `PermanentError` (`desk_invalid`). */
  async tried({ desk, rules }: { readonly desk?: unknown; readonly rules?: unknown }): Promise<RuledPast> {
    // As it was written: what is read of it has other shapes.
    const given = desk ?? { ...((await this.versions.findLatest())?.desk as object | undefined), rules };
    const { desk: read, faults } = readDesk(given);
    if (read !== null) return this.prepare(read, new DeskHours(read, knownHolidaySets()));
    throw new PermanentError(`the desk has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}; nothing was rehearsed`, {
      code: 'desk_invalid',
      hint: 'fields.faults lists them, each with what is allowed there',
      fields: { faults },
    });
  }

  private async prepare(desk: Desk, hours: DeskHours): Promise<RuledPast> {
    const rules = new RuleSet(desk.rules, desk);
    const overrides = await this.hours.recentOverrides();
    return { rules, hours: new PastHours(hours, overrides, rules, this.settings.deskSettings.timeZone) };
  }
}
