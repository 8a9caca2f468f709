import { createHmac, createHash, timingSafeEqual } from 'node:crypto';

/** A request as a provider's server sees it. */
export interface Seen {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface Said {
  readonly to: string;
  readonly text: string;
  readonly id: string;
}

/** What a provider's server does with a request: takes it, or says why not, in its own words. */
export interface Provider {
  readonly name: string;
  /** Where a product's base URL (or a robot's whole address) points on the simulator. */
  readonly basePath: string;
  owns(seen: Seen): boolean;
  /** Null: it is not signed as it should be. */
  read(seen: Seen, now: number): Omit<Said, 'id'> | null;
  taken(id: string): { status: number; body: string };
  refused(): { status: number; body: string };
  busy(): { status: number; body: string; headers?: Record<string, string> };
  unauthorised(): { status: number; body: string };
}

export const ACCOUNT = {
  twilioSid: 'AC0123456789',
  twilioToken: 'twilio-auth-token',
  aliyunId: 'LTAI-test',
  aliyunSecret: 'aliyun-secret',
  jpushKey: 'jpush-app',
  jpushSecret: 'jpush-master',
  robotKey: 'robot-key-0123456789',
  robotSecret: 'SECrobot',
  httpSecret: 'whsec_c2VjcmV0IG9mIHRoZSBicmlkZ2UgaGVyZQ==',
} as const;

const same = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
const answer = (status: number, body: object) => ({ status, body: JSON.stringify(body) });
const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const hmac = (kind: 'sha1' | 'sha256', key: string | Buffer, text: string) => createHmac(kind, key).update(text).digest('base64');
const SKEW_MS = 3_600_000;

const twilio: Provider = {
  name: 'twilio',
  basePath: '',
  owns: ({ path }) => path === `/2010-04-01/Accounts/${ACCOUNT.twilioSid}/Messages.json`,
  read: ({ headers, body }) => {
    if (headers['authorization'] !== basic(ACCOUNT.twilioSid, ACCOUNT.twilioToken)) return null;
    const fields = new URLSearchParams(body);
    return { to: fields.get('To') ?? '', text: fields.get('Body') ?? '' };
  },
  taken: (id) => answer(201, { sid: `SM${id}`, status: 'queued' }),
  refused: () => answer(400, { code: 21211, message: "The 'To' number is not a valid phone number.", status: 400 }),
  busy: () => ({ ...answer(429, { code: 20429, message: 'Too Many Requests', status: 429 }), headers: { 'retry-after': '2' } }),
  unauthorised: () => answer(401, { code: 20003, message: 'Authenticate', status: 401 }),
};

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

const aliyun: Provider = {
  name: 'aliyun',
  basePath: '/aliyun',
  owns: ({ path }) => path === '/aliyun/',
  read: ({ body }, now) => {
    const fields = new URLSearchParams(body);
    const given = fields.get('Signature') ?? '';
    fields.delete('Signature');
    const canonical = [...fields]
      .map(([name, value]) => [encode(name), encode(value)].join('='))
      .sort()
      .join('&');
    const wanted = hmac('sha1', `${ACCOUNT.aliyunSecret}&`, ['POST', encode('/'), encode(canonical)].join('&'));
    if (!same(given, wanted) || Math.abs(now - Date.parse(fields.get('Timestamp') ?? '')) > SKEW_MS) return null;
    const params = JSON.parse(fields.get('TemplateParam') ?? '{}') as { text?: string };
    return { to: fields.get('PhoneNumbers') ?? '', text: params.text ?? '' };
  },
  taken: (id) => answer(200, { Code: 'OK', Message: 'OK', BizId: `${id}^0`, RequestId: id }),
  refused: () => answer(400, { Code: 'isv.MOBILE_NUMBER_ILLEGAL', Message: '号码格式错误', RequestId: 'x' }),
  busy: () => answer(400, { Code: 'Throttling.User', Message: 'Request was denied due to user flow control.', RequestId: 'x' }),
  unauthorised: () => answer(400, { Code: 'SignatureDoesNotMatch', Message: 'Specified signature is not matched', RequestId: 'x' }),
};

const jpush: Provider = {
  name: 'jpush',
  basePath: '',
  owns: ({ path }) => path === '/v3/push',
  read: ({ headers, body }) => {
    if (headers['authorization'] !== basic(ACCOUNT.jpushKey, ACCOUNT.jpushSecret)) return null;
    const push = JSON.parse(body) as { audience: { alias: string[] }; notification: { alert: string } };
    return { to: push.audience.alias.join(), text: push.notification.alert };
  },
  // A number that a double cannot hold, without quotes, as the real one is.
  taken: (id) => ({ status: 200, body: `{"sendno":"0","msg_id":9007199254740993${Number.parseInt(id, 10) % 10}}` }),
  refused: () => answer(400, { error: { code: 1011, message: 'cannot find user by this audience' } }),
  busy: () => answer(429, { error: { code: 2002, message: 'Rate limit exceeded' } }),
  unauthorised: () => answer(401, { error: { code: 1004, message: 'Authen failed' } }),
};

const dingtalk: Provider = {
  name: 'dingtalk',
  basePath: `/robot/send?access_token=${ACCOUNT.robotKey}`,
  owns: ({ path }) => path === '/robot/send',
  read: ({ query, body }, now) => {
    const timestamp = query.get('timestamp') ?? '';
    const signed = same(query.get('sign') ?? '', hmac('sha256', ACCOUNT.robotSecret, `${timestamp}\n${ACCOUNT.robotSecret}`));
    if (!signed || query.get('access_token') !== ACCOUNT.robotKey || Math.abs(now - Number(timestamp)) > SKEW_MS) return null;
    return { to: 'group', text: (JSON.parse(body) as { text: { content: string } }).text.content };
  },
  taken: () => answer(200, { errcode: 0, errmsg: 'ok' }),
  refused: () => answer(200, { errcode: 430101, errmsg: 'unsafe link' }),
  busy: () => answer(200, { errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' }),
  unauthorised: () => answer(200, { errcode: 310000, errmsg: 'sign not match' }),
};

const wecom: Provider = {
  name: 'wecom',
  basePath: `/cgi-bin/webhook/send?key=${ACCOUNT.robotKey}`,
  owns: ({ path }) => path === '/cgi-bin/webhook/send',
  read: ({ query, body }) =>
    query.get('key') === ACCOUNT.robotKey ? { to: 'group', text: (JSON.parse(body) as { text: { content: string } }).text.content } : null,
  taken: () => answer(200, { errcode: 0, errmsg: 'ok' }),
  refused: () => answer(200, { errcode: 40058, errmsg: 'text.content exceed max length 2048' }),
  busy: () => answer(200, { errcode: 45009, errmsg: 'api freq out of limit' }),
  unauthorised: () => answer(200, { errcode: 93000, errmsg: 'invalid webhook url' }),
};

const feishu: Provider = {
  name: 'feishu',
  basePath: `/open-apis/bot/v2/hook/${ACCOUNT.robotKey}`,
  owns: ({ path }) => path === `/open-apis/bot/v2/hook/${ACCOUNT.robotKey}`,
  read: ({ body }, now) => {
    const sent = JSON.parse(body) as { timestamp?: string; sign?: string; content: { text: string } };
    const wanted = hmac('sha256', `${sent.timestamp}\n${ACCOUNT.robotSecret}`, '');
    if (!same(sent.sign ?? '', wanted) || Math.abs(now - Number(sent.timestamp) * 1000) > SKEW_MS) return null;
    return { to: 'group', text: sent.content.text };
  },
  taken: () => answer(200, { code: 0, msg: 'success', data: {} }),
  refused: () => answer(200, { code: 19024, msg: 'Key Words Not Found', data: {} }),
  busy: () => answer(200, { code: 11232, msg: 'frequency limited', data: {} }),
  unauthorised: () => answer(200, { code: 19021, msg: 'sign match fail or timestamp is not within one hour from current time', data: {} }),
};

const http: Provider = {
  name: 'http',
  basePath: '/bridge',
  owns: ({ path }) => path === '/bridge',
  read: ({ headers, body }, now) => {
    const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '', 'webhook-signature': signature = '' } = headers;
    const key = Buffer.from(ACCOUNT.httpSecret.slice('whsec_'.length), 'base64');
    if (!same(signature, `v1,${hmac('sha256', key, `${id}.${timestamp}.${body}`)}`) || Math.abs(now - Number(timestamp) * 1000) > 300_000)
      return null;
    const sent = JSON.parse(body) as { to: { value: string }; text: string };
    return { to: sent.to.value, text: sent.text };
  },
  taken: (id) => answer(202, { id: `b-${id}` }),
  refused: () => answer(422, { error: { code: 'recipient_invalid', message: 'no such number' } }),
  busy: () => ({ ...answer(503, { error: { code: 'unavailable', message: 'come again' } }), headers: { 'retry-after': '3' } }),
  unauthorised: () => answer(401, { error: { code: 'wrong_signature', message: 'not signed' } }),
};

export const PROVIDERS: readonly Provider[] = [twilio, aliyun, jpush, dingtalk, wecom, feishu, http];

/** Names one request for the idempotency of the signed bridge. */
export function nameOf(seen: Seen): string {
  return seen.headers['idempotency-key'] ?? createHash('sha1').update(`${Math.random()}`).digest('hex');
}
