import { type InboxAnswer, type InboxRequest, RefusedRequest } from '#connector-sdk';
import type { CallFacts } from '../../converting/call-facts.js';
import { readJsonCdr } from '../../converting/freeswitch/read-body.js';
import { toFreeswitchFacts } from '../../converting/freeswitch/to-facts.js';
import { refuseUnlessBasic } from './authorise.js';
import type { DoorParts } from './phone-door.js';

/** A json_cdr has some tens of kB; with all SDP and events of a long conference a few hundred. */
const MOST_BYTES = 4 * 1024 * 1024;

/** mod_json_cdr posts each leg, tries again after 5 s, and spools to disk what was never taken. */
export async function answerFreeswitch(request: InboxRequest, { config, ledger, tells, extensions }: DoorParts): Promise<InboxAnswer> {
  if (config.freeswitch === undefined)
    throw new RefusedRequest(404, 'not_configured', 'This inbox takes no json_cdr: set freeswitch in its settings');
  refuseUnlessBasic(request, config.freeswitch.user, config.freeswitch.password);
  const body = await request.read(MOST_BYTES);
  const contentType = request.headers['content-type'] ?? 'application/json';
  for (const record of readOrRefuse(body)) {
    const facts: CallFacts | string = toFreeswitchFacts(record, { extensions });
    if (typeof facts === 'string') await tells.keepUnsupported(body, contentType, 'freeswitch:json_cdr', facts);
    else await ledger.tell({ facts, body, contentType });
  }
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' };
}

function readOrRefuse(body: Buffer): ReturnType<typeof readJsonCdr> {
  try {
    return readJsonCdr(body);
  } catch (error) {
    throw new RefusedRequest(400, 'unreadable_body', `No json_cdr: ${(error as Error).message}`);
  }
}
