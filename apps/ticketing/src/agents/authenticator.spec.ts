import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { Settings } from '#runtime';
import { groupIdOf } from '../desk/desk-groups.js';
import type { DeskProfiles } from '../desk/desk-profiles.js';
import { Desk } from '../desk/desk-schema.js';
import type { ApiKeyRepository } from './api-key.repository.js';
import type { SecondFactors } from './second-factor/second-factors.js';
import { Authenticator } from './authenticator.js';
import { agentOf, findPrincipal, principalOf, setPrincipal } from './principal.js';
import { Roles, SCOPES } from './roles.js';
import type { SessionRepository } from './session.repository.js';

const TOKEN = 'abcdefghij-klmnopqrst_1';
const BOOTSTRAP_KEY = 'the-key-of-the-settings-long-enough';
const desk = Desk.parse({
  groups: { security: { name: 'Security' }, chat: { name: 'Chat' } },
  roles: { agent: { may: ['tickets:read'], sees: 'groups' } },
  sealed: [{ inbox: 'security', group: 'security' }],
});
const groups = [groupIdOf('chat'), groupIdOf('security')];
const ann = { id: 'ann', email: 'ann@x.test', displayName: 'Ann', role: 'agent', extension: null };
/** How she logged in. */
let login = { signedInBy: 'password', hasFactor: false };
/** Which logins were used, and whether that kept them alive. */
const used: [string, boolean][] = [];
const keys = {
  find: (key: string) => Promise.resolve(key === 'trb_shop' ? { id: 'shop', name: 'Shop', scopes: ['admin'] } : null),
} as unknown as ApiKeyRepository;
const sessions = {
  find: (token: string, counts: boolean) => {
    used.push([token, counts]);
    return Promise.resolve(token === TOKEN ? { agent: ann, groups, ...login } : null);
  },
} as unknown as SessionRepository;
const roles = new Roles({ current: () => ({ version: 1, desk }) } as unknown as DeskProfiles);
const authenticator = (settings: object = { api: { key: BOOTSTRAP_KEY } }, needsFactor = false) =>
  new Authenticator(keys, sessions, roles, { isRequired: () => needsFactor } as unknown as SecondFactors, Settings.parse(settings));
const request = (headers: object) => ({ headers }) as IncomingMessage;
const cookie = `tributary_session=${TOKEN}`;
const identify = (headers: object, counts?: boolean) => authenticator().identify(request(headers), counts);

describe('who asks', () => {
  it('by a login: what his role may, which groups are his, and whose sealed boxes he looks into', async () => {
    expect(await identify({ cookie })).toEqual({
      actor: { kind: 'agent', id: 'ann', displayName: 'Ann' },
      scopes: new Set(['tickets:read']),
      subject: 'agent:ann',
      by: 'cookie',
      sight: { ownGroups: groups, sees: 'groups', trusted: [groupIdOf('security')] },
      agent: ann,
      signedInBy: 'password',
      lacksFactor: false,
    });
  });

  it('by a login without the second factor that his role must have: nothing, until he has one', async () => {
    const found = await authenticator({}, true).identify(request({ cookie }));
    expect(found).toMatchObject({ scopes: new Set(), lacksFactor: true, agent: ann });
  });

  it.each([
    ['with one', { signedInBy: 'password', hasFactor: true }],
    ['of a provider, which minds that itself', { signedInBy: 'oidc', hasFactor: false }],
  ])('by a login %s: what his role may', async (_, given) => {
    const before = login;
    login = given;
    expect(await authenticator({}, true).identify(request({ cookie }))).toMatchObject({
      ...{ scopes: new Set(['tickets:read']), lacksFactor: false, signedInBy: given.signedInBy },
    });
    login = before;
  });

  it('by a key: what it was made for with what that brings along, and no group', async () => {
    const found = await identify({ authorization: 'Bearer trb_shop' });
    expect(found).toMatchObject({
      actor: { kind: 'agent', id: 'shop', displayName: 'Shop' },
      subject: 'key:shop',
      by: 'api-key',
      sight: null,
      agent: null,
      lacksFactor: false,
    });
    expect([...found!.scopes]).toEqual(expect.arrayContaining(['admin', 'desk:write', 'supervise']));
    expect(found!.scopes.has('tickets:read')).toBe(false);
  });

  it('by the key of the settings: every right', async () => {
    const found = await identify({ authorization: `bearer ${BOOTSTRAP_KEY}` });
    expect(found).toEqual({
      ...{ actor: { kind: 'agent', displayName: 'API' }, scopes: new Set(SCOPES), subject: 'bootstrap', by: 'bootstrap-key' },
      ...{ sight: null, agent: null, signedInBy: null, lacksFactor: false },
    });
    expect(await authenticator({}).identify(request({ authorization: 'Bearer undefined' }))).toBeNull();
  });

  it('is nobody with a wrong key, which no cookie makes good, nor with a login that ended', async () => {
    expect(await identify({ authorization: 'Bearer trb_other', cookie })).toBeNull();
    for (const authorization of [
      '',
      'Basic trb_shop',
      'Bearer',
      'Bearer trb shop',
      ' Bearer trb_shop',
      'xBearer trb_shop',
      'Bearer trb_shop x',
    ])
      expect(await identify({ authorization, cookie })).toBeNull();
    expect(await identify({ cookie: `tributary_session=${TOKEN}2` })).toBeNull();
    expect(await identify({})).toBeNull();
  });

  it('keeps a login alive by asking, unless it is only looked at again', async () => {
    used.length = 0;
    await identify({ cookie });
    await identify({ cookie }, false);
    expect(used).toEqual([
      [TOKEN, true],
      [TOKEN, false],
    ]);
  });

  it('is an agent only by a login', async () => {
    expect(agentOf((await identify({ cookie }))!)).toEqual(ann);
    const key = (await identify({ authorization: 'Bearer trb_shop' }))!;
    expect(() => agentOf(key)).toThrow(expect.objectContaining({ code: 'not_an_agent' }) as unknown as Error);
  });

  it('is remembered with his request, and missed where somebody must be logged in', async () => {
    const [asked, other] = [request({ cookie }), request({})];
    const principal = (await authenticator().identify(asked))!;
    setPrincipal(asked, principal);
    expect([findPrincipal(asked), principalOf(asked), findPrincipal(other)]).toEqual([principal, principal, null]);
    expect(() => principalOf(other)).toThrow(expect.objectContaining({ code: 'unauthenticated' }) as unknown as Error);
  });
});
