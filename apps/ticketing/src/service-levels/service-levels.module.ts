import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { Attention } from './attention/attention.js';
import { PriorityTeller } from './attention/priority-teller.js';
import { ClockBeginnings } from './clocks/clock-beginnings.js';
import { ClockDesk } from './clocks/clock-desk.js';
import { ClockHolds } from './clocks/clock-holds.js';
import { ClockFollower } from './clocks/clock-follower.js';
import { ClockReader } from './clocks/clock-reader.js';
import { ClockRejudge } from './clocks/clock-rejudge.js';
import { ClockRepository } from './clocks/clock.repository.js';
import { ClockTeller } from './clocks/clock-teller.js';
import { ClockWatch } from './clocks/clock-watch.js';
import { ClockWork } from './clocks/clock-work.js';
import { MoveFollower } from './clocks/move-follower.js';
import { ThreadReader } from './clocks/thread-reader.js';
import { ContactRecords } from './contact-records.js';
import { HolidayFollower } from './holidays/holiday-follower.js';
import { HolidayWatch } from './holidays/holiday-watch.js';
import { HoursModule } from './hours/hours.module.js';
import { HoursOverrides } from './hours/hours-overrides.js';

const services = [ClockHolds, ClockReader, ClockRejudge, ClockWork, ContactRecords, HoursOverrides];
const inner = [
  ...[Attention, ClockBeginnings, ClockDesk, ClockFollower, ClockRepository, ClockTeller, ClockWatch, HolidayFollower, HolidayWatch],
  ...[MoveFollower, PriorityTeller, ThreadReader],
];

/** What the desk promises, and when it is kept: hours, targets, clocks, and tickets that nobody looks at. */
@Module({ imports: [DeskWorkModule, HoursModule], providers: [...services, ...inner], exports: [...services, HoursModule] })
export class ServiceLevelsModule {}
