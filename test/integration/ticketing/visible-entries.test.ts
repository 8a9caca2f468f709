import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { AgentRepository } from '../../../apps/ticketing/src/agents/agent.repository.js';
import { Passwords } from '../../../apps/ticketing/src/agents/passwords.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const DESK = {
  groups: { security: { name: 'Security' } },
  roles: { lead: { name: 'Lead', may: ['tickets:read', 'tickets:write'] } },
  sealed: [{ inbox: 'security', group: 'security' }],
};
let api: Api;
beforeAll(async () => {
  api = await openApi({ desk: DESK });
});
afterAll(() => api.close());

describe('an entry that somebody may not see', () => {
  it('is not there for him, however many a request names before it', async () => {
    const given = { email: 'lea@desk.test', displayName: 'lea', role: 'lead', passwordHash: await new Passwords().hash('a good password') };
    await new AgentRepository(api.desk.database, api.desk.clock).create(given);
    const login = await api.ask('POST', '/api/v1/session', { key: null, body: { email: given.email, password: 'a good password' } });
    const headers = { cookie: login.headers.get('set-cookie')!.split(';')[0]!, 'x-tributary-request': '1', origin: api.url };
    const [sealed, plain] = [mail({ inbox: 'security', text: 'SECRET' }), mail({ from: 'b@x.test' })];
    await api.desk.take(sealed, plain);
    const entries = await api.desk.database.sql.query<{ id: string; ticket_id: string; remote: string }>(
      'select id, ticket_id, remote_message_id as remote from entries',
    );
    const [hidden, open] = [sealed, plain].map((one) => entries.find(({ remote }) => remote === one.remoteMessageId)!);
    const split = async (count: number) => {
      const entryIds = [...Array.from({ length: count }, () => randomUUID()), hidden!.id];
      const path = `/api/v1/tickets/${open!.ticket_id}/splits`;
      return (await api.ask<{ detail: string; code: string }>('POST', path, { key: null, headers, body: { entryIds } })).body;
    };
    for (const count of [1, 600, 999])
      expect(await split(count)).toMatchObject({ code: 'entry_unknown', detail: expect.stringContaining(hidden!.id) });
  });
});
