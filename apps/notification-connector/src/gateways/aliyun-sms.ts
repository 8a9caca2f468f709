import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { equalsInConstantTime, type InboxRequest, RefusedRequest } from '#connector-sdk';
import type { Address } from '#contracts';
import { MEANS, toError, type ErrorTable } from '../converting/error-table.js';
import type { Gateway, GatewayRequest, GatewayResponse, Notice, Outcome, Report } from './gateway.js';
import { readObject, toRefusal, toStatusOutcome } from './read-answer.js';

/** help.aliyun.com: error codes of SendSms, and of its reports. */
const CODES: ErrorTable = {
  'isv.MOBILE_NUMBER_ILLEGAL': MEANS.badNumber,
  'isv.MOBILE_COUNT_OVER_LIMIT': MEANS.request,
  'isv.BUSINESS_LIMIT_CONTROL': MEANS.perPerson,
  'isv.DAY_LIMIT_CONTROL': MEANS.money,
  'isv.AMOUNT_NOT_ENOUGH': MEANS.money,
  'isv.OUT_OF_SERVICE': MEANS.money,
  'isv.SMS_TEMPLATE_ILLEGAL': MEANS.template,
  'isv.SMS_SIGNATURE_ILLEGAL': MEANS.template,
  'isv.TEMPLATE_MISSING_PARAMETERS': MEANS.template,
  'isv.TEMPLATE_PARAMS_ILLEGAL': MEANS.template,
  'isv.INVALID_JSON_PARAM': MEANS.template,
  'isv.PARAM_LENGTH_LIMIT': MEANS.tooLong,
  'isv.BLACK_KEY_CONTROL_LIMIT': MEANS.content,
  'isv.INVALID_PARAMETERS': MEANS.request,
  'isv.PRODUCT_UN_SUBSCRIPT': MEANS.request,
  'isp.SYSTEM_ERROR': MEANS.away,
  'isp.RAM_PERMISSION_DENY': MEANS.credentials,
  SignatureDoesNotMatch: MEANS.credentials,
  SignatureNonceUsed: MEANS.away,
  'InvalidAccessKeyId.NotFound': MEANS.credentials,
  'InvalidTimeStamp.Expired': MEANS.request,
  'Throttling.User': MEANS.tooMany,
  Throttling: MEANS.tooMany,
  MOBILE_NOT_ON_SERVICE: MEANS.badNumber,
  MOBILE_IN_BLACK: MEANS.blocked,
  MOBILE_TERMINAL_ERROR: MEANS.unreachable,
  MOBILE_ACCOUNT_ABNORMAL: MEANS.badNumber,
  CONTENT_KEYWORD: MEANS.content,
};

/** Reports are pushed unsigned: the address they come to is the secret. */
const Reports = z.array(
  z.object({
    phone_number: z.coerce.string(),
    success: z.boolean(),
    report_time: z.string().optional(),
    err_code: z.coerce.string().default(''),
    err_msg: z.coerce.string().default(''),
    biz_id: z.coerce.string().optional(),
    out_id: z.coerce.string().default(''),
  }),
);

export interface AliyunSettings {
  readonly baseUrl: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly signName: string;
  /** Template code for each template name of the inbox, and which values fill it. */
  readonly templates: Readonly<Record<string, { readonly code: string; readonly params: readonly string[] }>>;
  readonly reportToken?: string | undefined;
}

const MAX_PARAM = 35;

/** Aliyun's SMS: only templates that the provider has approved. The reply's text goes into the parameter `text`, where the template has one. */
export class AliyunSmsGateway implements Gateway {
  readonly scheme = 'phone';
  readonly idempotent = false;
  readonly maxCharacters = 500;

  constructor(private readonly settings: AliyunSettings) {}

  compose({ commandId, text, template, values, now }: Notice, to: Address | null): GatewayRequest {
    const { baseUrl, accessKeyId, accessKeySecret, signName, templates } = this.settings;
    const chosen = templates[template] ?? templates['default'] ?? Object.values(templates)[0]!;
    const filled = Object.fromEntries(
      chosen.params.map((name) => [name, (name === 'text' ? text : (values[name] ?? '')).slice(0, MAX_PARAM)]),
    );
    const query: Record<string, string> = {
      AccessKeyId: accessKeyId,
      Action: 'SendSms',
      Format: 'JSON',
      OutId: commandId,
      PhoneNumbers: to!.value.replace(/^\+86/, '').replace(/^\+/, '00'),
      SignName: signName,
      SignatureMethod: 'HMAC-SHA1',
      SignatureNonce: randomUUID(),
      SignatureVersion: '1.0',
      TemplateCode: chosen.code,
      TemplateParam: JSON.stringify(filled),
      Timestamp: now.toISOString().replace(/\.\d+Z$/, 'Z'),
      Version: '2017-05-25',
    };
    const body = new URLSearchParams({ ...query, Signature: signRpc('POST', query, accessKeySecret) }).toString();
    return { url: `${baseUrl}/`, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body };
  }

  read(response: GatewayResponse): Outcome {
    const { Code: code, Message: message, BizId: bizId } = readObject(response);
    if (code === 'OK') return { kind: 'sent', ...(typeof bizId === 'string' ? { remoteMessageId: bizId } : {}) };
    if (typeof code === 'string') return toRefusal(CODES, code, typeof message === 'string' ? message : '', response);
    return toStatusOutcome(response);
  }

  readReports(request: InboxRequest, body: Buffer, now: Date): { reports: readonly Report[]; answer: string } {
    const { reportToken } = this.settings;
    const given = /^\/reports\/([^/]+)$/.exec(request.path)?.[1] ?? '';
    if (reportToken === undefined || !equalsInConstantTime(given, reportToken))
      throw new RefusedRequest(401, 'wrong_report_token', 'Reports come to /reports/<reportToken of the inbox>');
    const parsed = Reports.safeParse(readList(body));
    if (!parsed.success)
      throw new RefusedRequest(400, 'wrong_report', 'Reports are a JSON list of {phone_number, success, out_id, err_code, …}');
    const reports = parsed.data
      .filter(({ out_id: id }) => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(id))
      .map((each): Report => {
        const recipient = each.phone_number.startsWith('+')
          ? each.phone_number
          : `+${each.phone_number.length === 11 ? '86' : ''}${each.phone_number}`;
        return {
          ...{ commandId: each.out_id, recipient, status: each.success ? 'delivered' : 'failed' },
          at: readChinaTime(each.report_time) ?? now,
          ...(each.biz_id === undefined ? {} : { remoteMessageId: each.biz_id }),
          ...(each.success ? {} : { error: toError(CODES, each.err_code, each.err_msg) }),
        };
      });
    return { reports, answer: '{"code":0,"msg":"ok"}' };
  }
}

/** `2026-03-02 17:00:00`, without a zone: China's. */
function readChinaTime(written: string | undefined): Date | null {
  if (written === undefined || !/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(written)) return null;
  const date = new Date(`${written.replace(' ', 'T')}+08:00`);
  return Number.isNaN(date.getTime()) ? null : date;
}

function readList(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}

/** Signature of Aliyun's RPC style: HMAC-SHA1 over method and sorted query, each part percent-encoded as RFC 3986 wants. */
export function signRpc(method: string, query: Readonly<Record<string, string>>, accessKeySecret: string): string {
  const canonical = Object.keys(query)
    .sort()
    .map((name) => `${encode(name)}=${encode(query[name]!)}`)
    .join('&');
  return createHmac('sha1', `${accessKeySecret}&`)
    .update(`${method}&${encode('/')}&${encode(canonical)}`)
    .digest('base64');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
