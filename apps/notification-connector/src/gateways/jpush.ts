import type { Address } from '#contracts';
import { MEANS, type ErrorTable } from '../converting/error-table.js';
import type { Gateway, GatewayRequest, GatewayResponse, Notice, Outcome } from './gateway.js';
import { readObject, toRefusal, toStatusOutcome } from './read-answer.js';

/** docs.jiguang.cn: JPush REST API v3. */
const CODES: ErrorTable = {
  1000: MEANS.away,
  1002: MEANS.request,
  1003: MEANS.request,
  1004: MEANS.credentials,
  1005: MEANS.tooLong,
  1008: MEANS.credentials,
  1009: MEANS.request,
  1011: MEANS.noDevice,
  1012: MEANS.money,
  1020: MEANS.request,
  1030: MEANS.away,
  2002: MEANS.tooMany,
  2003: MEANS.request,
  2008: MEANS.money,
};

export interface JpushSettings {
  readonly baseUrl: string;
  readonly appKey: string;
  readonly masterSecret: string;
  /** Into production or development certificates of Apple. */
  readonly apnsProduction: boolean;
}

/** App push by user: the app registers the desk's user id as its alias. */
export class JpushGateway implements Gateway {
  readonly scheme = 'user';
  readonly idempotent = false;
  readonly maxCharacters = 500;

  constructor(private readonly settings: JpushSettings) {}

  compose({ commandId, text, title, values }: Notice, to: Address | null): GatewayRequest {
    const { baseUrl, appKey, masterSecret, apnsProduction } = this.settings;
    const extras = { commandId, ...(values['ticketNumber'] ? { ticketNumber: values['ticketNumber'] } : {}) };
    const body = {
      platform: 'all',
      audience: { alias: [to!.value] },
      notification: {
        alert: text,
        android: { alert: text, extras, ...(title === null ? {} : { title }) },
        ios: { alert: title === null ? text : { title, body: text }, extras },
      },
      options: { apns_production: apnsProduction },
    };
    return {
      url: `${baseUrl}/v3/push`,
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`${appKey}:${masterSecret}`).toString('base64')}`,
      },
      body: JSON.stringify(body),
    };
  }

  read(response: GatewayResponse): Outcome {
    const { msg_id: id, error } = readObject(response);
    if (response.status === 200 && id !== undefined)
      return { kind: 'sent', remoteMessageId: readId(response.body) ?? String(id as string) };
    const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
    if (typeof code === 'number' && response.status < 500)
      return toRefusal(CODES, String(code), typeof message === 'string' ? message : '', response);
    return toStatusOutcome(response);
  }
}

/** A 64-bit number that may come without quotes: as it was written. */
function readId(body: string): string | null {
  return /"msg_id"\s*:\s*"?(\d+)/.exec(body)?.[1] ?? null;
}
