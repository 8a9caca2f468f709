import { type InboxRequest, refuseUnlessValid, RefusedRequest, verifyTwilioRequest } from '#connector-sdk';
import type { Address } from '#contracts';
import { MEANS, toError, type ErrorTable } from '../converting/error-table.js';
import type { Gateway, GatewayRequest, GatewayResponse, Notice, Outcome, Report } from './gateway.js';
import { readObject, toRefusal, toStatusOutcome } from './read-answer.js';

/** twilio.com/docs/api/errors */
const CODES: ErrorTable = {
  20003: MEANS.credentials,
  20429: MEANS.tooMany,
  21211: MEANS.badNumber,
  21214: MEANS.badNumber,
  21217: MEANS.badNumber,
  21408: MEANS.request,
  21606: MEANS.request,
  21610: MEANS.blocked,
  21611: MEANS.tooMany,
  21614: MEANS.badNumber,
  21617: MEANS.tooLong,
  30001: MEANS.tooMany,
  30002: MEANS.money,
  30003: MEANS.unreachable,
  30004: MEANS.blocked,
  30005: MEANS.badNumber,
  30006: MEANS.badNumber,
  30007: MEANS.content,
  30008: MEANS.away,
};

const STATUSES: Readonly<Record<string, Report['status']>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
};

export interface TwilioSettings {
  readonly baseUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly from: string;
  /** Where this inbox is reached from outside; absent: no reports. */
  readonly reportUrl?: string | undefined;
}

/** Twilio's Messages, and gateways that speak like it. It knows no idempotency key. */
export class TwilioSmsGateway implements Gateway {
  readonly scheme = 'phone';
  readonly idempotent = false;
  readonly maxCharacters = 1_600;

  constructor(private readonly settings: TwilioSettings) {}

  compose({ commandId, text }: Notice, to: Address | null): GatewayRequest {
    const { baseUrl, accountSid, authToken, from, reportUrl } = this.settings;
    const fields = new URLSearchParams({ To: to!.value, Body: text });
    fields.set(from.startsWith('MG') ? 'MessagingServiceSid' : 'From', from);
    // The command rides in the address, which the signature of a report covers: nothing has to be remembered.
    if (reportUrl !== undefined) fields.set('StatusCallback', `${reportUrl.replace(/\/$/, '')}/reports/${commandId}`);
    return {
      url: `${baseUrl}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
      },
      body: fields.toString(),
    };
  }

  read(response: GatewayResponse): Outcome {
    const { sid, code, message } = readObject(response);
    if (response.status === 201 && typeof sid === 'string') return { kind: 'sent', remoteMessageId: sid };
    if (typeof code === 'number' && response.status < 500)
      return toRefusal(CODES, String(code), typeof message === 'string' ? message : '', response);
    return toStatusOutcome(response);
  }

  readReports(request: InboxRequest, body: Buffer, now: Date): { reports: readonly Report[]; answer: string } {
    const posted = new URLSearchParams(body.toString());
    const params = Object.fromEntries([...new Set(posted.keys())].map((name) => [name, posted.getAll(name)]));
    const { reportUrl, authToken } = this.settings;
    const url = reportUrl === undefined ? request.url : `${reportUrl.replace(/\/$/, '')}${request.path}`;
    refuseUnlessValid(verifyTwilioRequest({ url, params, signature: request.headers['x-twilio-signature'] }, [authToken]));
    const commandId = /^\/reports\/([0-9a-f-]{36})$/.exec(request.path)?.[1];
    if (commandId === undefined) throw new RefusedRequest(404, 'no_such_command', 'Reports come to /reports/<command id>');
    const status = STATUSES[posted.get('MessageStatus') ?? ''];
    // `queued`, `sending` and the like tell nothing new.
    if (status === undefined) return { reports: [], answer: '' };
    const sid = posted.get('MessageSid');
    const report: Report = {
      ...{ commandId, recipient: posted.get('To') ?? '', status, at: now },
      ...(sid === null ? {} : { remoteMessageId: sid }),
      ...(status !== 'failed' ? {} : { error: toError(CODES, posted.get('ErrorCode') ?? 'unknown', posted.get('ErrorMessage') ?? '') }),
    };
    return { reports: [report], answer: '' };
  }
}
