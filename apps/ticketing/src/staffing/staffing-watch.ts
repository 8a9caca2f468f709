import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { LOGGER, type Logger } from '#runtime';
import { groupIdOf } from '../desk/desk-groups.js';
import { type DeskProfile, DeskProfiles } from '../desk/desk-profiles.js';
import { spanMs } from '../desk/schema/spans.js';
import type { StaffedChannel } from '../desk/schema/staffing.js';
import { pickText } from '../desk/schema/texts.js';
import { Notices } from '../notices/notices.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { Timers } from '../timers/timers.js';
import { type ChannelAlarm, ChannelAlarmRepository } from './channel-alarm.repository.js';
import { ChannelOpening } from './channel-opening.js';
import { findLacks } from './find-lacks.js';

const STAFFING_TIMER = 'staffing';
const LOOK_EVERY_MS = 30_000;

/** Looks whether every channel has people and a connection; one that has not for a while raises an alarm, and says when it is over. */
@Injectable()
export class StaffingWatch implements OnModuleInit, OnModuleDestroy {
  private forget: () => void = () => undefined;

  constructor(
    private readonly profiles: DeskProfiles,
    private readonly alarms: ChannelAlarmRepository,
    private readonly opening: ChannelOpening,
    private readonly notices: Notices,
    private readonly timers: Timers,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    this.timers.handle(STAFFING_TIMER, (unit) => this.look(unit));
    this.forget = this.profiles.onChange(
      (profile) => void this.begin(profile).catch((error: unknown) => this.log.error('channels are not watched', { error })),
    );
    await this.begin(this.profiles.current());
  }

  onModuleDestroy(): void {
    this.forget();
  }

  /** Any process may say so: there is one such timer. */
  private async begin({ desk }: DeskProfile): Promise<void> {
    if (Object.keys(desk.staffing).length > 0)
      await this.database.run((transaction) => this.timers.set(transaction, [{ kind: STAFFING_TIMER, key: 'all', dueAt: new Date(0) }]));
  }

  private async look(unit: WorkUnit): Promise<void> {
    const { staffing } = this.profiles.current().desk;
    const before = await this.alarms.holdOpen(unit.transaction);
    const found = await this.findAll(unit);
    const written: ChannelAlarm[] = [];
    for (const { channel, lack, detail } of found) {
      const known = before.find((alarm) => alarm.channel === channel && alarm.lack === lack);
      const alarm = known ?? { id: randomUUID(), channel, lack, detail, since: unit.now, raisedAt: null, endedAt: null };
      const lasts = unit.now.getTime() - alarm.since.getTime() >= spanMs(staffing[channel]!.after);
      written.push({ ...alarm, detail, raisedAt: alarm.raisedAt ?? (lasts ? unit.now : null) });
    }
    const over = before.filter(({ channel, lack }) => !found.some((each) => each.channel === channel && each.lack === lack));
    await this.alarms.write(unit.transaction, [...written, ...over.map((alarm) => ({ ...alarm, endedAt: unit.now }))]);
    await this.tell(unit, written, over);
    if (Object.keys(staffing).length > 0)
      await this.timers.set(unit.transaction, [{ kind: STAFFING_TIMER, key: 'all', dueAt: new Date(unit.now.getTime() + LOOK_EVERY_MS) }]);
  }

  private async findAll(unit: WorkUnit): Promise<{ channel: string; lack: ChannelAlarm['lack']; detail: string }[]> {
    const channels = Object.entries(this.profiles.current().desk.staffing);
    const groups = [...new Set(channels.flatMap(([, { groups }]) => groups))];
    const byId = await this.alarms.readThere(unit.transaction, groups.map(groupIdOf), unit.now);
    const there = new Map(groups.map((key) => [key, byId.get(groupIdOf(key)) ?? new Set<string>()]));
    const states = await this.opening.readStates();
    return channels.flatMap(([channel, staffed]) => {
      const open = this.opening.isOpen(staffed.inboxes, unit.now);
      return findLacks(staffed, { states, there, open }).map((each) => ({ channel, ...each }));
    });
  }

  private async tell(unit: WorkUnit, going: readonly ChannelAlarm[], over: readonly ChannelAlarm[]): Promise<void> {
    const { desk } = this.profiles.current();
    const name = (channel: string) => nameOf(channel, desk.staffing[channel], desk.languages[0]);
    await this.notices.tell(unit, [
      ...going
        .filter(({ raisedAt }) => raisedAt !== null)
        .map(({ id, channel, lack, detail }) => ({
          to: { role: 'supervisor' as const },
          kind: 'channel_alarm',
          text: `${name(channel)} ${lack === 'people' ? 'has too few people' : 'has no connection'}: ${detail}`,
          key: `channel-alarm:${id}`,
        })),
      ...over
        .filter(({ raisedAt }) => raisedAt !== null)
        .map(({ id, channel, lack }) => ({
          to: { role: 'supervisor' as const },
          kind: 'channel_alarm_over',
          text: `${name(channel)} has ${lack === 'people' ? 'people' : 'a connection'} again`,
          key: `channel-alarm-over:${id}`,
        })),
    ]);
  }
}

function nameOf(key: string, staffed: StaffedChannel | undefined, language: string | undefined): string {
  return staffed?.name === undefined ? key : pickText(staffed.name, language, language);
}
