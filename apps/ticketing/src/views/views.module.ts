import { Module } from '@nestjs/common';
import { TicketingServicesModule } from '../ticketing-services.module.js';
import { OwnViews } from './own-views.js';
import { ViewCounts } from './view-counts.js';

const services = [OwnViews, ViewCounts];

@Module({ imports: [TicketingServicesModule], providers: services, exports: services })
export class ViewsModule {}
