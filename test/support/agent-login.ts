import { randomUUID } from 'node:crypto';
import { AgentRepository } from '../../apps/ticketing/src/agents/agent.repository.js';
import { Passwords } from '../../apps/ticketing/src/agents/passwords.js';
import type { Answer, Api, Body } from './ticketing-api.js';

const PASSWORD = 'a long enough password';

/** An agent with a login, who asks as his browser would. */
export interface LoggedIn {
  readonly id: string;
  readonly name: string;
  readonly cookie: string;
  ask<T = Body>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
}

export async function loginAgent(api: Api, name: string, role = 'agent', groups: readonly string[] = []): Promise<LoggedIn> {
  const { database, clock } = api.desk;
  const email = `${name.toLowerCase()}.${randomUUID()}@desk.example`;
  const { id } = await new AgentRepository(database, clock).create({
    email,
    displayName: name,
    role,
    passwordHash: await new Passwords().hash(PASSWORD),
  });
  await database.sql.query('insert into group_members (group_id, agent_id) select g, $2::uuid from unnest($1::uuid[]) g', [groups, id]);
  const { headers } = await api.ask('POST', '/api/v1/session', { key: null, body: { email, password: PASSWORD } });
  const cookie = headers.get('set-cookie')!.split(';', 1)[0]!;
  const own = { cookie, 'x-tributary-request': '1', origin: api.url };
  return {
    id,
    name,
    cookie,
    ask: (method, path, body) => api.ask(method, `/api/v1${path}`, { key: null, headers: own, ...(body === undefined ? {} : { body }) }),
  };
}
