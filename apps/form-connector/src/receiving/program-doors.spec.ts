import { afterEach, describe, expect, it } from '@jest/globals';
import { SignJWT, exportSPKI, generateKeyPair } from 'jose';
import { toWebhookHeaders } from '#connector-sdk';
import type { RequestUnderTest } from '#connector-sdk/testing';
import type { EventData } from '#contracts';
import { ManualClock } from '#runtime';
import { AppealFactory, AppFactory, WebhookFactory } from '../form.connector.js';
import { openInbox, type InboxUnderTest } from '../testing/open-inbox.js';

const KEY = 'key-of-the-app-0123456789';
const SECRET = 'whsec_c2VjcmV0IG9mIHRoZSBkb29yIG9mIG91cnM=';
const OLD_SECRET = 'whsec_b2xkIHNlY3JldCBvZiB0aGUgZG9vciBoZXJl';

let inbox: InboxUnderTest;
const clock = new ManualClock();
afterEach(() => inbox.close());
const messages = () => inbox.context.emitted.map(({ data }) => data as EventData<'message.received.v1'>);
const bodyOf = async (request: RequestUnderTest) => JSON.parse(String((await inbox.ask(request)).body)) as { receipt: string; id: string };
const byKey = (id: string | null, body: object | string, key = KEY): RequestUnderTest => ({
  headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...(id === null ? {} : { 'idempotency-key': id }) },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('the app intake', () => {
  const open = async (settings: object = {}) => {
    inbox = await openInbox(AppFactory, { keys: [{ name: 'shop', key: KEY }], ...settings }, { clock });
  };

  it('answers the same for the same, and keeps other words under a known id', async () => {
    await open();
    const first = await bodyOf(byKey('k-1', { text: 'hello' }));
    expect(await bodyOf(byKey('k-1', { text: 'hello' }))).toEqual(first);
    const other = await bodyOf(byKey('k-1', { text: 'good bye' }));
    expect(other.id).not.toBe(first.id);
    expect(messages().map(({ remoteMessageId }) => remoteMessageId)).toEqual(Array(3).fill('desk/shop:k-1'));
  });

  it('keeps 64-bit ids, and says who is claimed and who is vouched for', async () => {
    await open({
      keys: [
        { name: 'shop', key: KEY, vouches: true },
        { name: 'bot', key: `${KEY}-2` },
      ],
    });
    const body =
      '{"text":"hi","sender":{"user":9223372036854775807,"email":"A@B.example","name":"Ann"},"fields":{"order":9223372036854775807}}';
    await inbox.ask(byKey('1', body));
    await inbox.ask(byKey('1', body, `${KEY}-2`));
    const [vouched, claimed] = messages();
    expect(vouched!.sender.identities).toMatchObject([
      { scheme: 'user', value: '9223372036854775807', assurance: 'verified' },
      { scheme: 'email', value: 'a@b.example', assurance: 'verified' },
    ]);
    expect(claimed!.sender.identities.map(({ assurance }) => assurance)).toEqual(['claimed', 'claimed']);
    // Nobody is reached by a user id.
    expect([vouched!.replyTo, claimed!.replyTo]).toEqual(Array(2).fill([{ scheme: 'email', value: 'a@b.example' }]));
    expect(vouched!.plainText).toContain('order: 9223372036854775807');
    expect(vouched!.id).not.toBe(claimed!.id);
  });

  it('joins what its caller says is one conversation', async () => {
    await open();
    await inbox.ask(byKey('1', { text: 'a', conversation: 'chat 7' }));
    await inbox.ask(byKey('2', { text: 'b', conversation: 'chat 7' }));
    expect(messages().map(({ conversation }) => conversation.continues)).toEqual([true, true]);
    expect(new Set(messages().map(({ conversation }) => conversation.key)).size).toBe(1);
  });

  it('takes a signed-in user by RS256, with the algorithm pinned', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const pem = await exportSPKI(publicKey);
    await open({ keys: [], jwt: { alg: 'RS256', publicKey: pem, issuer: 'shop' } });
    const exp = clock.now().getTime() / 1000 + 300;
    const claims = new SignJWT({ sub: 'u-1', exp, iss: 'shop' });
    expect(await inbox.refusalOf(byKey('1', { text: 'a' }, await claims.setProtectedHeader({ alg: 'RS256' }).sign(privateKey)))).toBe(
      'taken',
    );
    expect(messages()[0]!.sender.identities[0]).toMatchObject({ scheme: 'user', value: 'u-1', assurance: 'verified' });
    const byPublicKey = await new SignJWT({ sub: 'u-2', exp, iss: 'shop' })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(pem));
    expect(await inbox.refusalOf(byKey('2', { text: 'a' }, byPublicKey))).toBe('401 bad_token');
    const foreign = await new SignJWT({ sub: 'u-2', exp, iss: 'other' }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
    expect(await inbox.refusalOf(byKey('2', { text: 'a' }, foreign))).toBe('401 bad_token');
  });

  it('says what is wrong with a request', async () => {
    await open({ keys: [{ name: 'shop', key: KEY, perMinute: 9 }] });
    expect(await inbox.refusalOf(byKey('1', { text: 'a' }, 'wrong'))).toBe('401 wrong_key');
    expect(await inbox.refusalOf(byKey(null, { text: 'a' }))).toBe('400 no_idempotency_key');
    expect(await inbox.refusalOf(byKey('1', {}))).toBe('400 nothing_said');
    expect(await inbox.refusalOf(byKey('1', { text: 1 }))).toBe('400 wrong_message');
    expect(await inbox.refusalOf(byKey('1', '{"text":'))).toBe('400 bad_json');
    expect(await inbox.refusalOf(byKey('1', '{"constructor":{"prototype":{}}}'))).toBe('400 forbidden_name');
    expect(await inbox.refusalOf(byKey('1', JSON.stringify({ text: 'x'.repeat(600_000) })))).toBe('413 body_too_large');
    expect(await inbox.refusalOf({ ...byKey('1', 'text'), headers: { authorization: `Bearer ${KEY}`, 'content-type': 'text/html' } })).toBe(
      '415 not_json',
    );
    inbox.context.setEmits('refuse');
    expect(await inbox.refusalOf(byKey('1', { text: 'a' }))).toBe('503 log_unavailable');
    inbox.context.setEmits('take');
    expect(await inbox.refusalOf(byKey('1', { text: 'a' }))).toBe('taken');
    expect(await inbox.refusalOf(byKey('1', { text: 'a' }))).toBe('429 rate_limited');
  });
});

describe('the webhook door', () => {
  const mapping = {
    id: '$.event.id',
    text: "$.event['the text']",
    subject: '$.event.title',
    conversation: '$.event.thread',
    occurredAt: '$.event.at',
    category: '$.event.tags[0]',
    sender: { user: '$.event.user.id', email: '$.event.user.mail', name: '$.event.user.name' },
    attachments: '$.event.files[*].url',
  };
  const event = {
    ...{ id: 'e-1', 'the text': 'It hangs.', title: 'Hanging', thread: 't-1', at: 1772442000, tags: ['bug', 'x'] },
    user: { id: 7, mail: 'ann@example.com', name: 'Ann' },
    files: [{ url: 'https://files.example/a.png' }, { url: 'javascript:alert(1)' }, { url: 'file:///etc/passwd' }],
  };
  const post = (id: string, body: object | string, change: { atS?: number; secrets?: string[] } = {}): RequestUnderTest => {
    const payload = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    const { atS = Math.floor(clock.now().getTime() / 1000), secrets = [SECRET] } = change;
    return {
      headers: { 'content-type': 'application/json', ...toWebhookHeaders({ id, timestampS: atS, payload }, secrets) },
      body: payload,
    };
  };
  const open = async (settings: object = {}) => {
    inbox = await openInbox(WebhookFactory, { secret: [SECRET, OLD_SECRET], mapping, ...settings }, { clock });
  };

  it('reads what the mapping says, and fetches nothing', async () => {
    await open();
    expect(await inbox.refusalOf(post('w-1', { event }))).toBe('taken');
    const [message] = messages();
    expect(message).toMatchObject({
      remoteMessageId: 'desk/e-1',
      occurredAt: '2026-03-02T09:00:00.000Z',
      threading: { subject: 'Hanging' },
      conversation: { continues: true, remoteId: 't-1' },
      sender: { displayName: 'Ann', identities: [{ scheme: 'user', value: '7', assurance: 'claimed' }, { scheme: 'email' }] },
      handling: { category: 'bug' },
    });
    expect(message!.parts.map(({ type, fallback }) => [type, fallback])).toEqual([
      ['text', 'It hangs.'],
      ['link', 'https://files.example/a.png'],
    ]);
  });

  it('keeps what it does not understand, whole', async () => {
    await open();
    await inbox.ask(post('w-2', { kind: 'ping', big: 1 }));
    expect(messages()[0]!.parts[0]).toMatchObject({
      type: 'unsupported',
      nativeType: 'webhook',
      fallback: expect.stringContaining('"ping"'),
    });
  });

  it('answers a retry as the first time, signed anew or not, in any process, and a replay with other words not at all', async () => {
    await open();
    const request = post('w-1', { event });
    const first = await bodyOf(request);
    const [status, again] = await inbox.ask(request).then(({ status, body }) => [status, JSON.parse(String(body)) as unknown]);
    expect([status, again]).toEqual([202, first]);
    const [message, second] = messages();
    expect(second!.id).toBe(message!.id);
    expect(await inbox.refusalOf({ ...request, body: Buffer.from(JSON.stringify({ event: { ...event, title: 'other' } })) })).toBe(
      '401 wrong_signature',
    );
    await inbox.close();
    await open();
    clock.advance(1_000);
    expect(await bodyOf(post('w-1', { event }))).toEqual(first);
    clock.advance(300_000);
    expect(await inbox.refusalOf(request)).toBe('403 stale_timestamp');
    inbox.context.setEmits('refuse');
    expect(await inbox.refusalOf(post('w-9', { event }))).toBe('503 log_unavailable');
    inbox.context.setEmits('take');
    expect(await inbox.refusalOf(post('w-9', { event }))).toBe('taken');
  });

  it('takes both secrets while they are changed, and nothing else', async () => {
    await open();
    const now = Math.floor(clock.now().getTime() / 1000);
    expect(await inbox.refusalOf(post('a', { event }, { secrets: [OLD_SECRET] }))).toBe('taken');
    expect(await inbox.refusalOf(post('b', { event }, { secrets: ['whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldA=='] }))).toBe(
      '401 wrong_signature',
    );
    expect(await inbox.refusalOf(post('c', { event }, { atS: now - 301 }))).toBe('403 stale_timestamp');
    expect(await inbox.refusalOf({ body: '{}' })).toBe('401 missing_id');
    expect(await inbox.refusalOf(post('d', '{"a":1'))).toBe('400 bad_json');
    const { configSchema } = new WebhookFactory(undefined as never).descriptor;
    expect(configSchema.safeParse({ secret: 'whsec_' }).success).toBe(false);
    expect(configSchema.safeParse({ secret: SECRET, mapping: { text: 'text' } }).success).toBe(false);
  });
});

describe('the account appeal', () => {
  it('claims an address and asks for the proof, with closed doors', async () => {
    inbox = await openInbox(AppealFactory, { minimumSeconds: 0 }, { clock });
    const got = await inbox.ask({ method: 'GET', headers: { accept: 'application/json' } });
    const { token } = JSON.parse(String(got.body)) as { token: string };
    const body = JSON.stringify({ token, email: 'ann@example.com', problem: 'stolen', summary: 'I cannot sign in.' });
    await inbox.ask({ headers: { 'content-type': 'application/json' }, body });
    expect(messages()[0]).toMatchObject({
      handling: { confidential: true, proof: { scheme: 'email', value: 'ann@example.com' } },
      sender: { identities: [{ scheme: 'email', value: 'ann@example.com', assurance: 'claimed' }] },
      threading: { subject: '[Account appeal] I cannot sign in.' },
    });
    const { configSchema } = new AppealFactory(undefined as never).descriptor;
    expect(configSchema.safeParse({ fields: [{ name: 'summary', label: 'What' }] }).success).toBe(false);
  });
});
