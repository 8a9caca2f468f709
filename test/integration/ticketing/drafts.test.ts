import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BlobSweeper } from '#blob-store';
import { DraftBlobs } from '../../../apps/ticketing/src/drafts/draft-blobs.js';
import { forgetTicketTraces } from '../../../apps/ticketing/src/retention/erase-content.js';
import { OldTraces } from '../../../apps/ticketing/src/retention/old-traces.js';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import { TicketWork } from '../../../apps/ticketing/src/tickets/ticket-work.js';
import { type LoggedIn, loginAgent } from '../../support/agent-login.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const DAY_MS = 86_400_000;
let api: Api;
let ann: LoggedIn;
let bob: LoggedIn;
beforeAll(async () => {
  api = await openApi();
  ann = await loginAgent(api, 'Ann');
  bob = await loginAgent(api, 'Bob');
});
afterAll(() => api.close());

async function open() {
  const subject = randomUUID();
  await api.desk.take(mail({ from: `${subject}@drafts.test`, subject }));
  return (await api.desk.get(TicketReader).list({ q: subject })).items[0]!;
}
const draftOf = async (who: LoggedIn, id: string) =>
  (await who.ask<{ draft: { text?: string } | null }>('GET', `/tickets/${id}/draft`)).body.draft;

describe('drafts', () => {
  it('are saved whole, one of an agent and a ticket, seen by nobody else; the ticket does not change by them', async () => {
    const { id, version } = await open();
    const uploaded = await api.ask<{ ref: string }>('POST', '/api/v1/uploads', { raw: new Uint8Array([1, 2, 3]) });
    const draft = {
      text: 'Dear',
      note: false,
      inboxId: 'support',
      to: [{ scheme: 'email', value: 'a@b.test' }],
      cc: [],
      attachments: [{ blobRef: uploaded.body.ref, fileName: 'log.txt', mime: 'text/plain', bytes: 3 }],
      ticketVersion: version,
    };
    expect(await draftOf(ann, id)).toBeNull();
    const saved = await ann.ask('PUT', `/tickets/${id}/draft`, draft);
    expect(saved).toMatchObject({ status: 200, body: { ...draft, savedAt: api.desk.clock.now().toISOString() } });
    expect(await draftOf(ann, id)).toEqual(saved.body);
    expect(await draftOf(bob, id)).toBeNull();
    await ann.ask('PUT', `/tickets/${id}/draft`, { text: 'later', note: true });
    expect(await draftOf(ann, id)).toEqual({ text: 'later', note: true, attachments: [], savedAt: expect.any(String) });
    expect((await api.desk.get(TicketReader).find(id))!.version).toBe(version);
    expect((await ann.ask('DELETE', `/tickets/${id}/draft`)).status).toBe(204);
    expect(await draftOf(ann, id)).toBeNull();
  });

  it('are refused too long, with files that nobody brought, from programs', async () => {
    const { id } = await open();
    const put = async (body: object) => (await ann.ask<{ code: string }>('PUT', `/tickets/${id}/draft`, body)).body.code;
    const attachments = [{ blobRef: `sha256:${'0'.repeat(64)}`, fileName: 'x', mime: 'text/plain', bytes: 1 }];
    expect(await put({ text: 'x'.repeat(65_537), note: false })).toBe('invalid_request');
    expect(await put({ text: 'x', note: false, attachments })).toBe('blob_unknown');
    expect((await ann.ask('PUT', `/tickets/nope/draft`, { text: 'x', note: false })).status).toBe(404);
    expect((await api.ask<{ code: string }>('GET', `/api/v1/tickets/${id}/draft`)).body.code).toBe('not_an_agent');
  });

  it('are gone when he answers, and not when somebody else does; a note takes a note', async () => {
    const { id } = await open();
    for (const who of [ann, bob]) await who.ask('PUT', `/tickets/${id}/draft`, { text: who.name, note: false });
    await ann.ask('POST', `/tickets/${id}/notes`, { text: 'a note' });
    expect(await draftOf(ann, id)).toMatchObject({ text: 'Ann' });
    expect((await ann.ask('POST', `/tickets/${id}/replies`, { text: 'answered' })).status).toBe(202);
    expect([await draftOf(ann, id), (await draftOf(bob, id))?.text]).toEqual([null, 'Bob']);
    await bob.ask('PUT', `/tickets/${id}/draft`, { text: 'noted', note: true });
    await bob.ask('POST', `/tickets/${id}/notes`, { text: 'noted' });
    expect(await draftOf(bob, id)).toBeNull();
  });

  it('go on in the ticket that theirs was merged into', async () => {
    const [one, other] = [await open(), await open()];
    await ann.ask('PUT', `/tickets/${one.id}/draft`, { text: 'begun', note: false });
    await ann.ask('POST', `/tickets/${one.id}/merges`, { intoTicket: other.id });
    expect(await draftOf(ann, other.number)).toMatchObject({ text: 'begun' });
    await ann.ask('PUT', `/tickets/${one.id}/draft`, { text: 'went on', note: false });
    expect(await draftOf(ann, other.id)).toMatchObject({ text: 'went on' });
    expect(await api.desk.database.sql.query('select 1 from reply_drafts where ticket_id = $1', [one.id])).toEqual([]);
  });

  it('keep their files from the sweep, and go after ninety days and with the content of their ticket', async () => {
    const { id } = await open();
    const { body } = await api.ask<{ ref: string }>('POST', '/api/v1/uploads', { raw: new Uint8Array([7]) });
    const attachments = [{ blobRef: body.ref, fileName: 'x.txt', mime: 'text/plain', bytes: 1 }];
    const save = () => ann.ask('PUT', `/tickets/${id}/draft`, { text: 'x', note: false, attachments });
    const namer = new DraftBlobs(api.desk.database, {} as BlobSweeper);
    const refs = [body.ref, `sha256:${'1'.repeat(64)}`] as never[];
    await save();
    expect([...(await namer.namesAny(refs))]).toEqual([body.ref]);
    const forget = () => api.desk.get(TicketWork).run((unit) => api.desk.get(OldTraces).forget(unit));
    api.desk.clock.advance(90 * DAY_MS - 1_000);
    await forget();
    expect((await api.desk.database.sql.query('select 1 from reply_drafts where ticket_id = $1', [id])).length).toBe(1);
    api.desk.clock.advance(2_000);
    await forget();
    expect([...(await namer.namesAny(refs))]).toEqual([]);
    await api.desk.database.sql.query(
      `insert into reply_drafts (ticket_id, agent_id, text, note, attachments, saved_at) values ($1, $2, 'x', false, '[]', $3)`,
      [id, ann.id, api.desk.clock.now()],
    );
    await api.desk.database.run((transaction) => forgetTicketTraces(transaction, [id]));
    expect(await api.desk.database.sql.query('select 1 from reply_drafts where ticket_id = $1', [id])).toEqual([]);
  });
});
