import { createHash, createHmac, randomUUID } from 'node:crypto';
import { type Answer, type Pace, PACES, untilTaken } from './pace.js';

async function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const answer = await fetch(url, { method: 'POST', body, headers });
  return { status: answer.status, body: await answer.text() };
}

const basic = (user: string, password: string) => ({ authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` });

/** mod_json_cdr: each leg by POST, as JSON, as a form or as base64 (`encode`), values URL-encoded by default. */
export function postJsonCdr(
  base: string,
  access: { user: string; password: string },
  cdr: object,
  encode: 'json' | 'form' | 'base64' = 'json',
): Promise<Answer> {
  const json = JSON.stringify(cdr);
  const bodies = {
    json,
    form: `cdr=${encodeURIComponent(json)}`,
    base64: `cdr=${encodeURIComponent(Buffer.from(json).toString('base64'))}`,
  };
  const type = encode === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
  return post(`${base}/freeswitch`, bodies[encode], { 'content-type': type, ...basic(access.user, access.password) });
}

/** Twilio: a form, signed over the address and its sorted fields; `json` has its hash in the address instead. */
export function postTwilio(
  base: string,
  authToken: string,
  fields: Readonly<Record<string, string>>,
  form: 'form' | 'json' = 'form',
  signedUrl = base,
): Promise<Answer> {
  const sign = (text: string) => createHmac('sha1', authToken).update(text).digest('base64');
  if (form === 'json') {
    const body = JSON.stringify(fields);
    const query = `?bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
    return post(`${base}/twilio${query}`, body, {
      'content-type': 'application/json',
      'x-twilio-signature': sign(`${signedUrl}/twilio${query}`),
    });
  }
  const text = Object.keys(fields)
    .sort()
    .map((name) => name + fields[name]!)
    .join('');
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': sign(`${signedUrl}/twilio${text}`) };
  return post(`${base}/twilio`, new URLSearchParams(fields).toString(), headers);
}

/** A callback of Twilio with its tries. Throws where nothing listens. */
export function callBackTwilio(
  base: string,
  authToken: string,
  fields: Readonly<Record<string, string>>,
  pace: Pace = PACES.twilio,
): Promise<Answer> {
  return untilTaken(() => postTwilio(base, authToken, fields), pace);
}

/** A push of TCCC with its tries, under one id. */
export function pushTccc(
  base: string,
  access: { user: string; password: string },
  action: string,
  push: object,
  pace: Pace = PACES.tccc,
): Promise<Answer> {
  const pushId = randomUUID();
  return untilTaken(() => postTccc(base, access, action, push, pushId), pace);
}

/** TCCC: JSON under one X-TCCC-PUSH-UUID for all tries of a push. */
export function postTccc(
  base: string,
  access: { user: string; password: string },
  action: string,
  push: object,
  pushId: string = randomUUID(),
): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'x-tccc-push-uuid': pushId, ...basic(access.user, access.password) };
  return post(`${base}/tccc?action=${action}&version=1`, JSON.stringify(push), headers);
}

/** Standard Webhooks 1.0.0; `secret` is `whsec_` and base64. */
export function postWebhook(
  base: string,
  secret: string,
  body: unknown,
  { id = `msg_${randomUUID()}`, at = new Date() } = {},
): Promise<Answer> {
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${payload}`).digest('base64');
  return post(base, payload, {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  });
}
