import { z } from 'zod';
import { type ConnectorContext, equalsInConstantTime, type InboxAnswer, type InboxRequest, RefusedRequest } from '#connector-sdk';
import { RetriableError } from '#runtime';
import type { AlarmReport } from '../../converting/alerts/alarm.js';
import { AlertmanagerBody, readAlertmanager } from '../../converting/alerts/read-alertmanager.js';
import { GenericBody, readGenericAlarms } from '../../converting/alerts/read-generic-alarm.js';
import { toGroupId } from '../../form.ids.js';
import { listFaults } from '../app-door.js';
import { readBearer, refuseStranger } from '../bearer-keys.js';
import type { Door, DoorParts } from '../door.js';
import { allowOnly, answerJson, type JsonObject, toJsonObject } from '../json-answer.js';
import { SignedRequests, WebhookSecrets } from '../signed-requests.js';
import { IncidentDesk } from './incident-desk.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const AlertConfig = z
  .strictObject({
    address: z.string().max(200).optional(),
    displayName: z.string().max(200).optional(),
    bearerToken: z.string().min(20).optional().describe('Alertmanager sends it as http_config.authorization.credentials'),
    secret: WebhookSecrets.optional().describe('of monitors that sign (Standard Webhooks)'),
    groupBy: z
      .array(z.string().min(1))
      .max(10)
      .default([])
      .describe("labels that make an incident; default: Alertmanager's own groups, of other monitors the field incident, else each alarm"),
    language: z.enum(['zh', 'en']).default('en'),
    updateEveryMs: z.int().min(100).default(5_000).describe('how often the entry of an incident that goes on is brought up to date'),
    quietMs: z
      .int()
      .min(0)
      .default(30 * MINUTE_MS)
      .describe('firing again within this after the recovery is the same incident, not a new entry'),
    maxIncidentsPerHour: z.int().min(1).default(100).describe('further ones in an hour are one incident together: a storm'),
  })
  .refine(({ bearerToken, secret }) => bearerToken !== undefined || secret !== undefined, {
    message: 'bearerToken or secret is needed: anybody could raise alarms',
    path: ['bearerToken'],
  });
export type AlertConfig = z.infer<typeof AlertConfig>;

const MAX_BODY = 4 * 1024 * 1024;
const STORM_TITLES = { zh: '告警风暴：许多不同的事件', en: 'Storm of alarms: many different incidents' };
const TAKEN_OVER_IN_MS = 2_000;

/** Alarms of monitors. One process at a time counts those of an inbox: another one answers 503, and the monitor tries again. */
export class AlertDoor implements Door {
  private readonly context: ConnectorContext;
  private readonly signed: SignedRequests | null;
  private desk: IncidentDesk | null = null;
  private readonly holding: Promise<void>;
  private taken: () => void = () => undefined;
  /** Resolves when this process has the lease for the first time. */
  private readonly ready = new Promise<void>((resolve) => (this.taken = resolve));

  constructor(
    private readonly config: AlertConfig,
    { context }: DoorParts,
  ) {
    this.context = context;
    this.signed = config.secret === undefined ? null : new SignedRequests(config.secret, context);
    this.holding = context.withLease('alarms', (signal) => this.hold(signal)).catch((error: unknown) => context.fail(error));
  }

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    if (request.path !== '/') throw new RefusedRequest(404, 'no_such_page', 'Alarms are posted to the address of the inbox itself');
    allowOnly(request, 'POST');
    const token = readBearer(request);
    const { bearerToken } = this.config;
    const byToken = token !== null && bearerToken !== undefined && equalsInConstantTime(token, bearerToken);
    if (!byToken && this.signed === null) throw refuseStranger();
    const body = await request.read(MAX_BODY);
    const signed = byToken ? null : this.signed!.check(request, body);
    const reports = readReports(toJsonObject(request, body), this.config.groupBy);
    const desk = await this.findDesk(request.signal);
    const deliveryId = signed ?? (request.headers['webhook-id'] || null);
    const receipts = await Promise.all(
      reports.map(async (report, index) => {
        const placed = await this.place(desk, report);
        // Two incidents of one request may be counted at one, in a storm.
        return placed === null ? null : desk.report(placed.group, { ...placed, deliveryId: deliveryId && `${deliveryId}#${index}`, body });
      }),
    );
    return answerJson(200, { receipts: [...new Set(receipts.filter((receipt) => receipt !== null))] });
  }

  async close(): Promise<void> {
    await this.desk?.close();
    await this.holding;
  }

  /**
   * Where the alarm is counted: at its own incident, unless so many new ones came in an hour that they are one. Null for the recovery of what never
   * fired here: there is nothing that it could be the end of.
   */
  private async place(desk: IncidentDesk, report: AlarmReport): Promise<{ group: string; report: AlarmReport } | null> {
    const own = toGroupId(report.group);
    if (await desk.knows(own)) return { group: own, report };
    const fires = report.untold > 0 || report.alarms.some(({ firing }) => firing);
    if (fires && (await desk.countNewGroups(HOUR_MS)) < this.config.maxIncidentsPerHour) return { group: own, report };
    const storm = toGroupId(`storm\0${this.context.inbox.id}`);
    if (!fires && !(await desk.knows(storm))) return null;
    return { group: storm, report: { ...report, title: STORM_TITLES[this.config.language], labels: {}, over: null } };
  }

  private async findDesk(signal: AbortSignal): Promise<IncidentDesk> {
    if (this.desk === null) {
      const patience = AbortSignal.any([signal, AbortSignal.timeout(TAKEN_OVER_IN_MS)]);
      await Promise.race([this.ready, new Promise<void>((resolve) => patience.addEventListener('abort', () => resolve(), { once: true }))]);
    }
    if (this.desk !== null) return this.desk;
    throw new RetriableError('Another process counts the alarms of this inbox', { code: 'held_elsewhere', retryAfterMs: 1_000 });
  }

  private async hold(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const desk = new IncidentDesk(this.context, this.config);
    await desk.recover();
    this.desk = desk;
    this.taken();
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    this.desk = null;
    await desk.close();
  }
}

function readReports(body: JsonObject, groupBy: readonly string[]): AlarmReport[] {
  if (Object.hasOwn(body, 'groupKey')) {
    const parsed = AlertmanagerBody.safeParse(body);
    if (parsed.success) return readAlertmanager(parsed.data, groupBy);
    throw new RefusedRequest(400, 'wrong_alarm', `The alarms are not as Alertmanager sends them: ${listFaults(parsed.error)}`);
  }
  const parsed = GenericBody.safeParse(body);
  if (parsed.success) return readGenericAlarms(parsed.data, groupBy);
  throw new RefusedRequest(
    400,
    'wrong_alarm',
    `The alarm is not as wanted: {title, status, incident?, fingerprint?, labels?}: ${listFaults(parsed.error)}`,
  );
}
