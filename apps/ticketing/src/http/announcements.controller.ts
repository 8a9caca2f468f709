import { Body, Delete, Get, Param, Patch, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { AnnouncementService } from '../announcements/announcement.service.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { AnnouncementChange, AnnouncementListShape, AnnouncementShape, NewAnnouncement } from './shapes/announcements.js';

const UNKNOWN = { announcement_unknown: 404 };

/** What supervisors tell everybody. */
@ApiController('announcements', 'announcements')
export class AnnouncementsController {
  constructor(private readonly announcements: AnnouncementService) {}

  @Needs('supervise')
  @Answers({ summary: 'Announcements of the desk, the last to begin first', shape: AnnouncementListShape })
  @Get()
  async list() {
    return { items: await this.announcements.list(), nextCursor: null };
  }

  @Needs('supervise')
  @Answers({
    summary: 'Tell everybody something',
    description: 'On the help pages, in the feed and in the banner of the desk’s own site. With `incident` it tells how that one stands.',
    status: 201,
    shape: AnnouncementShape,
    problems: { announcement_times: 422, incident_unknown: 404 },
  })
  @Post()
  async make(@Body(reads(NewAnnouncement)) wish: NewAnnouncement, @Req() request: Request) {
    return this.announcements.make(wish, principalOf(request).actor);
  }

  @Needs('supervise')
  @Answers({
    summary: 'Change an announcement, or end it',
    description: 'What is absent stays; `until` now ends it.',
    shape: AnnouncementShape,
    problems: { ...UNKNOWN, announcement_times: 422, version_conflict: 409 },
  })
  @Patch(':announcementId')
  async change(@Param('announcementId') id: string, @Body(reads(AnnouncementChange)) change: AnnouncementChange, @Req() request: Request) {
    return this.announcements.change(id, change, principalOf(request).actor);
  }

  @Needs('supervise')
  @Answers({ summary: 'Take an announcement back', description: 'Nobody sees it any more.', shape: AnnouncementShape, problems: UNKNOWN })
  @Delete(':announcementId')
  async withdraw(@Param('announcementId') id: string, @Req() request: Request) {
    return this.announcements.withdraw(id, principalOf(request).actor);
  }

  @Needs('supervise')
  @Answers({
    summary: 'Show an announcement again that was taken back',
    status: 201,
    shape: AnnouncementShape,
    problems: UNKNOWN,
  })
  @Post(':announcementId/restoration')
  async restore(@Param('announcementId') id: string, @Req() request: Request) {
    return this.announcements.restore(id, principalOf(request).actor);
  }
}
