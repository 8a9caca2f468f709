import type { Type } from '@nestjs/common';
import { EmergenciesModule } from './emergencies/emergencies.module.js';
import { RulesModule } from './rules/rules.module.js';

/** Rooms that follow tickets by the desk's rules. A room a line; each imports `DeskWorkModule`, adds its follower and handles its timers. */
export const DESK_ROOMS: readonly Type[] = [EmergenciesModule, RulesModule];
