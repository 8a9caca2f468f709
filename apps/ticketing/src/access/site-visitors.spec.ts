import { describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import type { Database } from '#database';
import { ManualClock, Settings } from '#runtime';
import { SiteVisitors } from './site-visitors.js';
import { STRANGER, VisitorReader } from './visitor-reader.js';

const SECRET = 'signs who is signed in at the site of the tests';
const clock = new ManualClock();
const known = { plan: 'pro', class: null, company: '天海', fields: {}, verified: ['user'] };

/** By which identities somebody is known: `user ann`, `email ann@x.test`; and who was looked for. */
function open(identities: readonly string[], settings: object = { siteLogin: { alg: 'HS256', secret: SECRET } }) {
  const asked: unknown[] = [];
  const query = (text: string, values: readonly unknown[]) => {
    if (!text.includes('identities where')) return Promise.resolve([known]);
    asked.push(values);
    const [user, email] = values;
    return Promise.resolve(
      identities.includes(`user ${String(user)}`) || identities.includes(`email ${String(email)}`) ? [{ id: 'c' }] : [],
    );
  };
  const database = { sql: { query } } as unknown as Database;
  return { asked, visitors: new SiteVisitors(new VisitorReader(), database, Settings.parse(settings), clock) };
}

const tokenOf = (claims: object, secret = SECRET) =>
  new SignJWT({ sub: 'ann', ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(Math.floor(clock.now().getTime() / 1000) + 600)
    .sign(Buffer.from(secret));
const bearer = async (claims: object = {}, secret?: string) => `Bearer ${await tokenOf(claims, secret)}`;

describe('who looks at what the desk offers from its own site', () => {
  it('is a stranger without a token of the site, and by a key of the API', async () => {
    const { visitors, asked } = open(['user ann']);
    for (const shown of [undefined, '', 'Bearer trb_0123456789', 'Basic YW5uOmFubg==']) expect(await visitors.read(shown)).toBe(STRANGER);
    expect(asked).toEqual([]);
  });

  it('is signed in by one, with what the desk knows of him', async () => {
    const { visitors } = open(['user ann']);
    expect(await visitors.read(await bearer())).toEqual({
      ...{ plan: 'pro', class: null, company: '天海', profile: {}, verified: ['user'], signedIn: true, botSpoke: false },
    });
    expect(await visitors.read(await bearer({ sub: 'bob' }))).toEqual({ ...STRANGER, signedIn: true });
  });

  it('is known by his mail address only where the site vouches for it', async () => {
    const { visitors, asked } = open(['email ann@x.test']);
    const read = async (email_verified?: boolean) => visitors.read(await bearer({ email: 'Ann@X.test', email_verified }));
    expect([(await read(true)).plan, (await read(false)).plan, (await read()).plan]).toEqual(['pro', null, null]);
    expect(asked).toEqual([
      ['ann', 'ann@x.test'],
      ['ann', null],
      ['ann', null],
    ]);
  });

  it('is nobody by a token that another signed, nor where no site signs any', async () => {
    await expect(open([]).visitors.read(await bearer({}, 'signs for somebody else, and as long'))).rejects.toMatchObject({
      code: 'bad_token',
    });
    await expect(open(['user ann'], {}).visitors.read(await bearer())).rejects.toMatchObject({ code: 'bad_token' });
  });
});
