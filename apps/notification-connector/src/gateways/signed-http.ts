import { z } from 'zod';
import { type InboxRequest, readSignedWebhook, refuseUnlessValid, RefusedRequest, toWebhookHeaders, verifyWebhook } from '#connector-sdk';
import type { Address } from '#contracts';
import { MEANS, toError, type ErrorTable } from '../converting/error-table.js';
import type { Gateway, GatewayRequest, GatewayResponse, Notice, Outcome, Report } from './gateway.js';
import { readObject, toRefusal, toStatusOutcome } from './read-answer.js';

/** Words that our own protocol knows; documented in the README for whoever writes the other side. */
const CODES: ErrorTable = {
  recipient_invalid: MEANS.badNumber,
  recipient_blocked: MEANS.blocked,
  unreachable: MEANS.unreachable,
  content_rejected: MEANS.content,
  template_unknown: MEANS.template,
  too_long: MEANS.tooLong,
  quota_exceeded: MEANS.money,
  rate_limited: MEANS.tooMany,
  unavailable: MEANS.away,
};

const ReportBody = z.object({
  id: z.uuid(),
  to: z.string().min(1).max(320),
  status: z.enum(['sent', 'delivered', 'failed']),
  at: z.iso.datetime({ offset: true }).optional(),
  providerId: z.coerce.string().max(200).optional(),
  error: z.object({ code: z.coerce.string().max(80), message: z.coerce.string().max(500).default('') }).optional(),
});

export interface SignedHttpSettings {
  readonly url: string;
  readonly secret: readonly string[];
  readonly scheme: string;
  readonly maxCharacters: number;
}

/** One JSON post a message, signed as Standard Webhooks are: for a bridge of the desk's own to any provider. `webhook-id` is the idempotency key. */
export class SignedHttpGateway implements Gateway {
  readonly idempotent = true;

  constructor(private readonly settings: SignedHttpSettings) {}

  get scheme(): string {
    return this.settings.scheme;
  }

  get maxCharacters(): number {
    return this.settings.maxCharacters;
  }

  compose({ commandId, text, title, template, values, now }: Notice, to: Address | null): GatewayRequest {
    const { url, secret } = this.settings;
    const id = `${commandId}:${to!.value}`;
    const body = JSON.stringify({ id: commandId, to: { scheme: to!.scheme, value: to!.value }, text, title, template, values });
    const signed = toWebhookHeaders({ id, timestampS: Math.floor(now.getTime() / 1000), payload: body }, secret);
    return { url, headers: { 'content-type': 'application/json', 'idempotency-key': id, ...signed }, body };
  }

  read(response: GatewayResponse): Outcome {
    const body = readObject(response);
    if (response.status >= 200 && response.status < 300) {
      const { id } = body;
      return { kind: 'sent', ...(typeof id === 'string' || typeof id === 'number' ? { remoteMessageId: String(id) } : {}) };
    }
    const { code, message } = (body['error'] ?? {}) as { code?: unknown; message?: unknown };
    if (typeof code === 'string' && Object.hasOwn(CODES, code))
      return toRefusal(CODES, code, typeof message === 'string' ? message : '', response);
    return toStatusOutcome(response);
  }

  readReports(request: InboxRequest, body: Buffer, now: Date): { reports: readonly Report[]; answer: string } {
    refuseUnlessValid(verifyWebhook(readSignedWebhook(request.headers, body), this.settings.secret, now.getTime()));
    const parsed = ReportBody.safeParse(readObject({ status: 200, headers: {}, body: body.toString() }));
    if (!parsed.success)
      throw new RefusedRequest(400, 'wrong_report', 'A report is {id, to, status: sent, delivered or failed, error?: {code, message}}');
    const { id, to, status, at, providerId, error } = parsed.data;
    const report: Report = {
      ...{ commandId: id, recipient: to, status, at: at === undefined ? now : new Date(at) },
      ...(providerId === undefined ? {} : { remoteMessageId: providerId }),
      ...(status !== 'failed' ? {} : { error: toError(CODES, error?.code ?? 'unknown', error?.message ?? '') }),
    };
    return { reports: [report], answer: '{"ok":true}' };
  }
}
