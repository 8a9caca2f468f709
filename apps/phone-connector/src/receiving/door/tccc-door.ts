import { type InboxAnswer, type InboxRequest, RefusedRequest } from '#connector-sdk';
import { isObject, parseJson, type Json } from '../../converting/json-values.js';
import { toTcccFacts } from '../../converting/tccc/to-facts.js';
import { refuseUnlessBasic } from './authorise.js';
import type { DoorParts } from './phone-door.js';

const MOST_BYTES = 1024 * 1024;

/** `POST …?action=cdr|record|…`: pushed up to three times until the answer is `{"ErrCode":0}`, each push under one X-TCCC-PUSH-UUID, in any order. */
export async function answerTccc(request: InboxRequest, { config, ledger, tells }: DoorParts): Promise<InboxAnswer> {
  if (config.tccc === undefined)
    throw new RefusedRequest(404, 'not_configured', 'This inbox takes no pushes of TCCC: set tccc in its settings');
  refuseUnlessBasic(request, config.tccc.user, config.tccc.password);
  const body = await request.read(MOST_BYTES);
  const push = readJson(body);
  const action = request.query.get('action') ?? 'cdr';
  const pushId = request.headers['x-tccc-push-uuid']?.slice(0, 128);
  const contentType = 'application/json';
  const facts = toTcccFacts(push, action);
  if (typeof facts === 'string') await tells.keepUnsupported(body, contentType, `tccc:${action.slice(0, 40)}`, facts);
  else await ledger.tell({ facts, body, contentType, ...(pushId === undefined ? {} : { deliveryKey: `tccc:${pushId}` }) });
  return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ErrCode":0,"ErrMsg":"ok"}' };
}

function readJson(body: Buffer): Json {
  try {
    const parsed = parseJson(body.toString('utf8'));
    if (isObject(parsed)) return parsed;
  } catch {
    // Said below.
  }
  throw new RefusedRequest(400, 'unreadable_body', 'The body is no JSON object');
}
