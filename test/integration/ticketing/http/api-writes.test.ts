import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mail } from '../../../support/ticketing-desk.js';
import { type ApiDesk, openApiDesk, type Entry, type Page, type Ticket } from './api-desk.js';

let desk: ApiDesk;
let api: ApiDesk['api'];
beforeAll(async () => {
  desk = await openApiDesk();
  api = desk.api;
});
afterAll(() => api.close());

const expectShape = (name: string, body: unknown) => expect(desk.findFaults(name, body)).toEqual([]);

describe('a write', () => {
  it('with a key is made once and answered alike; the key on another request is refused', async () => {
    const { id } = await desk.takeTicket('Once');
    const headers = { 'idempotency-key': 'reply-1' };
    const send = (text: string) => api.ask<Entry>('POST', `/api/v1/tickets/${id}/replies`, { headers, body: { text } });
    const [one, other] = await Promise.all([send('We called.'), send('We called.')]);
    expect([one.status, other.status]).toEqual([202, 202]);
    expect(other.body).toEqual(one.body);
    expect(await send('We called.')).toMatchObject({ status: 202, body: one.body });
    expect((await send('We wrote.')).body).toMatchObject({ status: 422, code: 'idempotency_conflict' });
    expect((await desk.entriesOf(id)).filter(({ newText }) => newText === 'We called.')).toHaveLength(1);
  });

  it('that failed leaves its key free', async () => {
    const { id, version } = await desk.takeTicket('Failed first');
    const headers = { 'idempotency-key': 'patch-1' };
    const patch = (expectedVersion: number) =>
      api.ask<Ticket>('PATCH', `/api/v1/tickets/${id}`, { headers, body: { status: 'solved', expectedVersion } });
    expect((await patch(version + 7)).body).toMatchObject({ status: 409, code: 'version_conflict', currentVersion: version });
    expect((await patch(version)).body).toMatchObject({ status: 'solved' });
  });

  it('whose answer could not be kept had its effect, and is answered by it when it comes again', async () => {
    const { id } = await desk.takeTicket('Answer lost');
    const { sql } = api.desk.database;
    await sql.query(`create function refuse_answer() returns trigger language plpgsql as $$
      begin if new.answer is not null then raise exception 'no answer is kept'; end if; return new; end $$`);
    await sql.query('create trigger refuse_answer before update on http_idempotency for each row execute function refuse_answer()');
    const note = () =>
      api.ask<Entry>('POST', `/api/v1/tickets/${id}/notes`, { headers: { 'idempotency-key': 'lost-1' }, body: { text: 'He called.' } });
    expect((await note()).status).toBe(500);
    await sql.query('drop trigger refuse_answer on http_idempotency');
    const again = await note();
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect((await desk.entriesOf(id)).filter(({ direction }) => direction === 'note').map((entry) => entry.id)).toEqual([again.body.id]);
  });

  it('that another process takes for dead and does again still has one effect', async () => {
    const { id } = await desk.takeTicket('Slow writer');
    const { database, clock } = api.desk;
    const note = () =>
      api.ask<Entry>('POST', `/api/v1/tickets/${id}/notes`, { headers: { 'idempotency-key': 'slow-1' }, body: { text: 'Once.' } });
    const waiting = async (count: number) => {
      const sql = `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      while ((await database.sql.query<{ n: number }>(sql))[0]!.n < count) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    const answers = await database.run(async (transaction) => {
      await transaction.query('select 1 from tickets where id = $1 for update', [id]);
      const first = note();
      await waiting(1);
      clock.advance(60_000);
      const second = note();
      await waiting(2);
      return [first, second];
    });
    const [first, second] = await Promise.all(answers);
    expect([first!.status, second!.status, second!.body.id]).toEqual([201, 201, first!.body.id]);
    expect((await desk.entriesOf(id)).filter(({ direction }) => direction === 'note')).toHaveLength(1);
  });

  it('of two agents at once: one is told that the ticket changed', async () => {
    const { id, version } = await desk.takeTicket('Two agents');
    const answers = await Promise.all(
      ['high', 'low'].map((priority) => api.ask('PATCH', `/api/v1/tickets/${id}`, { body: { priority, expectedVersion: version } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('that changes nothing moves no version, and one that names nothing is refused', async () => {
    const { id } = await desk.takeTicket('Nothing to change');
    const patch = (body: object) => api.ask<Ticket>('PATCH', `/api/v1/tickets/${id}`, { body });
    const { version } = (await patch({ status: 'open' })).body;
    expect((await patch({ status: 'open' })).body.version).toBe(version);
    expect((await patch({ status: 'new' })).body).toMatchObject({ status: 'open', version });
    expect((await patch({ expectedVersion: version })).body).toMatchObject({ status: 422, code: 'invalid_request' });
    expect((await patch({})).body).toMatchObject({ status: 422, code: 'invalid_request' });
  });

  it.each(['x@y.example\r\nBcc: z@z.example', 'a@b.example,c@d.example', 'x <y@z.example>', 'a b@c.example', 'not an address', ' '])(
    'to what is not one address is refused: %j',
    async (value) => {
      const { id } = await desk.takeTicket('Whom to answer');
      for (const field of ['to', 'cc'])
        expect(
          (await api.ask('POST', `/api/v1/tickets/${id}/replies`, { body: { text: 'Hi', [field]: [{ scheme: 'email', value }] } })).body,
        ).toMatchObject({ status: 422, code: 'invalid_request' });
    },
  );

  it('opens a ticket by hand, for a customer at the counter', async () => {
    const contact = { identity: { scheme: 'email', value: 'Walk.In@example.com' }, displayName: 'Wanda' };
    const body = { contact, subject: 'Lost key', origin: 'counter', text: 'She lost her key.', priority: 'high' };
    const headers = { 'idempotency-key': 'open-1' };
    const opened = await api.ask<Ticket>('POST', '/api/v1/tickets', { headers, body });
    expect(opened.status).toBe(201);
    expectShape('Ticket', opened.body);
    expect(opened.body).toMatchObject({ subject: 'Lost key', priority: 'high', channels: ['counter'], contact: { displayName: 'Wanda' } });
    expect((await api.ask<Ticket>('POST', '/api/v1/tickets', { headers, body })).body.id).toBe(opened.body.id);
    const stranger = { ...body, assignee: '00000000-0000-4000-8000-000000000000' };
    expect((await api.ask('POST', '/api/v1/tickets', { body: stranger })).body).toMatchObject({ code: 'agent_unknown' });
    expect((await api.ask('POST', '/api/v1/tickets', { body: { ...body, origin: 'pigeon' } })).body).toMatchObject({
      code: 'origin_unknown',
    });
  });

  it('puts no ticket where nobody looks: into a group that there is not', async () => {
    const group = '00000000-0000-4000-8000-000000000000';
    const { id } = await desk.takeTicket('Whose is it');
    const unknown = { status: 422, code: 'group_unknown', hint: expect.stringContaining('leave group out') as unknown };
    expect((await api.ask('PATCH', `/api/v1/tickets/${id}`, { body: { group, status: 'pending' } })).body).toMatchObject(unknown);
    const body = { contact: { identity: { scheme: 'email', value: 'group@example.com' } }, subject: 'Grouped', origin: 'counter', group };
    expect((await api.ask('POST', '/api/v1/tickets', { body })).body).toMatchObject(unknown);
    expect((await api.ask<Ticket>('GET', `/api/v1/tickets/${id}`)).body).toMatchObject({ status: 'new', group: null });
    expect((await api.ask('PATCH', `/api/v1/tickets/${id}`, { body: { group: null } })).status).toBe(200);
  });
});

describe('moves', () => {
  it('are undone by DELETE of what they returned', async () => {
    const from = await desk.takeTicket('Move from here');
    const to = await desk.takeTicket('Move over there');
    const [entry] = await desk.entriesOf(from.id);
    const places = async () => (await desk.entriesOf(to.id)).some(({ id }) => id === entry!.id);
    for (const [path, body] of [
      [`/api/v1/tickets/${from.id}/moves`, { entryIds: [entry!.id], toTicket: to.number }],
      [`/api/v1/tickets/${from.id}/merges`, { intoTicket: to.id }],
    ] as const) {
      const made = await api.ask<{ href: string }>('POST', path, { body });
      expect([path, made.status]).toEqual([path, 201]);
      expectShape('Move', made.body);
      expect(await places()).toBe(true);
      const stranger = made.body.href.replace(from.id, (await desk.takeTicket('Of nobody')).id);
      expect((await api.ask('DELETE', stranger)).body).toMatchObject({ status: 404, code: 'move_unknown' });
      const undone = await api.ask('DELETE', made.body.href);
      expect([undone.status, await places()]).toEqual([200, false]);
      expect((await api.ask('DELETE', made.body.href)).body).toMatchObject({ status: 409, code: 'move_undone' });
    }
    const split = await api.ask<{ href: string; toTicket: string }>('POST', `/api/v1/tickets/${from.id}/splits`, {
      body: { entryIds: [entry!.id], subject: 'On its own' },
    });
    expect((await api.ask<Ticket>('GET', `/api/v1/tickets/${split.body.toTicket}`)).body.subject).toBe('On its own');
    expect((await api.ask('DELETE', split.body.href.replace('splits', 'moves'))).status).toBe(404);
    expect((await api.ask('DELETE', split.body.href)).status).toBe(200);
  });

  it('that wait for a person are accepted or rejected by one', async () => {
    const { number } = await desk.takeTicket('Private matter');
    const subject = `Re: 【技术支持】${number} Private matter`;
    await api.desk.take(mail({ from: 'stranger@example.net', subject, text: 'me too' }));
    const waiting = await api.ask<Page<Ticket>>('GET', '/api/v1/tickets?box=review');
    expect(waiting.body.items).toHaveLength(1);
    const [entry] = await desk.entriesOf(waiting.body.items[0]!.id);
    const decide = (decision: string) =>
      api.ask<{ move: { href: string } | null }>('POST', `/api/v1/entries/${entry!.id}/review`, { body: { decision } });
    const accepted = await decide('accept');
    expectShape('ReviewResult', accepted.body);
    expect((await desk.entriesOf(number)).map(({ id }) => id)).toContain(entry!.id);
    expect((await decide('reject')).body).toMatchObject({ status: 409, code: 'review_decided' });
    expect((await api.ask('DELETE', accepted.body.move!.href)).status).toBe(200);
  });
});

describe('bytes', () => {
  it('go up as they are and come down as an attachment that no browser opens', async () => {
    const bytes = randomBytes(200_000);
    const uploaded = await api.ask<{ ref: string }>('POST', '/api/v1/uploads', {
      raw: bytes,
      headers: { 'content-type': 'application/octet-stream' },
    });
    expect(uploaded.status).toBe(201);
    expect(uploaded.body).toEqual({
      ref: expect.any(String),
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    const ticket = await desk.takeTicket('With a file');
    const media = {
      state: 'stored',
      blobRef: uploaded.body.ref,
      fileName: 'Übersicht "1".html',
      declaredType: 'text/html',
      sizeBytes: bytes.length,
    };
    const parts = [
      { partId: '1', type: 'text', text: 'See the file.', fallback: 'See the file.' },
      { partId: '2', type: 'file', media, fallback: 'a file' },
    ];
    const reply = await api.ask<Entry>('POST', `/api/v1/tickets/${ticket.id}/replies`, { body: { parts } });
    expect(reply.status).toBe(202);
    const response = await fetch(`${api.url}/api/v1/entries/${reply.body.id}/attachments/2`, {
      headers: { authorization: 'Bearer a-bootstrap-key-of-the-tests' },
    });
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; .*filename\*=UTF-8''%C3%9Cbersicht/);
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    const unknown = [{ ...parts[1], media: { ...media, blobRef: `sha256:${'0'.repeat(64)}` } }];
    const refused = await api.ask('POST', `/api/v1/tickets/${ticket.id}/replies`, { body: { parts: unknown } });
    expect(refused.body).toMatchObject({ status: 422, code: 'blob_unknown' });
    expect((await api.ask('POST', '/api/v1/uploads', { body: {} })).body).toMatchObject({ status: 415, code: 'media_type_unfit' });
  });
});
