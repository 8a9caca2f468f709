import { Module } from '@nestjs/common';
import { DeskGroups } from './desk-groups.js';
import { DeskProfiles } from './desk-profiles.js';
import { DeskSeeder } from './desk-seeder.js';
import { DeskVersionRepository } from './desk-version.repository.js';

/** The desk in force; knows nothing of tickets, so that everything may ask it. */
@Module({
  providers: [DeskGroups, DeskProfiles, DeskSeeder, DeskVersionRepository],
  exports: [DeskGroups, DeskProfiles, DeskVersionRepository],
})
export class DeskModule {}
