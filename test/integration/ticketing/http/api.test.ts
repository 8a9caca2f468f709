import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mail } from '../../../support/ticketing-desk.js';
import { type ApiDesk, openApiDesk, type Page, type Ticket } from './api-desk.js';

let desk: ApiDesk;
let api: ApiDesk['api'];
beforeAll(async () => {
  desk = await openApiDesk();
  api = desk.api;
});
afterAll(() => api.close());

const expectShape = (name: string, body: unknown) => expect(desk.findFaults(name, body)).toEqual([]);

describe('what is answered', () => {
  it('is what the document says, for each kind of thing', async () => {
    const ticket = await desk.takeTicket('Shapes');
    const base = `/api/v1/tickets/${ticket.id}`;
    for (const [path, name] of [
      ['/api/v1/tickets', 'TicketPage'],
      [base, 'Ticket'],
      [`/api/v1/tickets/${ticket.number}`, 'Ticket'],
      [`${base}/entries`, 'EntryPage'],
      [`${base}/moves`, 'MoveList'],
      ['/api/v1/ledger', 'LedgerPage'],
      ['/api/v1/dead-letters', 'DeadLetterPage'],
      ['/api/v1/inboxes', 'InboxList'],
      ['/api/v1/agents', 'AgentList'],
      ['/api/v1/api-keys', 'ApiKeyList'],
      ['/api/v1/session', 'Session'],
    ] as const) {
      const { status, body } = await api.ask('GET', path);
      expect([path, status]).toEqual([path, 200]);
      expectShape(name, body);
    }
    const { status, body } = await api.ask('POST', `${base}/replies`, { body: { text: 'We are on it.' } });
    expect(status).toBe(202);
    expectShape('Entry', body);
    expect(body).toMatchObject({ direction: 'outbound', delivery: { status: 'queued' } });
    expect((await desk.entriesOf(ticket.id)).map(({ direction }) => direction)).toContain('outbound');
  });

  it('leads whoever opens the bare address to the documentation', async () => {
    const answer = await fetch(api.url, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/console/']);
  });

  it('has a request id, the client’s own if it is one, and what browsers need to know', async () => {
    const { headers } = await api.ask('GET', '/api/v1/tickets', { headers: { 'x-request-id': 'my-request.1' } });
    expect(headers.get('x-request-id')).toBe('my-request.1');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const odd = await api.ask('GET', '/nowhere', { headers: { 'x-request-id': 'no good' } });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(odd.body).toMatchObject({ requestId: odd.headers.get('x-request-id') });
  });

  it('is documented by pages of this very server', async () => {
    const page = String((await api.ask('GET', '/api/docs', { key: null })).body);
    expect(page).not.toMatch(/https?:\/\//);
    for (const [, path] of page.matchAll(/(?:src|href)="([^"]+)"/g)) expect((await api.ask('GET', path!, { key: null })).status).toBe(200);
  });
});

describe('what is wrong', () => {
  it.each([
    ['an unknown route', 'GET', '/api/v1/nothing', {}, 404, 'route_unknown'],
    [
      'JSON that is none',
      'POST',
      '/api/v1/tickets',
      { raw: '{"a":', headers: { 'content-type': 'application/json' } },
      400,
      'malformed_request',
    ],
    [
      'a body of another kind',
      'POST',
      '/api/v1/tickets',
      { raw: 'hello', headers: { 'content-type': 'text/plain' } },
      422,
      'invalid_request',
    ],
    [
      'a body that is too large',
      'POST',
      '/api/v1/tickets',
      { raw: `{"subject":"${'a'.repeat(6_000_000)}"}`, headers: { 'content-type': 'application/json' } },
      413,
      'body_too_large',
    ],
    [
      'a body in a charset nobody knows',
      'POST',
      '/api/v1/tickets',
      { raw: '{}', headers: { 'content-type': 'application/json; charset=klingon' } },
      415,
      'unsupported_media_type',
    ],
    ['a limit that is none', 'GET', '/api/v1/tickets?limit=1000', {}, 400, 'invalid_query'],
    ['a time without its zone', 'GET', '/api/v1/tickets?updatedSince=2026-03-02T08:30:00', {}, 400, 'invalid_query'],
    ['a filter that is none', 'GET', '/api/v1/tickets?colour=red', {}, 400, 'invalid_query'],
    [
      'a cursor of ours that somebody changed',
      'GET',
      `/api/v1/tickets?cursor=${Buffer.from('["x","y"]').toString('base64url')}`,
      {},
      400,
      undefined,
    ],
    ['no cursor at all', 'GET', '/api/v1/tickets?cursor=zzz', {}, 400, 'cursor_invalid'],
    ['an id with a NUL', 'GET', '/api/v1/tickets/%00', {}, 400, undefined],
    ['an unknown ticket', 'GET', '/api/v1/tickets/EML-1', {}, 404, 'ticket_unknown'],
    ['an unknown entry', 'GET', '/api/v1/entries/7/raw', {}, 404, 'entry_unknown'],
    ['an unknown dead letter', 'POST', '/api/v1/dead-letters/77/replay', {}, 404, 'dead_letter_unknown'],
    ['a dead letter that cannot be', 'GET', '/api/v1/dead-letters/seven', {}, 404, 'dead_letter_unknown'],
    ['a path nobody can read', 'GET', '/api/v1/tickets/%E0%A4%A', {}, 400, 'malformed_request'],
  ])('%s is a problem', async (_what, method, path, asking, status, code) => {
    const answer = await api.ask(method, path, asking);
    expect(answer.body).toMatchObject({ status, ...(code === undefined ? {} : { code }) });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expectShape('Problem', answer.body);
    const promised = desk.findStatuses(method, path);
    if (promised !== null) expect(promised).toContain(status);
  });

  it('is told all at once, each fault with its path', async () => {
    const body = { contact: { identity: { scheme: '' } }, subject: '', origin: 'counter', priority: 'huge', colour: 'red' };
    const answer = await api.ask<{ errors: { path: string }[] }>('POST', '/api/v1/tickets', { body });
    expect(answer.status).toBe(422);
    const paths = answer.body.errors.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['contact', 'subject', 'priority', '']));
  });
});

describe('an answer', () => {
  it('needs words', async () => {
    const { id } = await desk.takeTicket('Wordless');
    for (const text of ['', ' \n'])
      expect((await api.ask('POST', `/api/v1/tickets/${id}/replies`, { body: { text } })).body).toMatchObject({
        status: 422,
        errors: [{ path: 'text' }],
      });
  });

  it('names the bytes of its attachments as an inbound message does', async () => {
    const { id } = await desk.takeTicket('Attached');
    const { body: upload } = await api.ask<{ ref: string; sha256: string }>('POST', '/api/v1/uploads', { raw: 'some bytes' });
    const media = { state: 'stored', blobRef: upload.ref, fileName: 'a.txt', declaredType: 'text/plain' };
    const parts = [
      { partId: '1', type: 'text', text: 'See there.', fallback: 'See there.' },
      { partId: '2', type: 'file', fallback: 'a.txt', media },
    ];
    const { body } = await api.ask('POST', `/api/v1/tickets/${id}/replies`, { body: { parts } });
    expect(body).toMatchObject({ attachments: [{ fileName: 'a.txt', sha256: upload.sha256 }] });
  });
});

describe('lists', () => {
  it('neither miss nor repeat a ticket while tickets change', async () => {
    const subjects = Array.from({ length: 9 }, (_, index) => `Paging ${index}`);
    const wanted: string[] = [];
    for (const subject of subjects) wanted.push((await desk.takeTicket(subject)).id);
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; ; page += 1) {
      const { body } = await api.ask<Page<Ticket>>('GET', `/api/v1/tickets?q=Paging&limit=2${cursor}`);
      seen.push(...body.items.map(({ id }) => id));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
      api.desk.clock.advance(1_000);
      await api.ask('PATCH', `/api/v1/tickets/${wanted[page]!}`, { body: { priority: 'high' } });
      await api.desk.take(mail({ subject: `Paging later ${page}`, from: `later${page}@example.com` }));
    }
    expect(seen.sort()).toEqual([...wanted].sort());
  });

  it('are narrowed by what a ticket is', async () => {
    const { id } = await desk.takeTicket('Narrow 100% sure');
    await desk.takeTicket('Narrow 100 percent');
    const change = { status: 'pending', priority: 'urgent', category: 'hardware', assignee: null };
    const changed = await api.ask('PATCH', `/api/v1/tickets/${id}`, { body: change });
    expect(changed.body).toMatchObject(change);
    const find = async (query: string) =>
      (await api.ask<Page<Ticket>>('GET', `/api/v1/tickets?${query}`)).body.items.map((item) => item.id);
    for (const query of [
      'q=100%25',
      'priority=urgent',
      'category=hardware',
      'q=Narrow&status=pending,closed&assignee=none&channel=email&inboxId=support',
    ])
      expect([query, await find(query)]).toEqual([query, [id]]);
    expect(await find('box=review')).toEqual([]);
    for (const time of ['2199-01-01T00:00:00Z', '2199-01-01T00:00:00.5%2B05:30', '9999-12-31T23:59:59-23:59'])
      expect([time, await find(`updatedSince=${time}`)]).toEqual([time, []]);
    for (const time of ['1999-12-31T23:59:59-08:00', '0000-01-01T00:00:00%2B23:59'])
      expect([time, await find(`q=100%25&updatedSince=${time}`)]).toEqual([time, [id]]);
  });
});
