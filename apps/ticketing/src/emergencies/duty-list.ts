import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, SETTINGS, type Settings } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { pickText } from '../desk/schema/texts.js';
import { findOnDuty } from './find-on-duty.js';

export interface Duty {
  readonly rota: string;
  readonly name: string;
  readonly people: readonly { readonly key: string; readonly name: string }[];
}

/** Who would be called now. */
@Injectable()
export class DutyList {
  constructor(
    private readonly profiles: DeskProfiles,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  list(): Duty[] {
    const { duty, languages } = this.profiles.current().desk;
    return Object.entries(duty.rotas).map(([key, rota]) => ({
      rota: key,
      name: rota.name === undefined ? key : pickText(rota.name, languages[0], languages[0]),
      people: findOnDuty(rota, this.clock.now(), this.settings.deskSettings.timeZone).map((person) => ({
        key: person,
        name: duty.people[person]?.name ?? person,
      })),
    }));
  }
}
