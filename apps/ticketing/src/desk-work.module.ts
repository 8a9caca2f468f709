import { Module } from '@nestjs/common';
import { AutomaticMessages } from './automatic/automatic-messages.js';
import { TicketFactsReader } from './facts/ticket-facts.js';
import { Followers } from './happenings/followers.js';
import { TicketFollower } from './happenings/ticket-follower.js';
import { NoticeReader } from './notices/notice-reader.js';
import { Notices } from './notices/notices.js';
import { TicketingServicesModule } from './ticketing-services.module.js';
import { TimerRunner } from './timers/timer-runner.js';

const parts = [AutomaticMessages, Followers, NoticeReader, Notices, TicketFactsReader, TicketFollower, TimerRunner];

/** What every room of the desk's rules works with: who follows tickets, what happens later, what is told to whom. */
@Module({ imports: [TicketingServicesModule], providers: parts, exports: [TicketingServicesModule, ...parts] })
export class DeskWorkModule {}
