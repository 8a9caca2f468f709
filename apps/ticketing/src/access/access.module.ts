import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { RoutingModule } from '../routing/routing.module.js';
import { RequestTypesModule } from '../request-types/request-types.module.js';
import { AccessContactWatch } from './access-contact-watch.js';
import { AccessHoldFollower } from './access-hold.follower.js';
import { AccessHoldRepository } from './access-hold.repository.js';
import { AccessReview } from './access-review.js';
import { AccessFollower } from './access.follower.js';
import { AccessTeller } from './access-teller.js';
import { DoorList } from './door-list.js';
import { SiteVisitors } from './site-visitors.js';
import { VisitorReader } from './visitor-reader.js';

/** Doors and services that are not for everybody. */
@Module({
  imports: [DeskWorkModule, RequestTypesModule, RoutingModule],
  providers: [
    ...[AccessContactWatch, AccessFollower, AccessHoldFollower, AccessHoldRepository, AccessReview],
    ...[AccessTeller, DoorList, SiteVisitors, VisitorReader],
  ],
  exports: [DoorList, SiteVisitors],
})
export class AccessModule {}
