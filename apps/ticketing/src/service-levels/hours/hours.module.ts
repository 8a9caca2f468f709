import { Module } from '@nestjs/common';
import { DeskModule } from '../../desk/desk.module.js';
import { ChannelHours } from './channel-hours.js';
import { HoursNotice } from './hours-notice.js';
import { HoursOverrideRepository } from './hours-override.repository.js';
import { HoursReader } from './hours-reader.js';

const parts = [ChannelHours, HoursNotice, HoursOverrideRepository, HoursReader];

/** When which channel is open; knows nothing of tickets, so that intake may ask it. */
@Module({ imports: [DeskModule], providers: parts, exports: parts })
export class HoursModule {}
