import { Module } from '@nestjs/common';
import { TicketingServicesModule } from '../ticketing-services.module.js';
import { Drafts } from './drafts.js';

@Module({ imports: [TicketingServicesModule], providers: [Drafts], exports: [Drafts] })
export class DraftsModule {}
