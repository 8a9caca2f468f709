import { z } from 'zod';
import type { Desk } from '../desk-schema.js';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { LocalisedText } from './texts.js';

/** A channel as the desk's customers know it: what it is called, for what it is, when it is open. */
export const ChannelSection = z.strictObject({
  name: LocalisedText,
  purpose: LocalisedText.optional().describe('what it is for, as customers read it beside its hours'),
  inboxes: z.array(z.string().min(1)).default([]).describe('ids of the inboxes that it is'),
  media: z.array(z.string().min(1)).default([]).describe('email, webchat, phone, …: all inboxes of these that no channel names by id'),
  hours: Key.optional().describe('a calendar; absent: the desk’s own (targets.calendar)'),
  outOfHoursNotice: z.boolean().default(false).describe('acknowledgements outside these hours say the hours and when it opens next'),
  announceDays: z.int().min(0).max(60).default(7).describe('so many days ahead other hours are announced; 0: never'),
});

export const ChannelsSection = z.record(Key, ChannelSection).default({}).describe('channels by key');

export function findChannelFaults({ channels, calendars }: Pick<Desk, 'channels' | 'calendars'>): DeskFault[] {
  const entries = Object.entries(channels);
  const hours = entries.flatMap(([key, channel]) =>
    channel.hours === undefined ? [] : [{ path: ['channels', key, 'hours'], key: channel.hours }],
  );
  const owners = new Map<string, string>();
  const doubled = entries.flatMap(([key, { inboxes, media }]) =>
    [...inboxes.map((id) => `inbox ${id}`), ...media.map((word) => `medium ${word}`)].flatMap((thing): DeskFault[] => {
      const owner = owners.get(thing);
      owners.set(thing, key);
      return owner === undefined
        ? []
        : [{ path: ['channels', key], problem: `${thing} is ${owner}’s already`, allowed: 'each in one channel' }];
    }),
  );
  return [...findUnknownKeys(hours, Object.keys(calendars), 'calendar'), ...doubled];
}
