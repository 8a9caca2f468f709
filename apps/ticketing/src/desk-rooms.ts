import type { Type } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { ClosingModule } from './closing/closing.module.js';
import { ProgressModule } from './progress/progress.module.js';
import { RequestTypesModule } from './request-types/request-types.module.js';

/** Rooms that follow tickets by the desk's rules. A room a line; each imports `DeskWorkModule`, adds its follower and handles its timers. */
export const DESK_ROOMS: readonly Type[] = [RequestTypesModule, AccessModule, ProgressModule, ClosingModule];
