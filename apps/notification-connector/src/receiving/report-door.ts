import { type ConnectorContext, type InboxAnswer, type InboxRequest, RefusedRequest } from '#connector-sdk';
import type { CommandId, DeliveryChanged } from '#contracts';
import type { Gateway, Report } from '../gateways/gateway.js';

const MAX_BODY = 256 * 1024;
/** A list of reports is told at so many at once: their order does not matter, each is of another message. */
const AT_ONCE = 50;

/** Takes what a provider tells later of its messages; answers when all of it is on the log. */
export async function takeReports(request: InboxRequest, gateway: Gateway, context: ConnectorContext): Promise<InboxAnswer> {
  if (gateway.readReports === undefined || !/^\/reports(?:\/|$)/.test(request.path))
    throw new RefusedRequest(404, 'no_reports', 'This inbox takes nothing but delivery reports, at /reports, where its provider sends any');
  if (request.method !== 'POST') throw new RefusedRequest(405, 'method_not_allowed', 'Reports are posted');
  const { reports, answer } = gateway.readReports(request, await request.read(MAX_BODY), context.clock.now());
  for (let at = 0; at < reports.length; at += AT_ONCE)
    await Promise.all(reports.slice(at, at + AT_ONCE).map((report) => context.emitDelivery(toChange(report))));
  if (reports.length > 0) context.succeeded();
  return {
    status: 200,
    headers: { 'content-type': answer.startsWith('{') ? 'application/json' : 'text/plain; charset=utf-8' },
    body: answer,
  };
}

function toChange({ commandId, recipient, status, at, remoteMessageId, error }: Report): Omit<DeliveryChanged, 'inboxId' | 'rank'> {
  return {
    commandId: commandId as CommandId,
    recipient,
    status,
    final: status === 'failed',
    at: at.toISOString(),
    attempt: 0,
    evidence: 'provider_ack',
    ...(remoteMessageId === undefined ? {} : { remoteMessageId }),
    ...(error === undefined ? {} : { error }),
  };
}
