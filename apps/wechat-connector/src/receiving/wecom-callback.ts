import { type InboxAnswer, type InboxRequest, RefusedRequest } from '#connector-sdk';
import type { Clock } from '#runtime';
import type { CallbackSecrets } from '../converting/callback-crypto.js';
import { BODY_MS, MAX_BODY_BYTES, openSafeCallback, openSealed, refuseStale } from './safe-callback.js';

/** The platform signs when it sends and tries again within seconds; what is older was recorded by somebody. */
const MAX_AGE_MS = 300_000;
/** The platform reads nothing of the answer but that there is one. */
export const TAKEN: InboxAnswer = { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'success' };

/**
 * One call of WeCom: its check of the address is answered, of anything else the plain XML is given. Throws `RefusedRequest` for what is not WeCom's, or
 * not meant for this company.
 */
export async function readWecomCallback(
  request: InboxRequest,
  secrets: CallbackSecrets,
  clock: Clock,
): Promise<{ readonly answer: InboxAnswer } | { readonly plain: Buffer }> {
  const { method, query } = request;
  if (method !== 'GET' && method !== 'POST') throw new RefusedRequest(405, 'wrong_method', 'WeCom calls by GET and POST');
  const plain =
    method === 'GET'
      ? openSealed(secrets, query, query.get('echostr') ?? '')
      : openSafeCallback(secrets, query, await request.read(MAX_BODY_BYTES, BODY_MS));
  // Looked at after the signature: who cannot sign learns nothing of our clock.
  refuseStale(query.get('timestamp'), clock.now(), MAX_AGE_MS);
  return method === 'GET' ? { answer: { ...TAKEN, body: plain } } : { plain };
}
