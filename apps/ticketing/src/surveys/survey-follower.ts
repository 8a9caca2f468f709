import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Followers } from '../happenings/followers.js';
import { FeedbackCollector } from './feedback-collector.js';
import { SurveySchedule } from './survey-schedule.js';

/** What came back is taken in before anybody else is asked. */
@Injectable()
export class SurveyFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly collector: FeedbackCollector,
    private readonly schedule: SurveySchedule,
  ) {}

  onModuleInit(): void {
    this.followers.add({
      name: 'surveys',
      order: 70,
      follow: async (unit, happenings) => {
        await this.collector.follow(unit, happenings);
        await this.schedule.follow(unit, happenings);
      },
    });
  }
}
