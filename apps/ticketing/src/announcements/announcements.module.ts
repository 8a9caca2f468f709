import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { HoursModule } from '../service-levels/hours/hours.module.js';
import { IncidentsModule } from '../incidents/incidents.module.js';
import { AnnouncementRepository } from './announcement.repository.js';
import { AnnouncementService } from './announcement.service.js';
import { PublicAnnouncements } from './public-announcements.js';

const doors = [AnnouncementService, PublicAnnouncements];

/** What the desk tells everybody. */
@Module({ imports: [DeskWorkModule, HoursModule, IncidentsModule], providers: [AnnouncementRepository, ...doors], exports: doors })
export class AnnouncementsModule {}
