import type { DeskName } from '../desk-list.js';

/** Hours after midnight, from and to. */
export type Hours = readonly [number, number];

/** One simulated day of a desk: `volumes` messages by inbox, spread over 24 hours from `begins`, most of them by day. */
export interface DayPlan {
  readonly begins: string;
  /** What is special about the day. */
  readonly kind: string;
  readonly seed: number;
  readonly agents: number;
  readonly volumes: Readonly<Record<string, number>>;
  /** When people are there; outside of it, at night, only `atNight` of them. */
  readonly staffed: Hours;
  readonly atNight: number;
  /** Ticketing is killed in the middle of its work when this begins, and begun again at its end; customers write all the same. */
  readonly down: Hours;
  /** Nothing gets out to customers in this time. */
  readonly gatewayDown: Hours;
  /** A customer who complains, and what the desk's file makes of it. */
  readonly complaint: {
    readonly inbox: string;
    readonly at: number;
    readonly becomes: { readonly requestType?: string; readonly group?: string };
  };
  /** Inboxes that are not for everybody, and what is known of every second customer there: his plan (of callers, told after the call), or that he is signed in. */
  readonly known?: Readonly<Record<string, { readonly plan?: string; readonly signedIn?: boolean }>>;
  /** Where a bot answers first: the inbox, and how many of its customers ask for a person at once. */
  readonly asksPerson?: { readonly inbox: string; readonly share: number };
  /** An inbox whose messages are emergencies: the plan that begins, and who is paged while the calendar is closed. */
  readonly emergencies?: { readonly inbox: string; readonly plan: string; readonly rota: string; readonly calendar: string };
  /** How often the desk works, answers and looks at the clock. */
  readonly tickMs: number;
}

const MINUTE_MS = 60_000;

/** Of the game desk's day, the whole of which takes long. */
export const SHARE = Number(process.env['DAY_SHARE'] ?? 1);
const some = (count: number) => Math.round(count * SHARE);

/** Volumes as the desks' guides have them; small desks have as many as a small desk has. */
export const DAY_PLANS: Readonly<Record<DeskName, DayPlan>> = {
  d0: {
    ...{ begins: '2026-01-01T00:00:00+08:00', kind: 'a holiday (New Year)', seed: 11, agents: 4, staffed: [8.5, 20], atNight: 0 },
    ...{ down: [14, 15], gatewayDown: [11, 12], tickMs: 10 * MINUTE_MS },
    complaint: { inbox: 'support', at: 10, becomes: { requestType: 'complaint' } },
    known: { hotline: { plan: 'pro' }, tickets: { signedIn: true } },
    volumes: { support: 60, chat: 50, tickets: 30, hotline: 10, wechat: 20 },
  },
  d1: {
    ...{ begins: '2026-04-30T00:00:00+08:00', kind: 'the eve of five days off', seed: 12, agents: 8, staffed: [8, 19], atNight: 0 },
    ...{ down: [10, 11], gatewayDown: [15, 16], tickMs: 10 * MINUTE_MS },
    complaint: { inbox: 'support', at: 9.5, becomes: { requestType: 'complaint' } },
    volumes: { support: 60, chat: 60, platform: 40, hotline: 30, wecom: 30 },
  },
  d2: {
    ...{ begins: '2026-02-14T00:00:00+08:00', kind: 'a Saturday that is worked (调休) before Spring Festival', seed: 13 },
    ...{ agents: 10, staffed: [8, 20], atNight: 0, down: [15, 16], gatewayDown: [10, 11], tickMs: 10 * MINUTE_MS },
    complaint: { inbox: 'vip', at: 11, becomes: {} },
    volumes: { support: 80, vip: 10, chat: 50, hotline: 30, social: 20 },
  },
  d3: {
    ...{ begins: '2026-10-01T00:00:00+08:00', kind: 'a holiday with hours of its own (National Day)', seed: 14, agents: some(200) },
    ...{ staffed: [7, 23], atNight: Math.ceil(some(200) / 10), down: [20, 20.5], gatewayDown: [13, 13.5], tickMs: 10 * MINUTE_MS },
    complaint: { inbox: 'service', at: 10, becomes: { group: 'complaints' } },
    volumes: {
      ...{ service: some(350), support: some(350), query: some(300), chat: some(1_700), website: some(400) },
      ...{ app: some(700), branch: some(200), hotline: some(600), official: some(400) },
    },
  },
  d4: {
    ...{ begins: '2026-05-01T00:00:00+08:00', kind: 'a holiday in China and Germany, and none in America', seed: 15, agents: 20 },
    ...{ staffed: [7, 24], atNight: 4, down: [12, 13], gatewayDown: [18, 19], tickMs: 10 * MINUTE_MS },
    complaint: { inbox: 'feedback', at: 11, becomes: {} },
    asksPerson: { inbox: 'chat', share: 0.4 },
    emergencies: { inbox: 'emergency', plan: 'emergency', rota: 'engineers', calendar: 'engineers' },
    volumes: { support: 80, chat: 140, hotline: 20, emergency: 10, feedback: 15, security: 5 },
  },
};
