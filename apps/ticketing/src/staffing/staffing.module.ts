import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { HoursModule } from '../service-levels/hours/hours.module.js';
import { ChannelAlarmRepository } from './channel-alarm.repository.js';
import { ChannelOpening } from './channel-opening.js';
import { StaffingWatch } from './staffing-watch.js';

/** Channels without people or connection raise an alarm. */
@Module({
  imports: [DeskWorkModule, HoursModule],
  providers: [ChannelAlarmRepository, ChannelOpening, StaffingWatch],
  exports: [ChannelAlarmRepository],
})
export class StaffingModule {}
