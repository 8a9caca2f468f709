import type { Wishes } from '../converting/handling.js';
import { z } from 'zod';
import { type InboxAnswer, type InboxRequest, RefusedRequest } from '#connector-sdk';
import type { Sender } from '#contracts';
import { AppMessage, toAppSubmission } from '../converting/app-message.js';
import type { AppConfig } from '../form.config.js';
import { acceptSubmission } from './accept-submission.js';
import { type BearerKey, BearerKeys, readBearer, refuseStranger } from './bearer-keys.js';
import type { Door, DoorParts } from './door.js';
import { allowOnly, answerJson, toJsonObject } from './json-answer.js';
import { toPointer } from './parse-json.js';
import { RateLimit } from './rate-limit.js';
import { SignedInUsers } from './signed-in-user.js';

const MAX_BODY = 512 * 1024;
const USER_PER_MINUTE = 60;
const MINUTE_MS = 60_000;

/** Programs that are asked to be trusted here: a key, or the token of a signed-in user. */
export type AppAccess = Pick<AppConfig, 'keys' | 'jwt' | 'country'>;

/** Messages of apps and back offices, as JSON. */
export class AppDoor implements Door {
  private readonly keys: BearerKeys;
  private readonly users: SignedInUsers | null;
  private readonly userLimit: RateLimit;

  constructor(
    private readonly access: AppAccess,
    private readonly purpose: { readonly wishes: Wishes; readonly subjectMark?: string },
    private readonly parts: DoorParts,
  ) {
    const { clock } = parts.context;
    this.keys = new BearerKeys(access.keys, clock);
    this.users = access.jwt === undefined ? null : new SignedInUsers(access.jwt, clock);
    this.userLimit = new RateLimit(clock, USER_PER_MINUTE, MINUTE_MS);
  }

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    if (request.path !== '/') throw new RefusedRequest(404, 'no_such_page', 'Messages are posted to the address of the inbox itself');
    allowOnly(request, 'POST');
    const { caller, user, key } = await this.recognise(request);
    const body = await request.read(MAX_BODY);
    const message = readMessage(toJsonObject(request, body));
    const id = request.headers['idempotency-key'] || message.id;
    if (id === undefined || id === '' || id.length > 500)
      throw new RefusedRequest(
        400,
        'no_idempotency_key',
        'Send an `Idempotency-Key` (up to 500 characters, the same for each try of one message)',
      );
    const { context } = this.parts;
    const { country } = this.access;
    const origin = { inbox: context.inbox, caller, id, user, vouches: key?.vouches === true, country, at: context.clock.now() };
    const submission = toAppSubmission(message, { ...origin, ...this.purpose });
    return answerJson(202, await acceptSubmission(submission, { bytes: body, contentType: 'application/json' }, context));
  }

  private async recognise(request: InboxRequest): Promise<{ caller: string; user: Sender | null; key: BearerKey | null }> {
    const token = readBearer(request);
    if (token === null) throw refuseStranger();
    const name = this.keys.recognise(token);
    if (name !== null) return { caller: name, user: null, key: this.access.keys.find((each) => each.name === name)! };
    if (this.users === null || token.split('.').length !== 3) throw refuseStranger();
    const user = await this.users.read(token);
    const { value } = user.identities[0]!;
    this.userLimit.take(value);
    return { caller: `u:${value}`, user, key: null };
  }
}

function readMessage(body: unknown): AppMessage {
  const parsed = AppMessage.safeParse(body);
  if (parsed.success) {
    const { text, fields, type } = parsed.data;
    if ((text ?? '').trim() === '' && Object.keys(fields ?? {}).length === 0 && type === 'text')
      throw new RefusedRequest(400, 'nothing_said', 'The message has neither `text` nor `fields`');
    return parsed.data;
  }
  throw new RefusedRequest(400, 'wrong_message', `The message is not as wanted: ${listFaults(parsed.error)}`);
}

export function listFaults(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${toPointer(path.map(String))}: ${message}`)
    .join('; ');
}
