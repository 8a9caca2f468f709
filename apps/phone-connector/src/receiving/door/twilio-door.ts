import { type InboxAnswer, type InboxRequest, RefusedRequest, refuseUnlessValid, verifyTwilioRequest } from '#connector-sdk';
import { isObject, parseJson, type Json } from '../../converting/json-values.js';
import { toTwilioFacts } from '../../converting/twilio/to-facts.js';
import type { DoorParts } from './phone-door.js';

const MOST_BYTES = 256 * 1024;

/** Status and recording callbacks: a form, whose fields are signed, or JSON, whose hash in the address is. */
export async function answerTwilio(request: InboxRequest, { config, context, ledger, tells }: DoorParts): Promise<InboxAnswer> {
  if (config.twilio === undefined)
    throw new RefusedRequest(404, 'not_configured', 'This inbox takes no callbacks of Twilio: set twilio in its settings');
  const body = await request.read(MOST_BYTES);
  const contentType = request.headers['content-type'] ?? '';
  const isForm = request.method === 'POST' && !/json/i.test(contentType);
  const params = isForm ? toParams(body) : {};
  const signed = { url: request.url, params, ...(isForm ? {} : { body }), signature: request.headers['x-twilio-signature'] };
  refuseUnlessValid(verifyTwilioRequest(signed, config.twilio.authToken));
  const fields = isForm ? toFields(params) : request.method === 'GET' ? Object.fromEntries(request.query) : readJson(body);
  const facts = toTwilioFacts(fields, context.clock.now().getTime(), request.headers['i-twilio-idempotency-token']);
  const kept = body.length > 0 ? body : Buffer.from(request.query.toString());
  if (typeof facts === 'string') await tells.keepUnsupported(kept, contentType, 'twilio:callback', facts);
  // The same callback tried again is the same bytes; its status may come twice with another time.
  else await ledger.tell({ facts, body: kept, contentType });
  // An empty TwiML: a callback that is a voice webhook by mistake hangs up in peace.
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: '<Response/>' };
}

function toParams(body: Buffer): Record<string, string | string[]> {
  const params: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) {
    const known = params[name];
    params[name] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value];
  }
  return params;
}

function toFields(params: Readonly<Record<string, string | string[]>>): Json {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]));
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
