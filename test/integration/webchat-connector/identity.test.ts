import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SignJWT, UnsecuredJWT } from 'jose';
import { ChatVisitor } from '../../support/chat-visitor.js';
import { keyOf, messagesOf, openChat, type ChatHouse } from './chat-house.js';

const SITE_SECRET = 'what the site and the desk alone know, 32+';
const identity = { secret: SITE_SECRET, issuer: 'https://shop.example', audience: 'tributary' };

interface Claims {
  readonly sub?: string;
  readonly life?: string;
  readonly iss?: string;
  readonly aud?: string;
  readonly secret?: string;
  readonly alg?: string;
  readonly [claim: string]: unknown;
}

function sign({
  sub = 'u-1',
  life = '10m',
  iss = identity.issuer,
  aud = identity.audience,
  secret = SITE_SECRET,
  alg = 'HS256',
  ...more
}: Claims = {}) {
  const jwt = new SignJWT(more).setProtectedHeader({ alg }).setIssuer(iss).setAudience(aud).setIssuedAt();
  if (sub !== '') jwt.setSubject(sub);
  if (life !== '') jwt.setExpirationTime(life);
  return jwt.sign(Buffer.from(secret));
}

describe('a visitor that his site vouches for', () => {
  let house: ChatHouse;
  let pages: ChatVisitor[];
  beforeEach(async () => {
    pages = [];
    house = await openChat({ identity });
  });
  afterEach(async () => {
    for (const page of pages) page.cut();
    await house.close();
  });
  const enter = async (options: Parameters<typeof ChatVisitor.enter>[1] = {}) => {
    const page = await ChatVisitor.enter(house.socketUrl, options);
    pages.push(page);
    return page;
  };
  const events = () =>
    house.context.emitted.flatMap(({ type, data }) =>
      type === 'contact.event.v1' && 'name' in data ? [data as { name: string } & typeof data] : [],
    );

  it('is known by the site’s own id, with what the site says of him', async () => {
    const jwt = await sign({ sub: 'u-7', name: 'Ada', email: 'Ada@Example.com', email_verified: true });
    const page = await enter({ proof: { jwt } });
    expect(page.welcome).toMatchObject({ identified: true, name: 'Ada', head: 0 });
    await page.say('It is me');
    expect(messagesOf(house)[0]!.sender).toMatchObject({
      displayName: 'Ada',
      identities: [
        { scheme: 'user', value: 'u-7', assurance: 'verified' },
        { scheme: 'web_visitor', assurance: 'verified' },
        { scheme: 'email', value: 'ada@example.com', raw: 'Ada@Example.com', assurance: 'verified' },
      ],
    });
  });

  it('finds his history on another device, and nobody else does', async () => {
    const one = await enter({ proof: { jwt: await sign() } });
    await one.say('on the phone');
    const other = await enter({ proof: { jwt: await sign() } });
    await other.until(() => other.lines.length === 1, 'his history');
    expect(other.texts()).toEqual(['on the phone']);
    const stranger = await enter();
    expect(stranger.welcome!.head).toBe(0);
    const else_ = await enter({ proof: { jwt: await sign({ sub: 'u-2' }) } });
    expect(else_.welcome!.head).toBe(0);
  });

  it.each([
    ['signed with another secret', () => sign({ secret: 'x'.repeat(40) })],
    ['for another audience', () => sign({ aud: 'somebody else' })],
    ['of another issuer', () => sign({ iss: 'https://evil.example' })],
    ['that is over', () => sign({ life: '-2m' })],
    ['that lives for a day', () => sign({ life: '24h' })],
    ['that never ends', () => sign({ life: '' })],
    ['that names nobody', () => sign({ sub: '' })],
    ['with an algorithm of its own choice', () => sign({ alg: 'HS512' })],
    [
      'without a signature',
      () =>
        Promise.resolve(
          new UnsecuredJWT({}).setSubject('u-1').setIssuer(identity.issuer).setAudience('tributary').setExpirationTime('5m').encode(),
        ),
    ],
    ['that is none', () => Promise.resolve('abc.def.ghi')],
  ])('is not believed by a token %s, and stays anonymous', async (_name, make) => {
    const page = await enter();
    page.send({ t: 'identify', proof: { jwt: await make() } });
    await page.until(() => page.findAll('refused').length === 1, 'the refusal');
    expect(page.findAll('refused')[0]!.code).toMatch(/^identity_/);
    await page.say('still here');
    expect(messagesOf(house)[0]!.sender.identities[0]!.scheme).toBe('web_visitor');
  });

  it('takes along what he said before, once; answers to it reach him, and agents learn who it was', async () => {
    const page = await enter();
    await page.say('before');
    const anonymous = keyOf(house);
    const token = page.token;
    const tab = await enter({ token });
    page.send({ t: 'identify', proof: { jwt: await sign() } });
    await page.until(() => page.welcome!.identified, 'the new welcome');
    await page.until(() => page.texts().includes('before'), 'what he said');
    expect(await tab.untilClosed()).toBe(4401);
    expect(tab.findAll('bye')[0]!.code).toBe('session_changed');
    expect(events()).toMatchObject([{ name: 'chat.identified', conversationKey: anonymous, data: { user: 'u-1' } }]);
    await house.reply(anonymous, 'to the nameless');
    await page.until(() => page.texts().includes('to the nameless'), 'the answer');
    await page.say('after');
    const [before, after] = messagesOf(house);
    expect(after!.conversation.key).not.toBe(before!.conversation.key);
    expect(after!.threading.references).toContain(before!.remoteMessageId);
    await page.say('more');
    expect(messagesOf(house).at(-1)!.threading.references).toEqual([]);
    // Whoever kept the old token is nobody.
    expect((await enter({ token })).welcome).toMatchObject({ head: 0, identified: false });
  });

  it('does not take along what another user said in the same browser', async () => {
    const page = await enter({ proof: { jwt: await sign({ sub: 'u-1' }) } });
    await page.say('mine alone');
    page.send({ t: 'identify', proof: { jwt: await sign({ sub: 'u-2' }) } });
    await page.until(() => page.findAll('welcome').length === 2, 'the second welcome');
    expect(page.welcome).toMatchObject({ identified: true, head: 0 });
  });

  it('is forgotten by a logout, in every tab, and the token with him', async () => {
    const page = await enter({ proof: { jwt: await sign() } });
    await page.say('private');
    const tab = await enter({ token: page.token });
    page.send({ t: 'logout' });
    expect(await page.untilClosed()).toBe(4401);
    expect(await tab.untilClosed()).toBe(4401);
    expect(page.findAll('bye')[0]!.code).toBe('logged_out');
    const next = await enter({ token: page.token });
    expect(next.welcome).toMatchObject({ identified: false, head: 0 });
    expect(next.token).not.toBe(page.token);
  });

  it('is believed by the hash of his id only where that is allowed', async () => {
    const identifierHash = createHmac('sha256', SITE_SECRET).update('u-9').digest('hex');
    const refused = await enter();
    refused.send({ t: 'identify', proof: { identifier: 'u-9', identifierHash } });
    await refused.until(() => refused.findAll('refused').length === 1, 'the refusal');
    await house.close();
    house = await openChat({ identity: { ...identity, identifierHash: true } });
    const page = await enter({ proof: { identifier: 'u-9', identifierHash, name: 'Bo' } });
    expect(page.welcome).toMatchObject({ identified: true, name: 'Bo' });
    const wrong = await enter();
    wrong.send({ t: 'identify', proof: { identifier: 'u-8', identifierHash } });
    await wrong.until(() => wrong.findAll('refused').length === 1, 'the refusal');
  });

  it('is nobody by a token that was altered, or of another inbox', async () => {
    const page = await enter();
    await page.say('mine');
    const [body, signature] = page.token.split('.') as [string, string];
    const payload = JSON.parse(Buffer.from(body, 'base64url').toString()) as unknown[];
    const forged = Buffer.from(JSON.stringify([...payload.slice(0, 3), 'u-1'])).toString('base64url');
    for (const token of [`${forged}.${signature}`, `${body}.${'A'.repeat(43)}`, body, `${payload[0] as string}`, '', '.'])
      expect((await enter({ token })).welcome).toMatchObject({ head: 0, identified: false });
  });
});
