import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InboxId } from '#contracts';
import { AgentRepository } from '../../../apps/ticketing/src/agents/agent.repository.js';
import { Passwords } from '../../../apps/ticketing/src/agents/passwords.js';
import { groupIdOf } from '../../../apps/ticketing/src/desk/desk-groups.js';
import { AgentPresence } from '../../../apps/ticketing/src/routing/presence/agent-presence.js';
import { openInbox } from '../../support/chat-desk.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const guards = (inbox: string, more: object) => ({ name: inbox, explain: `how to get into ${inbox}`, inboxes: [inbox], ...more });
const DESK = {
  languages: ['en'],
  groups: { first: { name: 'First line', members: ['ann@x.test'] }, second: { name: 'Second line', members: ['ann@x.test'] } },
  routing: { default: 'first', capacity: { total: 50, channels: {} } },
  requestTypes: { question: { name: 'Question' }, training: { name: 'Training' } },
  defaultRequestType: 'question',
  bot: { inboxes: ['assisted'], texts: { greeting: { en: 'I am the assistant.' } } },
  access: {
    proved: guards('proved', { needs: { verifiedBy: ['email'] } }),
    companies: guards('companies', { needs: { company: true }, mark: 'no_company' }),
    assisted: guards('assisted', { needs: { botFirst: true } }),
    lenient: guards('lenient', { needs: { plans: ['pro'] }, hold: false }),
    training: { name: 'Training', explain: 'For companies', requestTypes: ['training'], needs: { company: true } },
  },
};

const PASSWORD = 'a password of the tests';

interface Ticket {
  readonly id: string;
  readonly tags: readonly string[];
  readonly status: string;
  readonly group: string | null;
  readonly assignee: string | null;
  readonly contact: { readonly id: string };
}

describe('the ticket of who came by a door that is not for him', () => {
  let api: Api;
  let ann: string;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
    for (const inbox of ['support', 'proved', 'companies', 'assisted', 'lenient'])
      await openInbox(api.desk, inbox, 'email', { addressedBy: ['email'] });
    const passwordHash = await new Passwords().hash(PASSWORD);
    ann = (await api.desk.get(AgentRepository).create({ email: 'ann@x.test', displayName: 'ann', role: 'agent', passwordHash })).id;
    await api.desk.get(AgentPresence).set(ann, 'online');
  }, 120_000);
  afterAll(() => api.close());

  let count = 0;
  const see = async (id: string) => (await api.ask<Ticket>('GET', `/api/v1/tickets/${id}`)).body;
  const come = async (inbox: string, more: Parameters<typeof mail>[0] = {}): Promise<Ticket> => {
    count += 1;
    const message = mail({
      from: `c${count}@example.com`,
      subject: `Visit ${count}`,
      text: 'hello there',
      ...more,
      inbox: inbox as InboxId,
    });
    await api.desk.take(message);
    await api.desk.settle();
    const path = `/api/v1/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId)}`;
    return see((await api.ask<{ items: { ticketId: string }[] }>('GET', path)).body.items[0]!.ticketId);
  };
  const change = async (method: string, path: string, body: object) => {
    const answer = await api.ask<{ id: string }>(method, `/api/v1${path}`, { body });
    expect(answer.status).toBeLessThan(300);
    await api.desk.settle();
    return answer.body;
  };
  const codesOf = async ({ id }: Ticket) =>
    (await api.ask<{ items: { parts: { code?: string }[] }[] }>('GET', `/api/v1/tickets/${id}/entries`)).body.items.flatMap(({ parts }) =>
      parts[0]?.code?.startsWith('access.') === true ? [parts[0].code] : [],
    );

  it('is in its group and given to nobody; once his address is proved it is like any other', async () => {
    const ticket = await come('proved');
    expect(ticket).toMatchObject({ tags: ['not_entitled'], group: groupIdOf('first'), assignee: null, status: 'new' });
    expect((await come('support')).assignee).toBe(ann);
    const value = 'proof@example.com';
    const { id } = await change('POST', `/tickets/${ticket.id}/confirmations`, { scheme: 'email', value, inboxId: 'support' });
    expect((await see(ticket.id)).assignee).toBeNull();
    const request = (await api.desk.requests()).find(({ to }) => to[0]?.value === value)!;
    const code = /\d{6}/.exec(request.parts[0]!.fallback!)![0];
    await change('POST', `/contacts/${ticket.contact.id}/confirmations/${id}/answers`, { code });
    expect(await see(ticket.id)).toMatchObject({ tags: [], assignee: ann });
    expect(await codesOf(ticket)).toEqual(['access.refused', 'access.opened']);
  });

  it('is given to somebody when his company is known', async () => {
    const ticket = await come('companies');
    expect(ticket).toMatchObject({ tags: ['no_company'], assignee: null });
    await change('PATCH', `/contacts/${ticket.contact.id}`, { plan: 'pro' });
    expect((await see(ticket.id)).assignee).toBeNull();
    await change('PATCH', `/contacts/${ticket.contact.id}`, { company: 'Acme' });
    expect(await see(ticket.id)).toMatchObject({ tags: [], assignee: ann });
  });

  it('waits for the bot’s word where that comes first', async () => {
    const ticket = await come('assisted', { text: 'a question that no answer fits' });
    expect(await codesOf(ticket)).toEqual(['access.refused', 'access.opened']);
    expect((await see(ticket.id)).tags).toEqual([]);
  });

  it('is for people at once where the desk says so', async () => {
    expect(await come('lenient')).toMatchObject({ tags: ['not_entitled'], assignee: ann });
  });

  it('goes on when he wants another service, or comes by an open door', async () => {
    const ticket = await come('companies');
    const [entry] = (await api.ask<{ items: { remoteMessageId: string }[] }>('GET', `/api/v1/tickets/${ticket.id}/entries`)).body.items;
    await come('support', { from: `c${count}@example.com`, references: [entry!.remoteMessageId] });
    expect(await see(ticket.id)).toMatchObject({ tags: [], assignee: ann });
    await api.desk.get(AgentPresence).set(ann, 'offline');
    const service = await come('support');
    await change('PATCH', `/tickets/${service.id}`, { requestType: 'training' });
    await api.desk.get(AgentPresence).set(ann, 'online');
    await api.desk.settle();
    expect(await see(service.id)).toMatchObject({ tags: ['not_entitled'], assignee: null });
    await change('PATCH', `/tickets/${service.id}`, { requestType: 'question' });
    expect(await see(service.id)).toMatchObject({ tags: [], assignee: ann });
  });

  it('is his who takes it; the group that an agent names gets it', async () => {
    const taken = await come('companies');
    await change('PATCH', `/tickets/${taken.id}`, { assignee: ann });
    expect(await see(taken.id)).toMatchObject({ tags: ['no_company'], assignee: ann });
    const moved = await come('companies');
    const login = await api.ask('POST', '/api/v1/session', { key: null, body: { email: 'ann@x.test', password: PASSWORD } });
    const headers = { cookie: login.headers.get('set-cookie')!.split(';')[0]!, 'x-tributary-request': '1' };
    const answer = await api.ask('PATCH', `/api/v1/tickets/${moved.id}`, { key: null, headers, body: { group: 'second' } });
    expect(answer.status).toBe(200);
    await api.desk.settle();
    expect(await see(moved.id)).toMatchObject({ tags: ['no_company'], group: groupIdOf('second'), assignee: ann });
  });
});
