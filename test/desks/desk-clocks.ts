import { expect } from '@jest/globals';
import type { List } from './desk-views.js';
import type { RunningDesk } from './running-desk.js';

export interface ClockSeen {
  readonly kind: string;
  readonly target: string | null;
  readonly state: string;
  readonly startedAt: string;
  readonly dueAt: string | null;
  readonly breachedAt: string | null;
  readonly metAt: string | null;
  readonly metBy: string | null;
}

/** Clocks of a ticket, in the order they began. */
export async function clocksOf(desk: RunningDesk, ticket: { readonly id: string }): Promise<readonly ClockSeen[]> {
  return (await desk.api<List<ClockSeen>>('GET', `/tickets/${ticket.id}/clocks`)).items;
}

/** Waits for the newest clock of a kind, as it is wanted. */
export function clockWhere(
  desk: RunningDesk,
  ticket: { readonly id: string },
  kind: string,
  fits: (clock: ClockSeen) => boolean = () => true,
): Promise<ClockSeen> {
  return desk.until(async () => {
    const clock = (await clocksOf(desk, ticket)).filter((each) => each.kind === kind).at(-1);
    return clock !== undefined && fits(clock) && clock;
  }, `a clock ${kind} as wanted`);
}

/** Minutes from a clock's start until it is due, by the wall. */
export function minutesOf({ startedAt, dueAt }: ClockSeen): number {
  return Math.round((Date.parse(dueAt!) - Date.parse(startedAt)) / 60_000);
}

/** `2026-03-03 10:00` in Shanghai, for what is shown in words. */
export function inShanghai(iso: string | null): string {
  return iso === null ? 'never' : new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

export interface ChannelSeen {
  readonly channel: string;
  readonly open: boolean;
  readonly by: string | null;
  readonly teams: readonly string[];
  readonly opensAt: string | null;
  readonly closesAt: string | null;
  readonly changedToday: boolean;
  readonly announcements: readonly { readonly from: string; readonly to: string; readonly holiday: { readonly key: string } | null }[];
}

/** What everybody sees of a channel's hours, without a login. */
export async function hoursOf(desk: RunningDesk, channel: string): Promise<ChannelSeen> {
  const answer = await fetch(`${desk.product.apiUrl}/api/v1/hours`);
  expect(answer.status).toBe(200);
  const { channels } = (await answer.json()) as { channels: readonly ChannelSeen[] };
  return channels.find((each) => each.channel === channel)!;
}

/** A call as the switchboard reports it; times in seconds after it came in, `answered` null for one that nobody took. */
export async function callIn(
  desk: RunningDesk,
  call: {
    readonly id: string;
    readonly caller: string;
    readonly queued?: number;
    readonly answered: number | null;
    readonly ended: number;
    readonly keys?: readonly string[];
    /** As the speech service told it. */
    readonly mood?: string;
    readonly said?: string;
  },
): Promise<void> {
  const began = desk.clock.now().getTime() - call.ended * 1_000;
  const at = (seconds: number) => new Date(began + seconds * 1_000).toISOString();
  const status = await desk.doors.hook('hotline', {
    ...{ callId: call.id, caller: call.caller, callee: '4000000000', direction: 'inbound', startedAt: at(0), endedAt: at(call.ended) },
    ...(call.queued === undefined ? {} : { queuedAt: at(call.queued) }),
    ...(call.answered === null ? { outcome: 'abandoned_queue' } : { answeredAt: at(call.answered), outcome: 'answered', agents: ['8001'] }),
    ...(call.keys === undefined ? {} : { ivr: call.keys }),
    ...(call.mood === undefined ? {} : { mood: call.mood }),
    ...(call.said === undefined ? {} : { transcript: [{ speaker: 'caller', text: call.said, atMs: 0 }] }),
  });
  expect(status).toBeLessThan(300);
}
