import { type InboxAnswer, type InboxRequest, readSignedWebhook, RefusedRequest, refuseUnlessValid, verifyWebhook } from '#connector-sdk';
import { parseObjects } from '../../converting/freeswitch/read-body.js';
import { applyMapping } from '../../converting/generic/read-path.js';
import { toGenericFacts } from '../../converting/generic/to-facts.js';
import { asText, pick, type Json } from '../../converting/json-values.js';
import type { DoorParts } from './phone-door.js';

/** A transcript of an hour is some hundred kB. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Calls, recordings, ratings, transcripts and agents' notes as JSON, signed as Standard Webhooks says. Taken once by `webhook-id`: what comes again is
 * a no-op with the same answer.
 */
export async function answerWebhook(
  request: InboxRequest,
  { config, context, ledger, tells, extensions }: DoorParts,
): Promise<InboxAnswer> {
  const { webhook } = config;
  if (webhook === undefined) throw new RefusedRequest(404, 'not_configured', 'This inbox takes no webhook: set webhook in its settings');
  const body = await request.read(MOST_BYTES);
  const signed = readSignedWebhook(request.headers, body);
  refuseUnlessValid(verifyWebhook(signed, webhook.secret, context.clock.now().getTime()));
  for (const [index, object] of readOrRefuse(body).entries()) {
    const mapped = applyMapping(object, webhook.fields);
    const type = asText(pick(object, 'type', 'event'), 64) ?? 'call';
    const { outcomes, timeZone } = webhook;
    const facts = isAboutCall(type) ? toGenericFacts(mapped, { extensions, outcomes, timeZone }) : 'of a kind that is not known here';
    if (typeof facts === 'string') await tells.keepUnsupported(body, 'application/json', `webhook:${type}`, facts);
    else await ledger.tell({ facts, body, contentType: 'application/json', deliveryKey: `webhook:${signed.id!.slice(0, 200)}:${index}` });
  }
  return { status: 202, headers: { 'content-type': 'application/json' }, body: '{"accepted":true}' };
}

/** `call`, `call.ended`, `video_call`, `recording.ready` … */
function isAboutCall(type: string): boolean {
  return /call|recording|rating|notes|voicemail|transcript/i.test(type);
}

function readOrRefuse(body: Buffer): Json[] {
  try {
    return parseObjects(body.toString('utf8').trim());
  } catch (error) {
    throw new RefusedRequest(400, 'unreadable_body', `No JSON: ${(error as Error).message}`);
  }
}
