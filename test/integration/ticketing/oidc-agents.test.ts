import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type List, openSso, type Sso } from '../../support/sso-desk.js';
import { ADMIN } from '../../support/ticketing-api.js';

describe('single sign-on that makes agents', () => {
  let sso: Sso;
  beforeAll(async () => {
    const oidc = {
      ...{ provision: true, domains: ['acme.test'], defaultRole: 'agent' },
      ...{
        roles: { 'desk-leads': 'lead', 'desk-admins': 'admin', ghosts: 'ghost' },
        groups: { 'team-billing': 'billing', 'team-tech': 'tech' },
      },
    };
    const groups = { billing: { name: 'Billing' }, tech: { name: 'Tech', members: ['lea@acme.test'] } };
    sso = await openSso({ oidc, login: { passwords: 'admins' } }, { groups, roles: { lead: { may: ['tickets:read', 'supervise'] } } });
    await sso.start();
  });
  afterAll(() => sso.close());
  const lea = { sub: 'lea', email: 'lea@acme.test', email_verified: true, name: 'Lea L.' };
  const groupsOf = async () => {
    const { body } = await sso.api.ask<List<{ email: string; groups: string[] }>>('GET', '/api/v1/agents/work');
    return body.items.find(({ email }) => email === 'lea@acme.test')?.groups;
  };

  it('gives them role and groups as the provider says, at each login', async () => {
    const first = await sso.signIn({ ...lea, groups: ['desk-leads', 'team-billing', 'else'] });
    expect((await sso.whoIs(first.browser)).body).toMatchObject({ agent: { displayName: 'Lea L.', role: 'lead' } });
    expect(await groupsOf()).toEqual(['billing', 'tech']);
    const later = await sso.signIn({ ...lea, groups: 'team-tech' });
    expect((await sso.whoIs(later.browser)).body).toMatchObject({ agent: { role: 'agent' } });
    // The desk's file names her in one of them.
    expect(await groupsOf()).toEqual(['tech']);
    for (const action of ['create-user', 'change-role', 'change-groups'])
      expect((await sso.audit(action)).filter(({ actor }) => actor.id !== undefined).length).toBeGreaterThan(0);
  });

  it('lets in people of its domains only, and gives nobody a role the desk has not', async () => {
    expect(await sso.signIn({ sub: 'm', email: 'm@acme.test.evil.example', email_verified: true })).toMatchObject({
      status: 403,
      code: 'oidc_domain_refused',
    });
    expect(await sso.signIn({ sub: 'n', email: 'n@acme.test', email_verified: false })).toMatchObject({ code: 'oidc_mail_unverified' });
    expect(await sso.signIn({ sub: 'g', email: 'g@acme.test', email_verified: true, groups: ['ghosts'] })).toMatchObject({
      status: 500,
      code: 'oidc_role_unknown',
    });
  });

  it('leaves passwords to whom the settings say, without telling who that is', async () => {
    const { api } = sso;
    const password = 'a good password';
    await api.ask('POST', '/api/v1/agents', { body: { email: 'pat@acme.test', password } });
    const asks = [{ email: 'pat@acme.test', password }, { email: 'pat@acme.test', password: 'wrong password' }, ADMIN];
    const answers = await Promise.all(asks.map((body) => api.ask('POST', '/api/v1/session', { key: null, body })));
    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual([
      [401, 'login_refused'],
      [401, 'login_refused'],
      [201, undefined],
    ]);
    expect((await api.ask('GET', '/api/v1/session/methods', { key: null })).body).toMatchObject({ passwords: 'admins' });
  });
});
