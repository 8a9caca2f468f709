import { type InboxAnswer, type InboxRequest, RefusedRequest } from '#connector-sdk';
import type { Clock } from '#runtime';
import { type CallbackSecrets, openCallback } from '../converting/callback-crypto.js';
import { CallbackFields } from '../converting/callback-fields.js';
import { MAX_XML_BYTES, UnreadableXml } from '../converting/callback-xml.js';

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
  const [signature, timestamp, nonce] = [query.get('msg_signature'), query.get('timestamp') ?? '', query.get('nonce') ?? ''];
  if (method !== 'GET' && method !== 'POST') throw new RefusedRequest(405, 'wrong_method', 'WeCom calls by GET and POST');
  const encrypt = method === 'GET' ? (query.get('echostr') ?? '') : readEncrypt(await request.read(MAX_XML_BYTES));
  const opened = openCallback(secrets, { signature, timestamp, nonce, encrypt });
  if ('fault' in opened) throw new RefusedRequest(opened.fault === 'wrong_signature' ? 401 : 403, opened.fault, FAULTS[opened.fault]);
  // Looked at after the signature: who cannot sign learns nothing of our clock.
  if (Math.abs(clock.now().getTime() - Number(timestamp) * 1000) > MAX_AGE_MS)
    throw new RefusedRequest(
      403,
      'stale_timestamp',
      'The callback was signed more than five minutes ago, or the clock of this machine is wrong',
    );
  if (method === 'GET') return { answer: { ...TAKEN, body: opened.plain } };
  return { plain: opened.plain };
}

const FAULTS = {
  wrong_signature: 'The signature does not fit: the Token of the callback differs from that of the inbox, or it is not from WeCom',
  wrong_key: 'The content cannot be read: the EncodingAESKey differs from that of the inbox',
  wrong_receiver: 'The callback is for another company: `corpId` of the inbox is not its own',
} as const;

function readEncrypt(body: Buffer): string {
  try {
    return CallbackFields.read(body).get('Encrypt') ?? '';
  } catch (error) {
    if (error instanceof UnreadableXml) throw new RefusedRequest(400, error.code, error.message);
    throw error;
  }
}
