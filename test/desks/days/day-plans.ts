import type { DeskName } from '../desk-list.js';

/** One simulated day of a desk: `volumes` messages by inbox, spread over 24 hours from `begins`, most of them by day. */
export interface DayPlan {
  readonly begins: string;
  readonly seed: number;
  readonly agents: number;
  readonly volumes: Readonly<Record<string, number>>;
  /** Nobody is there in this time, whatever the plan says: an outage of the desk itself. Hours after `begins`. */
  readonly outage: readonly [number, number];
  /** How often the desk works, answers and looks at the clock. */
  readonly tickMs: number;
}

const MINUTE_MS = 60_000;

/** The game desk's whole day takes minutes: `DAY_SHARE=0.1` plays a tenth of it. */
const SHARE = Number(process.env['DAY_SHARE'] ?? 1);
const some = (count: number) => Math.round(count * SHARE);

/** Volumes as the desks' guides have them; small desks have as many as a small desk has. D0's is a holiday, D1's the working day before one. */
export const DAY_PLANS: Readonly<Record<DeskName, DayPlan>> = {
  d0: {
    ...{ begins: '2026-05-01T00:00:00+08:00', seed: 11, agents: 4, outage: [14, 15], tickMs: 10 * MINUTE_MS },
    volumes: { support: 60, chat: 50, tickets: 30, hotline: 10, wechat: 20 },
  },
  d1: {
    ...{ begins: '2026-04-30T00:00:00+08:00', seed: 12, agents: 8, outage: [10, 11], tickMs: 10 * MINUTE_MS },
    volumes: { support: 60, chat: 60, platform: 40, hotline: 30, wecom: 30 },
  },
  d2: {
    ...{ begins: '2026-03-03T00:00:00+08:00', seed: 13, agents: 10, outage: [15, 16], tickMs: 10 * MINUTE_MS },
    volumes: { support: 80, vip: 10, chat: 50, hotline: 30, social: 20 },
  },
  d3: {
    ...{ begins: '2026-03-04T00:00:00+08:00', seed: 14, agents: some(200), outage: [20, 20.5], tickMs: 5 * MINUTE_MS },
    volumes: {
      ...{ service: some(350), support: some(350), query: some(300), chat: some(1_700), website: some(400) },
      ...{ app: some(700), branch: some(200), hotline: some(600), official: some(400) },
    },
  },
  d4: {
    ...{ begins: '2026-03-29T00:00:00+08:00', seed: 15, agents: 20, outage: [12, 13], tickMs: 10 * MINUTE_MS },
    volumes: { support: 80, chat: 140, hotline: 20, emergency: 5, feedback: 15, security: 5 },
  },
};
