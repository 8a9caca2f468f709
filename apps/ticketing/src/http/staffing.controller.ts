import { Get, Query } from '@nestjs/common';
import { Needs } from '../agents/access.guard.js';
import { ChannelAlarmRepository } from '../staffing/channel-alarm.repository.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { ChannelAlarmListShape, ChannelAlarmQuery } from './shapes/staffing.js';

const SHOWN = 200;

/** Channels without people or connection. */
@ApiController('emergencies', 'channel-alarms')
export class StaffingController {
  constructor(private readonly alarms: ChannelAlarmRepository) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Channels that have no people or no connection, or had none, newest first', shape: ChannelAlarmListShape })
  @Get()
  async list(@Query(reads(ChannelAlarmQuery)) { state }: ChannelAlarmQuery) {
    return { items: await this.alarms.list(state === undefined ? undefined : state === 'open', SHOWN), nextCursor: null };
  }
}
