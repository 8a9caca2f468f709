import { Module } from '@nestjs/common';
import { Roles } from '../agents/roles.js';
import { DeskGroups } from './desk-groups.js';
import { DeskPriorities } from './desk-priorities.js';
import { DeskProfiles } from './desk-profiles.js';
import { DeskSeeder } from './desk-seeder.js';
import { RunningSettingsBook } from './running-settings.js';
import { SettingsVersionRepository } from './settings-version.repository.js';
import { SealedBoxes } from './sealed-boxes.js';
import { DeskVersionRepository } from './desk-version.repository.js';

/** The desk in force; knows nothing of tickets, so that everything may ask it. */
@Module({
  providers: [
    Roles,
    SealedBoxes,
    DeskGroups,
    DeskPriorities,
    DeskProfiles,
    DeskSeeder,
    DeskVersionRepository,
    RunningSettingsBook,
    SettingsVersionRepository,
  ],
  exports: [Roles, SealedBoxes, DeskGroups, DeskPriorities, DeskProfiles, DeskVersionRepository],
})
export class DeskModule {}
