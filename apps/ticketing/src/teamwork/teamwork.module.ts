import { Module } from '@nestjs/common';
import { ChecklistsModule } from '../checklists/checklists.module.js';
import { DeskWorkModule } from '../desk-work.module.js';
import { RulesModule } from '../rules/rules.module.js';
import { HoursModule } from '../service-levels/hours/hours.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { BulkActions } from './bulk-actions.js';
import { EditKeeper } from './edit-keeper.js';
import { MacroWork } from './macro-work.js';
import { SnoozeActions } from './snooze-actions.js';
import { Snoozing } from './snoozing.js';
import { TeamworkFollower } from './teamwork-follower.js';
import { TicketChanges } from './ticket-changes.js';
import { TicketLinks } from './ticket-links.js';
import { Watching } from './watching.js';

const services = [BulkActions, MacroWork, Snoozing, TicketChanges, TicketLinks, Watching];

/** What agents do with tickets besides answering them. */
@Module({
  imports: [DeskWorkModule, ChecklistsModule, HoursModule, RulesModule, TemplatesModule],
  providers: [...services, EditKeeper, SnoozeActions, TeamworkFollower],
  exports: services,
})
export class TeamworkModule {}
