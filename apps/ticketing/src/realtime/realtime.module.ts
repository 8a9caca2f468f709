import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { EventFeed } from './event-feed.js';
import { SignsOfLifeModule } from './signs-of-life.js';
import { TicketViewers } from './ticket-viewers.js';
import { StreamSockets } from './stream-sockets.js';

/** Ticket events to whoever listens. */
@Module({
  imports: [AgentsModule, SignsOfLifeModule],
  providers: [EventFeed, StreamSockets, TicketViewers],
  exports: [EventFeed, TicketViewers],
})
export class RealtimeModule {}
