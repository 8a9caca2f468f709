import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { RequestTypesModule } from '../request-types/request-types.module.js';
import { AccessFollower } from './access.follower.js';
import { AccessTeller } from './access-teller.js';
import { DoorList } from './door-list.js';
import { SiteVisitors } from './site-visitors.js';
import { VisitorReader } from './visitor-reader.js';

/** Doors and services that are not for everybody. */
@Module({
  imports: [DeskWorkModule, RequestTypesModule],
  providers: [AccessFollower, AccessTeller, DoorList, SiteVisitors, VisitorReader],
  exports: [DoorList, SiteVisitors],
})
export class AccessModule {}
