import { Module } from '@nestjs/common';
import { DeskModule } from '../desk/desk.module.js';
import { TicketingServicesModule } from '../ticketing-services.module.js';
import { FirstRun } from './first-run.js';

@Module({ imports: [DeskModule, TicketingServicesModule], providers: [FirstRun], exports: [FirstRun] })
export class FirstRunModule {}
