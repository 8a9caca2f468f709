import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CallRecord, InboundMessage } from '#contracts';
import { mail, toRecord } from '../../../support/ticketing-desk.js';
import { type ApiDesk, openApiDesk, type Page, type Ticket } from './api-desk.js';

interface Call {
  readonly ticketId: string;
  readonly entryId: string;
  readonly stage: string;
}
interface Agent {
  readonly id: string;
  readonly calls: () => Promise<readonly Call[]>;
}

const DESK = {
  groups: { technical: { name: 'Technical', members: ['tess@desk.test'] }, billing: { name: 'Billing', members: ['bob@desk.test'] } },
  roles: { agent: { may: ['tickets:read', 'tickets:write'], sees: 'groups' } },
};

let desk: ApiDesk;
beforeAll(async () => {
  desk = await openApiDesk({ desk: DESK });
});
afterAll(() => desk.api.close());

const ask = <T>(method: string, path: string, body?: unknown) =>
  desk.api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });

async function login(extension: string | null, email = `${randomUUID()}@desk.test`): Promise<Agent> {
  const password = 'a long enough password';
  const { id } = (await ask<{ id: string }>('POST', '/agents', { email, role: 'agent', password })).body;
  const { headers } = await desk.api.ask('POST', '/api/v1/session', { key: null, body: { email, password } });
  const cookie = headers.get('set-cookie')!.split(';', 1)[0]!;
  const own = { cookie, 'x-tributary-request': '1', origin: desk.api.url };
  await desk.api.ask('PUT', '/api/v1/session/extension', { key: null, headers: own, body: { extension } });
  const calls = async () => {
    const { status, body } = await desk.api.ask<Page<Call>>('GET', '/api/v1/session/calls', { key: null, headers: { cookie } });
    expect([status, desk.findFaults('OwnCallList', body)]).toEqual([200, []]);
    return body.items;
  };
  return { id, calls };
}

const now = () => desk.api.desk.clock.now().toISOString();

/** A call as an exchange tells it, state by state. */
function openCall(): { tell(state: Partial<CallRecord>, rings?: string[]): Promise<void>; readonly id: string } {
  const startedAt = now();
  const callId = randomUUID();
  let revision = 0;
  const first = mail({ subject: callId, from: `${callId}@example.com` });
  const tell = async (state: Partial<CallRecord>, rings: string[] = []) => {
    revision += 1;
    const call: CallRecord = {
      ...{ callId, revision, legs: [], direction: 'inbound', caller: '+49301234', callee: '400', agents: [], ivr: [], recordings: [] },
      ...{ startedAt, ...state },
    };
    const { handling: _none, ...rest } = first;
    const message: InboundMessage = {
      ...{ ...rest, revision, receivedAt: now(), parts: [{ partId: 'call', type: 'call', fallback: 'A call', call }] },
      ...(rings.length === 0 ? {} : { handling: { rings } }),
    };
    if (revision === 1) return desk.api.desk.take(message);
    const idempotencyKey = `${first.idempotencyKey}:r${revision}`;
    const id = toRecord('x', { id: idempotencyKey }).envelope.id as InboundMessage['id'];
    return desk.api.desk.takeRecords(toRecord('message.edited.v1', { ...message, idempotencyKey, id }));
  };
  return { tell, id: callId };
}

describe('calls on my phone, as they are stored', () => {
  it('ring for whose phone it is, go on for who took them, and are gone when they are over', async () => {
    const [ann, bob, cid] = [await login('811'), await login('812'), await login(null)];
    const call = openCall();
    await call.tell({}, ['811', '812']);
    const [ticket] = (await ask<Page<Ticket>>('GET', `/tickets?q=${call.id}`)).body.items;
    expect(await ann.calls()).toMatchObject([{ ticketId: ticket!.id, stage: 'rings' }]);
    expect([(await bob.calls()).length, await cid.calls()]).toEqual([1, []]);
    await call.tell({ answeredAt: now(), agents: ['812'] });
    expect([await ann.calls(), await bob.calls()]).toMatchObject([[], [{ stage: 'talking' }]]);
    await call.tell({ answeredAt: now(), agents: ['812'], endedAt: now(), outcome: 'answered' });
    expect(await bob.calls()).toEqual([]);
    const missed = openCall();
    await missed.tell({}, ['811']);
    await missed.tell({ endedAt: now(), outcome: 'no_answer' });
    expect(await ann.calls()).toEqual([]);
  });

  it('ring at whom they are handed over to, and are his once he took them', async () => {
    const [ann, bob] = [await login('815'), await login('816')];
    const stages = async () => [await ann.calls(), await bob.calls()].map((calls) => calls.map(({ stage }) => stage));
    const call = openCall();
    await call.tell({}, ['815']);
    await call.tell({ answeredAt: now(), agents: ['815'] });
    expect(await stages()).toEqual([['talking'], []]);
    await call.tell({ answeredAt: now(), agents: ['815'] }, ['816']);
    expect(await stages()).toEqual([['talking'], ['rings']]);
    const [ticket] = (await ask<Page<Ticket>>('GET', `/tickets?q=${call.id}`)).body.items;
    const told = (await desk.api.desk.events(ticket!.id)).filter(({ type }) => type === 'ticket.ringing.v1').map(({ data }) => data);
    expect(told).toMatchObject([{ agentIds: [ann.id] }, { agentIds: [bob.id] }]);
    await call.tell({ answeredAt: now(), agents: ['815', '816'] });
    expect(await stages()).toEqual([[], ['talking']]);
    await call.tell({ answeredAt: now(), agents: ['815', '816'] }, ['815']);
    await call.tell({ answeredAt: now(), agents: ['816', '815'] });
    expect(await stages()).toEqual([['talking'], []]);
  });

  it('are not believed for ever where the exchange fell silent', async () => {
    const ann = await login('821');
    const [rings, talks] = [openCall(), openCall()];
    await rings.tell({}, ['821']);
    await talks.tell({}, ['821']);
    await talks.tell({ answeredAt: now(), agents: ['821'] });
    expect((await ann.calls()).map(({ stage }) => stage).sort()).toEqual(['rings', 'talking']);
    desk.api.desk.clock.advance(11 * 60_000);
    expect((await ann.calls()).map(({ stage }) => stage)).toEqual(['talking']);
    // A word of it, and it rings on.
    await rings.tell({}, ['821']);
    expect(await ann.calls()).toHaveLength(2);
  });

  it('are shown to whom the stream tells of them: not of another group’s tickets, nor of sealed ones', async () => {
    const [ann, bob] = [await login('831', 'tess@desk.test'), await login('832', 'bob@desk.test')];
    const call = openCall();
    await call.tell({}, ['831', '832']);
    const [{ id }] = (await ask<Page<Ticket>>('GET', `/tickets?q=${call.id}`)).body.items as [Ticket];
    expect([await ann.calls(), await bob.calls()]).toMatchObject([[{ stage: 'rings' }], [{ stage: 'rings' }]]);
    await ask('PATCH', `/tickets/${id}`, { group: 'technical' });
    expect([await ann.calls(), await bob.calls()]).toMatchObject([[{ stage: 'rings' }], []]);
    const sql = desk.api.desk.database.sql;
    await sql.query('update tickets set confidential = true where id = $1', [id]);
    expect(await ann.calls()).toEqual([]);
    await sql.query('update tickets set assignee_id = $2 where id = $1', [id, ann.id]);
    expect(await ann.calls()).toHaveLength(1);
    const refused = await ask('GET', '/session/calls');
    expect([refused.status, refused.body]).toMatchObject([422, { code: 'not_an_agent' }]);
  });
});
