import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Followers } from '../happenings/followers.js';
import { ReportFacts } from './report-facts.js';

/** Behind all others, so that what they changed is counted. */
@Injectable()
export class ReportFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly facts: ReportFacts,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'reports', order: 80, follow: (unit, happenings) => this.facts.follow(unit.transaction, happenings) });
  }
}
