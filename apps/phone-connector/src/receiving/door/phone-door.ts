import { type ConnectorContext, type InboxAnswer, type InboxRequest, RefusedRequest } from '#connector-sdk';
import type { PhoneInboxConfig } from '../../phone.config.js';
import type { CallLedger } from '../call-ledger.js';
import type { SideTells } from '../side-tells.js';
import { answerFreeswitch } from './freeswitch-door.js';
import { answerTccc } from './tccc-door.js';
import { answerTwilio } from './twilio-door.js';
import { answerWebhook } from './webhook-door.js';

export interface DoorParts {
  readonly config: PhoneInboxConfig;
  readonly context: ConnectorContext;
  readonly ledger: CallLedger;
  readonly tells: SideTells;
  readonly extensions: RegExp | undefined;
}

type Room = (request: InboxRequest, parts: DoorParts) => Promise<InboxAnswer>;

const ROOMS: Readonly<Record<string, Room>> = {
  '/': answerWebhook,
  '/freeswitch': answerFreeswitch,
  '/twilio': answerTwilio,
  '/tccc': answerTccc,
};

/** Whoever posts call records gets his answer only when they are durable. */
export async function answerAtDoor(request: InboxRequest, parts: DoorParts): Promise<InboxAnswer> {
  const path = request.path.length > 1 ? request.path.replace(/\/+$/, '') : request.path;
  const room = Object.hasOwn(ROOMS, path) ? ROOMS[path] : undefined;
  if (room === undefined)
    throw new RefusedRequest(404, 'no_such_door', `There is ${Object.keys(ROOMS).join(', ')} below the address of this inbox`);
  // Twilio may be told to GET.
  if (request.method !== 'POST' && !(path === '/twilio' && request.method === 'GET'))
    throw new RefusedRequest(405, 'wrong_method', 'Call records are posted');
  return room(request, parts);
}
