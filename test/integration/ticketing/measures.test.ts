import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findKeptRecordings } from '../../../apps/ticketing/src/retention/kept-recordings.js';
import { openInbox } from '../../support/chat-desk.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { INCIDENT_DESK, onApi, textOf } from '../../support/emergency-desk.js';

describe('measures that need consent', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: { ...INCIDENT_DESK, roles: { agent: { may: ['tickets:read'], sees: 'groups' } } } });
    await openInbox(api.desk, 'sms', 'notification', { in: [], out: ['text'] });
    await openInbox(api.desk, 'support', 'email', { out: ['text'] });
  });
  afterAll(() => api.close());

  const open = (fields: Parameters<ReturnType<typeof onApi>['open']>[0]) => onApi(api).open(fields);

  it('begin only when the customer agreed, with the least rights, and end with what is kept', async () => {
    const ticket = await open({ from: 'remote@example.com', subject: 'Help me' });
    const ask = (path: string, body?: object) =>
      api.ask<{ id: string; state: string; rights: string; code?: string; recording: string; startedAt: string; endedAt: string }>(
        'POST',
        `/api/v1/${path}`,
        { body },
      );
    expect((await ask(`tickets/${ticket.id}/measures`, { kind: 'remote', what: 'the settings', tool: 'Other' })).body).toMatchObject({
      code: 'tool_unknown',
    });
    const { body: asked } = await ask(`tickets/${ticket.id}/measures`, { kind: 'remote', what: 'the settings', tool: 'Sunlogin' });
    expect(asked).toMatchObject({ state: 'asked', rights: 'view' });
    expect((await api.desk.requests()).filter(({ automatic }) => automatic?.reason === 'consent').map(textOf)).toEqual([
      'May we look (Sunlogin, view) at: the settings? Risk: ',
    ]);
    expect((await ask(`measures/${asked.id}/start`)).body).toMatchObject({ code: 'consent_missing' });
    const entries = (await api.ask<{ items: { id: string; direction: string }[] }>('GET', `/api/v1/tickets/${ticket.id}/entries`)).body
      .items;
    const others = entries.find(({ direction }) => direction !== 'inbound')!;
    const consent = { consented: true, by: 'Mr Ren', how: 'in writing' };
    expect((await ask(`measures/${asked.id}/consent`, { ...consent, entryId: others.id })).body).toMatchObject({ code: 'entry_unfit' });
    await ask(`measures/${asked.id}/consent`, { ...consent, entryId: entries[0]!.id });
    await ask(`measures/${asked.id}/start`);
    api.desk.clock.advance(600_000);
    expect((await ask(`measures/${asked.id}/end`, { result: 'fixed' })).body).toMatchObject({ code: 'recording_missing' });
    const ended = (await ask(`measures/${asked.id}/end`, { result: 'fixed', recording: 'sessions/2026-03-02-1.mp4' })).body;
    expect(new Date(ended.endedAt).getTime() - new Date(ended.startedAt).getTime()).toBe(600_000);
    expect((await ask(`measures/${asked.id}/start`)).body).toMatchObject({ code: 'measure_over' });
    expect((await api.ask<{ items: object[] }>('GET', `/api/v1/tickets/${ticket.id}/measures`)).body.items).toMatchObject([
      {
        state: 'ended',
        decidedBy: 'Mr Ren',
        decidedHow: 'in writing',
        consentEntry: entries[0]!.id,
        recording: 'sessions/2026-03-02-1.mp4',
      },
    ]);
  });

  it('keep the file of their recording encrypted, as long as recordings are kept', async () => {
    const ticket = await open({ from: 'film@example.com', subject: 'Film it' });
    const ask = async <T = { id: string; code?: string }>(path: string, body?: object) =>
      (await api.ask<T>('POST', `/api/v1/${path}`, { body })).body;
    const asked = await ask(`tickets/${ticket.id}/measures`, { kind: 'remote', what: 'it', tool: 'Sunlogin', tell: false });
    await ask(`measures/${asked.id}/consent`, { consented: true, by: 'Mr Ren', how: 'on the phone' });
    await ask(`measures/${asked.id}/start`);
    const nothing = { blobRef: `sha256:${'0'.repeat(64)}`, fileName: 'it.mp4' };
    expect(await ask(`measures/${asked.id}/end`, { file: nothing })).toMatchObject({ code: 'blob_unknown' });
    expect(await ask(`measures/${asked.id}/end`, { file: nothing, recording: 'a link' })).toMatchObject({ code: 'invalid_request' });
    // Somebody forgot to say that it is a recording.
    const { body: upload } = await api.ask<{ ref: string; sha256: string }>('POST', '/api/v1/uploads', { raw: 'a film of it' });
    const ended = await ask<{ recordingEntry: string }>(`measures/${asked.id}/end`, {
      file: { blobRef: upload.ref, fileName: 'it.mp4', contentType: 'video/mp4' },
    });
    expect(ended).toMatchObject({ state: 'ended', recording: 'it.mp4' });
    const { sql } = api.desk.database;
    const lies = await sql.query('select content, sealed_as is not null as sealed from blobs where sha256 = $1', [
      Buffer.from(upload.sha256, 'hex'),
    ]);
    expect(lies).toEqual([{ content: null, sealed: true }]);
    const path = `/api/v1/entries/${ended.recordingEntry}`;
    expect((await api.ask<string>('GET', `${path}/recordings/0`)).body).toBe('a film of it');
    expect((await api.ask<string>('GET', `${path}/attachments/2`)).body).toBe('a film of it');
    expect((await api.ask<{ items: object[] }>('GET', `${path}/recordings/0/accesses`)).body.items).toHaveLength(2);
    const now = api.desk.clock.now();
    const kept = await api.desk.database.run((transaction) =>
      findKeptRecordings(transaction, { recordingsAtLeastDays: 30 }, [ended.recordingEntry], now),
    );
    expect(kept).toMatchObject([{ id: ended.recordingEntry, until: new Date(now.getTime() + 30 * 86_400_000) }]);
    expect(await sql.query('select 1 from entry_blobs where entry_id = $1', [ended.recordingEntry])).toHaveLength(1);
  });

  it('are not asked for before the risk is in words; a no is a no', async () => {
    const ticket = await open({ from: 'risk@example.com', subject: 'Restart' });
    expect(
      (await api.ask('POST', `/api/v1/tickets/${ticket.id}/measures`, { body: { kind: 'risky', what: 'restart it' } })).body,
    ).toMatchObject({ code: 'risk_missing' });
    const { body } = await api.ask<{ id: string }>('POST', `/api/v1/tickets/${ticket.id}/measures`, {
      body: { kind: 'risky', what: 'restart it', risk: 'ten minutes without service', tell: false },
    });
    await api.ask('POST', `/api/v1/measures/${body.id}/consent`, { body: { consented: false, by: 'Ren', how: 'on the phone' } });
    expect((await api.ask('POST', `/api/v1/measures/${body.id}/start`)).body).toMatchObject({
      code: 'consent_missing',
      detail: 'the customer did not consent',
    });
  });

  it('of all tickets that somebody sees are one list, newest first, narrowed by state and kind, a page at a time', async () => {
    const post = async <T = { id: string }>(path: string, body?: object, key?: null) =>
      (await api.ask<T>('POST', `/api/v1/${path}`, { body, ...(key === null ? { key } : {}) })).body;
    const person = { email: 'mona@desk.test', password: 'a long enough password' };
    await post('agents', { ...person, role: 'agent' });
    const { headers } = await api.ask('POST', '/api/v1/session', { key: null, body: person });
    const cookie = headers.get('set-cookie')!.split(';', 1)[0]!;
    interface Listed {
      readonly items: readonly { readonly what: string; readonly ticketNumber: string }[];
      readonly nextCursor: string | null;
    }
    const list = async (query: string, own?: object) => (await api.ask<Listed>('GET', `/api/v1/measures?${query}`, own)).body;
    const mona = { key: null, headers: { cookie } };
    const ticket = await open({ from: 'list@example.com', subject: 'List' });
    const wish = { kind: 'risky', risk: 'a minute', tell: false };
    for (const what of ['first of three', 'second of three', 'third of three']) {
      api.desk.clock.advance(1_000);
      const { id } = await post(`tickets/${ticket.id}/measures`, { ...wish, what });
      if (what.startsWith('second')) await post(`measures/${id}/consent`, { consented: false, by: 'Ren', how: 'on the phone' });
    }
    const words = ({ items }: Listed) => items.map(({ what }) => what.replace(' of three', ''));
    const first = await list('limit=2&kind=risky');
    expect([words(first), first.items[0]!.ticketNumber]).toEqual([['third', 'second'], ticket.number]);
    expect(words(await list(`limit=1&kind=risky&cursor=${first.nextCursor}`))).toEqual(['first']);
    expect(words(await list('limit=1&state=refused'))).toEqual(['second']);
    expect(words(await list('limit=3&kind=remote')).every((what) => !/first|second|third/.test(what))).toBe(true);
    expect(await list('state=done')).toMatchObject({ code: 'invalid_query' });
    expect(words(await list('limit=3', mona))).toEqual(['third', 'second', 'first']);
    await api.desk.database.sql.query('update tickets set confidential = true where id = $1', [ticket.id]);
    expect(words(await list('limit=3', mona)).filter((what) => /first|second|third/.test(what))).toEqual([]);
    expect(words(await list('limit=3'))).toEqual(['third', 'second', 'first']);
  });

  it('asked for twice with one key are one', async () => {
    const ticket = await open({ from: 'keys@example.com', subject: 'Keys' });
    const { twice, get } = onApi(api);
    const all = async () => (await get<{ items: { id: string }[] }>(`/tickets/${ticket.id}/measures`)).items;
    const count = async () => (await all()).length;
    const wish = { kind: 'risky', what: 'restart it', risk: 'a minute without service' };
    expect(await twice(`/tickets/${ticket.id}/measures`, wish, count)).toEqual({ status: 201, same: true, more: 1 });
    const { id } = (await all())[0]!;
    const once = { status: 200, same: true, more: 0 };
    expect(await twice(`/measures/${id}/consent`, { consented: true, by: 'Ren', how: 'on the phone' }, count)).toEqual(once);
    expect(await twice(`/measures/${id}/start`, undefined, count)).toEqual(once);
    expect(await twice(`/measures/${id}/end`, { result: 'done' }, count)).toEqual(once);
  });
});
