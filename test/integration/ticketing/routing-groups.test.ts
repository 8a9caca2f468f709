import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { groupIdOf } from '../../../apps/ticketing/src/desk/desk-groups.js';
import { onRouting, openRouting, ROUTING_DESK } from '../../support/routing-desk.js';
import type { Api, Body } from '../../support/ticketing-api.js';

describe('groups and agents that tickets are routed to', () => {
  let api: Api;
  const { agents, come, write, see, whoHas, askAs, clear } = onRouting(() => api);
  beforeAll(async () => {
    api = await openRouting(agents);
  });
  afterAll(() => api.close());
  beforeEach(clear);

  it('groups: members of the file and of the API; a ticket goes into one by key or id', async () => {
    const put = await api.ask('PUT', `/api/v1/groups/office/members/${agents['mia']}`);
    expect(put.body).toMatchObject({ key: 'office', level: 3, members: [agents['eve'], agents['mia']].sort() });
    expect((await api.ask('DELETE', `/api/v1/groups/office/members/${agents['eve']}`)).body).toMatchObject({ code: 'member_of_file' });
    const id = await write({}, { group: 'office' });
    expect((await see(id)).group).toBe(groupIdOf('office'));
    await come('online', 'mia', 'ann');
    await api.desk.settle();
    expect(await whoHas(id)).toBe('mia');
    await api.ask('DELETE', `/api/v1/groups/office/members/${agents['mia']}`);
    expect((await api.ask('GET', `/api/v1/groups/${groupIdOf('office')}`)).body).toMatchObject({ members: [agents['eve']] });
  });

  describe('what tickets need is not taken away without saying where they go', () => {
    it('an agent', async () => {
      expect((await askAs('bob', 'GET', '/tickets')).status).toBe(200);
      await come('online', 'bob');
      const id = await write();
      await api.desk.settle();
      expect(await whoHas(id)).toBe('bob');
      const refused = await api.ask('DELETE', `/api/v1/agents/${agents['bob']}`);
      expect([refused.status, refused.body['code'], refused.body['tickets']]).toEqual([409, 'agent_in_use', 1]);
      expect((await api.ask('DELETE', `/api/v1/agents/${agents['bob']}?successor=${agents['ann']}`)).status).toBe(204);
      await api.desk.settle();
      expect(await whoHas(id)).toBe('ann');
      expect((await askAs('bob', 'GET', '/tickets')).status).toBe(401);
    });

    it('a group, by the file and over the API', async () => {
      const id = await write({}, { group: 'office' });
      await api.desk.settle();
      const { office: _gone, ...groups } = ROUTING_DESK.groups;
      const routing = { ...ROUTING_DESK.routing, escalation: { reasons: {} } };
      const put = (more: object) => api.ask('PUT', '/api/v1/desk', { body: { desk: { ...ROUTING_DESK, groups, routing, ...more } } });
      const refused = await put({});
      expect([refused.status, refused.body['code'], refused.body['groups']]).toEqual([409, 'desk_in_use', { office: 1 }]);
      expect((await put({ successors: { groups: { office: 'nobody' } } })).body).toMatchObject({ code: 'desk_invalid' });
      expect((await api.ask('GET', '/api/v1/groups/office')).status).toBe(200);
      expect((await put({ successors: { groups: { office: 'second' } } })).status).toBe(200);
      await api.desk.settle();
      expect((await see(id)).group).toBe(groupIdOf('second'));
      const again = await api.ask('DELETE', '/api/v1/groups/second');
      expect(again.status).toBe(422);
      await put({
        successors: { groups: { office: 'second' } },
        routing: { default: 'first' },
        groups: { first: { name: 'First' }, second: { name: 'Second' } },
      });
      expect((await api.ask('DELETE', '/api/v1/groups/second')).body).toMatchObject({ code: 'desk_in_use', groups: { second: 1 } });
      expect((await api.ask('DELETE', '/api/v1/groups/second?successor=first')).status).toBe(200);
      // Asked for again, for its answer was lost: by key as by id.
      const version = async () => (await api.ask<{ version: number }>('GET', '/api/v1/desk')).body.version;
      const applied = await version();
      for (const group of ['second', groupIdOf('second')])
        expect((await api.ask('DELETE', `/api/v1/groups/${group}?successor=first`)).status).toBe(200);
      expect(await version()).toBe(applied);
      expect((await api.ask('DELETE', '/api/v1/groups/never')).body).toMatchObject({ code: 'group_unknown' });
      await api.desk.settle();
      expect((await see(id)).group).toBe(groupIdOf('first'));
      expect((await api.ask<{ items: Body[] }>('GET', '/api/v1/groups')).body.items.map(({ key }) => key)).toEqual(['first']);
    });
  });
});
