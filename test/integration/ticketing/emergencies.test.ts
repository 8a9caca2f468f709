import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PageLinks } from '../../../apps/ticketing/src/emergencies/page-links.js';
import { openInbox } from '../../support/chat-desk.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { type Call, EMERGENCY_DESK, onApi } from '../../support/emergency-desk.js';

describe('an emergency', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: EMERGENCY_DESK, settings: { http: { publicUrl: 'https://desk.example' } } });
    for (const id of ['sms', 'robot']) await openInbox(api.desk, id, 'notification', { in: [], out: ['text'] });
  });
  afterAll(() => api.close());

  const open = async (fields: Parameters<ReturnType<typeof onApi>['open']>[0]) => (await onApi(api).open(fields)).id;
  const later = (minutes: number) => onApi(api).later(minutes);
  const sent = (reason: string) => onApi(api).sent(reason);
  const calls = async (id: string) => (await api.ask<{ items: Call[] }>('GET', `/api/v1/tickets/${id}/page-calls`)).body.items;
  const notices = async (id: string) =>
    (await api.ask<{ items: { kind: string; text: string }[] }>('GET', `/api/v1/notices?ticket=${id}`)).body.items;

  it('tells the supervisor at once and pages who is on duty, over whoever cannot be reached, passing on until somebody takes it', async () => {
    const id = await open({ subject: 'All down', text: 'CRITICAL' });
    expect((await notices(id)).map(({ text }) => text)).toEqual([expect.stringContaining('Critical: ')]);
    const [call] = await calls(id);
    expect(call!.pages.map(({ person, state }) => [person, state])).toEqual([
      ['away', 'unreachable'],
      ['wang', 'sent'],
    ]);
    expect(call!.pages[0]!.messages[0]!.fault).toBe('there is no inbox nowhere');
    const requested = await sent('page');
    expect(requested.map(({ inboxId, to }) => [inboxId, to[0]!.value]).sort()).toEqual([
      ['robot', 'robot'],
      ['sms', '+8613800000001'],
    ]);
    expect(requested[0]!.parts[0]).toMatchObject({ text: expect.stringContaining('【紧急】') });
    await later(9);
    expect((await calls(id))[0]!.pages).toHaveLength(2);
    await later(1);
    expect((await calls(id))[0]!.pages.map(({ person, state }) => [person, state])).toEqual([
      ['away', 'unreachable'],
      ['wang', 'passed_on'],
      ['li', 'sent'],
    ]);
    const taken = await api.ask<{ items: Call[] }>('POST', `/api/v1/page-calls/${call!.id}/acknowledgement`);
    expect(taken.body.items[0]).toMatchObject({ state: 'acknowledged' });
    expect((await api.ask('POST', `/api/v1/page-calls/${call!.id}/acknowledgement`)).body).toMatchObject({
      code: 'page_over',
      status: 409,
    });
    await later(60);
    expect((await calls(id))[0]!.pages).toHaveLength(3);
  });

  it('is taken by the link of a page, without a login; looking takes nothing; others’ links are nobody’s', async () => {
    const id = await open({ from: 'b@example.com', subject: 'Down', text: 'CRITICAL' });
    const page = (await calls(id))[0]!.pages.find(({ person }) => person === 'wang')!;
    const { number } = (await api.ask<{ number: string }>('GET', `/api/v1/tickets/${id}`)).body;
    const { text } = (await sent('page')).find(({ ticketNumber, inboxId }) => ticketNumber === number && inboxId === 'sms')!.parts[0] as {
      text: string;
    };
    const link = /https:\/\/desk\.example(\/api\/v1\/page-links\/\S+)/.exec(text)![1]!;
    expect(link).toBe(`/api/v1/page-links/${api.desk.get(PageLinks).token(page.id)}`);
    const shown = await api.ask<string>('GET', link, { key: null });
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(shown.body).toContain('<button>');
    expect(shown.body).not.toContain('Down');
    expect((await calls(id))[0]!.state).toBe('calling');
    await later(10);
    expect((await api.ask('POST', link, { key: null })).status).toBe(200);
    expect((await calls(id))[0]).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'Wang' });
    expect((await calls(id))[0]!.pages.map(({ state }) => state)).toEqual(['unreachable', 'acknowledged', 'ended']);
    expect((await api.ask<string>('GET', link, { key: null })).body).toContain('Taken by Wang');
    expect((await api.ask('POST', `${link.slice(0, -4)}AAAA`, { key: null })).status).toBe(404);
  });

  it('that nobody takes is told to supervisors; the one who was faster by far may still take it', async () => {
    const id = await open({ from: 'c@example.com', subject: 'Night', text: 'CRITICAL' });
    await later(10);
    await later(10);
    const [call] = await calls(id);
    expect(call!.state).toBe('unanswered');
    expect((await notices(id)).map(({ kind }) => kind)).toContain('page_unanswered');
    expect((await api.ask('POST', `/api/v1/page-calls/${call!.id}/acknowledgement`)).status).toBe(200);
  });

  it('goes to the next at once when a page could not be delivered', async () => {
    const id = await open({ from: 'd@example.com', subject: 'Undelivered', text: 'CRITICAL' });
    const { number } = (await api.ask<{ number: string }>('GET', `/api/v1/tickets/${id}`)).body;
    const requested = (await sent('page')).filter(({ ticketNumber }) => ticketNumber === number);
    for (const [index, { commandId, inboxId }] of requested.entries()) {
      await api.desk.deliver({
        commandId,
        inboxId,
        status: 'failed',
        rank: null,
        final: true,
        evidence: 'provider_ack',
        at: api.desk.clock.now().toISOString(),
        attempt: 1,
      } as never);
      await api.desk.settle();
      expect((await calls(id))[0]!.pages.map(({ state }) => state)).toEqual(
        index === 0 ? ['unreachable', 'sent'] : ['unreachable', 'unreachable', 'sent'],
      );
    }
  });

  it('that is solved needs nobody any more', async () => {
    const id = await open({ from: 'e@example.com', subject: 'Over', text: 'CRITICAL' });
    await api.ask('PATCH', `/api/v1/tickets/${id}`, { body: { status: 'solved' } });
    await later(10);
    expect((await calls(id))[0]).toMatchObject({ state: 'ended' });
    expect((await calls(id))[0]!.pages.map(({ state }) => state)).toEqual(['unreachable', 'ended']);
  });

  it('keeps pages out of what the customer gets', async () => {
    const id = await open({ from: 'f@example.com', subject: 'Hidden', text: 'CRITICAL' });
    const { items } = (
      await api.ask<{ items: { direction: string; folded: boolean; flags: { automatic?: { reason: string } } }[] }>(
        'GET',
        `/api/v1/tickets/${id}/entries`,
      )
    ).body;
    expect(items.filter(({ flags }) => flags.automatic?.reason === 'page').map(({ folded }) => folded)).toEqual([true, true]);
    const reply = await api.ask<{ delivery: object; inboxId: string }>('POST', `/api/v1/tickets/${id}/replies`, {
      body: { text: 'We look.' },
    });
    expect(reply.body.inboxId).toBe('support');
  });

  it('by hand, of a rota that the desk has', async () => {
    const id = await open({ from: 'g@example.com', subject: 'By hand', text: 'hello' });
    expect((await api.ask('POST', `/api/v1/tickets/${id}/page-calls`, { body: { rota: 'nobody', reason: 'x' } })).body).toMatchObject({
      code: 'rota_unknown',
    });
    const made = await api.ask<{ items: Call[] }>('POST', `/api/v1/tickets/${id}/page-calls`, {
      body: { rota: 'leads', reason: 'he insists' },
    });
    expect(made.status).toBe(201);
    expect(made.body.items[0]!.pages.map(({ person }) => person)).toEqual(['boss']);
    const duty = (await api.ask<{ items: object[] }>('GET', '/api/v1/duty')).body.items;
    expect(duty).toContainEqual({ rota: 'leads', name: 'leads', people: [{ key: 'boss', name: 'Boss' }] });
  });

  it('asked for twice with one key is one', async () => {
    const id = await open({ from: 'j@example.com', subject: 'Keys', text: 'hello' });
    const count = async () => (await calls(id)).length;
    expect(await onApi(api).twice(`/tickets/${id}/page-calls`, { rota: 'leads', reason: 'x' }, count)).toEqual({
      status: 201,
      same: true,
      more: 1,
    });
    const [call] = await calls(id);
    expect(await onApi(api).twice(`/page-calls/${call!.id}/acknowledgement`, undefined, count)).toEqual({
      status: 200,
      same: true,
      more: 0,
    });
  });
});
