import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { groupIdOf } from '../../../apps/ticketing/src/desk/desk-groups.js';
import { Matcher } from '../../../apps/ticketing/src/routing/assignments/matcher.js';
import { AgentPresence } from '../../../apps/ticketing/src/routing/presence/agent-presence.js';
import { PresenceEffects } from '../../../apps/ticketing/src/routing/presence/presence-effects.js';
import { TicketWork } from '../../../apps/ticketing/src/tickets/ticket-work.js';
import { chat } from '../../support/chat-desk.js';
import { onRouting, openRouting } from '../../support/routing-desk.js';
import { eventually } from '../../support/started-product.js';
import type { Api, Body } from '../../support/ticketing-api.js';

describe('routing', () => {
  let api: Api;
  const { agents, come, write, see, whoHas, close, cookies, askAs, assignmentsOf, clear } = onRouting(() => api);
  beforeAll(async () => {
    api = await openRouting(agents);
  });
  afterAll(() => api.close());
  beforeEach(clear);

  it('assigns a group at once and an agent as soon as one is there; the decision is kept with who else could', async () => {
    const id = await write();
    await api.desk.settle();
    expect(await see(id)).toMatchObject({ group: groupIdOf('first'), assignee: null });
    await come('online', 'ann', 'cyd');
    await api.desk.settle();
    expect(await whoHas(id)).toBe('ann');
    const [turn] = await assignmentsOf(id);
    expect(turn).toMatchObject({
      agentId: agents['ann'],
      reason: 'routing.only_one',
      endedAt: null,
      others: { not_in_group: 5, offline: 1 },
    });
    const events = await api.desk.events(id);
    expect(events.filter(({ type }) => type === 'ticket.assigned.v1').map(({ data }) => data['reason'])).toEqual([
      'routing',
      'routing.only_one',
    ]);
  });

  it('gives nobody more than his places, and the next as soon as one is free', async () => {
    await come('online', 'ann');
    const ids = [await write(), await write(), await write()];
    await api.desk.settle();
    expect(await Promise.all(ids.map(async (id) => (await see(id)).assignee))).toEqual([agents['ann'], agents['ann'], null]);
    await close(ids[0]!);
    expect(await whoHas(ids[2]!)).toBe('ann');
  });

  it('two rounds at once give no ticket twice and nobody too much', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 6; index += 1) ids.push(await write());
    await api.desk.settle();
    await come('online', 'ann', 'bob');
    const rounds = Array.from({ length: 4 }, () => api.desk.get(TicketWork).run((unit) => api.desk.get(Matcher).run(unit)));
    expect((await Promise.all(rounds)).reduce((sum, given) => sum + given)).toBe(4);
    const has = await Promise.all(ids.map(async (id) => (await see(id)).assignee));
    expect(has.filter((agent) => agent === agents['ann'])).toHaveLength(2);
    expect(has.filter((agent) => agent === agents['bob'])).toHaveLength(2);
  });

  it('asks for skills, and for the address written to', async () => {
    await come('online', 'ann', 'bob', 'cyd');
    const ssl = await write({}, { tags: ['ssl'] });
    await api.desk.settle();
    expect(await whoHas(ssl)).toBe('bob');
  });

  it('the named manager has it first, whatever her group; who is in the fast lane goes before', async () => {
    const [plain, vip] = [await write(), await write()];
    const contact = (await api.ask<{ contact: { id: string } }>('GET', `/api/v1/tickets/${vip}`)).body.contact.id;
    await api.ask('PATCH', `/api/v1/contacts/${contact}`, { body: { vip: true } });
    await api.ask('PATCH', `/api/v1/tickets/${vip}`, { body: { tags: ['seen'] } });
    await api.desk.settle();
    await come('online', 'ann');
    await api.ask('PATCH', `/api/v1/agents/${agents['ann']}`, { body: { capacity: { total: 1 } } });
    await api.desk.settle();
    expect([await whoHas(vip), await whoHas(plain)]).toEqual(['ann', null]);
    await api.ask('PATCH', `/api/v1/contacts/${contact}`, { body: { accountManager: agents['mia'] } });
    await come('online', 'mia');
    const again = await write({ from: 'known@customer.test' });
    const known = (await api.ask<{ contact: { id: string } }>('GET', `/api/v1/tickets/${again}`)).body.contact.id;
    await api.ask('PATCH', `/api/v1/contacts/${known}`, { body: { accountManager: agents['mia'] } });
    await api.desk.settle();
    expect(await whoHas(again)).toBe('mia');
    await api.ask('PATCH', `/api/v1/agents/${agents['ann']}`, { body: { capacity: null } });
  });

  it('overflows after its time, to the deputy when nobody of that group is there', async () => {
    await come('online', 'dan');
    const id = await write();
    await api.desk.settle();
    expect(await whoHas(id)).toBeNull();
    api.desk.clock.advance(5 * 60_000);
    await come('online', 'dan');
    api.desk.clock.advance(5 * 60_000);
    await come('online', 'dan');
    await api.desk.settle();
    expect(await whoHas(id)).toBe('dan');
    expect((await see(id)).group).toBe(groupIdOf('second'));
  });

  it('who comes after a ticket overflowed is given that one first, though nobody looked at the clock in between', async () => {
    const plain = await write({}, { group: 'second' });
    const vip = await write();
    const contact = (await api.ask<{ contact: { id: string } }>('GET', `/api/v1/tickets/${vip}`)).body.contact.id;
    await api.ask('PATCH', `/api/v1/contacts/${contact}`, { body: { vip: true } });
    await api.ask('PATCH', `/api/v1/tickets/${vip}`, { body: { tags: ['seen'] } });
    await api.ask('PATCH', `/api/v1/agents/${agents['cyd']}`, { body: { capacity: { total: 1 } } });
    await api.desk.settle();
    api.desk.clock.advance(11 * 60_000);
    await come('online', 'cyd');
    await api.desk.settle();
    expect([await whoHas(vip), await whoHas(plain)]).toEqual(['cyd', null]);
    await api.ask('PATCH', `/api/v1/agents/${agents['cyd']}`, { body: { capacity: null } });
  });

  it('a ticket and an agent that come at the same moment find each other', async () => {
    let comes = (): void => undefined;
    const moment = new Promise<void>((resolve) => (comes = resolve));
    const changed = PresenceEffects.prototype.changed;
    const held = jest.spyOn(PresenceEffects.prototype, 'changed').mockImplementation(async function (this: PresenceEffects, ...given) {
      await changed.apply(this, given);
      await moment;
    });
    const coming = come('online', 'ann');
    await eventually(() => Promise.resolve(held.mock.calls.length > 0), 'ann at the door');
    const written = write().then(async (id) => {
      await api.desk.settle();
      return id;
    });
    // The ticket is through, or waits for the transaction by which ann comes.
    const waits = async () => (await api.desk.database.sql.query('select 1 from pg_locks where not granted')).length > 0;
    await Promise.race([written, eventually(waits, 'a transaction that waits')]);
    comes();
    await coming;
    held.mockRestore();
    const id = await written;
    await api.desk.settle();
    expect(await whoHas(id)).toBe('ann');
  });

  it('takes live chats back from who goes; without a sign of life he has gone', async () => {
    await come('online', 'ann');
    const message = chat('visitor', 'hello', { at: api.desk.clock.now() }, 'shop');
    await api.desk.take(message);
    await api.desk.settle();
    const [row] = await api.desk.database.sql.query<{ id: string }>(
      `select ticket_id as id from live_conversations where conversation_key like '%visitor%'`,
    );
    expect(await whoHas(row!.id)).toBe('ann');
    api.desk.clock.advance(4 * 60_000);
    await api.desk.settle();
    expect(await whoHas(row!.id)).toBeNull();
    const [turn] = await assignmentsOf(row!.id);
    expect(turn).toMatchObject({ endReason: 'agent_offline' });
    const [line] = await api.desk.database.sql.query<{ state: string }>(`select state from live_conversations where ticket_id = $1`, [
      row!.id,
    ]);
    expect(line!.state).toBe('queued');
    await come('online', 'bob');
    await api.desk.settle();
    expect(await whoHas(row!.id)).toBe('bob');
  });

  it('who answered a customer last has his next ticket', async () => {
    await come('online', 'bob');
    const first = await write({ from: 'loyal@customer.test' });
    await api.desk.settle();
    expect(await whoHas(first)).toBe('bob');
    await come('online', 'ann');
    const next = await write({ from: 'loyal@customer.test', subject: 'Something else' });
    await api.desk.settle();
    expect((await assignmentsOf(next))[0]).toMatchObject({ agentId: agents['bob'], reason: 'routing.last_agent' });
  });

  it('an agent says over the API that he is there, and gives back what he cannot do', async () => {
    const said = await askAs<Body>('ann', 'PUT', '/agents/me/presence', { state: 'online' });
    expect(said.body).toMatchObject({ state: 'online' });
    const id = await write();
    await api.desk.settle();
    expect(await whoHas(id)).toBe('ann');
    expect((await askAs('bob', 'POST', `/tickets/${id}/give-back`, { reason: 'not mine' })).body).toMatchObject({
      code: 'ticket_not_yours',
    });
    expect((await askAs('ann', 'POST', `/tickets/${id}/give-back`, { reason: 'I do not know this' })).body).toMatchObject({
      assignee: null,
    });
    await api.desk.settle();
    expect(await whoHas(id)).toBeNull();
    await askAs('bob', 'PUT', '/agents/me/presence', { state: 'online' });
    await api.desk.settle();
    const { body } = await api.ask<{ items: Body[] }>('GET', `/api/v1/tickets/${id}/assignments`);
    expect(body.items).toMatchObject([
      { agentName: 'ann', givenBack: true, endReason: 'I do not know this' },
      { agentName: 'bob', others: { refused_before: 1 }, endedAt: null },
    ]);
    expect((await askAs('ann', 'PUT', `/agents/${agents['bob']}/presence`, { state: 'offline' })).status).toBe(403);
    expect((await api.ask('PATCH', `/api/v1/agents/${agents['bob']}`, { body: { skills: { cooking: 1 } } })).body).toMatchObject({
      code: 'skill_unknown',
    });
  });

  it('an open page keeps its agent there', async () => {
    await askAs('ann', 'PUT', '/agents/me/presence', { state: 'online' });
    api.desk.clock.advance(2 * 60_000);
    const page = new AbortController();
    const stream = await fetch(`${api.url}/api/v1/stream`, {
      headers: { cookie: cookies.get('ann')!, accept: 'text/event-stream' },
      signal: page.signal,
    });
    await stream.body!.getReader().read();
    await eventually(
      async () => (await api.desk.get(AgentPresence).get(agents['ann']!)).expiresAt! > new Date(api.desk.clock.now().getTime() + 100_000),
      'a sign of life',
    );
    page.abort();
    api.desk.clock.advance(2 * 60_000);
    await api.desk.settle();
    expect(await api.desk.get(AgentPresence).get(agents['ann']!)).toMatchObject({ state: 'online' });
    api.desk.clock.advance(2 * 60_000);
    await api.desk.settle();
    expect(await api.desk.get(AgentPresence).get(agents['ann']!)).toMatchObject({ state: 'offline' });
  });
});
