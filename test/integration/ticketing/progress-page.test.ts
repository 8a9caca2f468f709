import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { type InboundMessage, Topics } from '#contracts';
import { openInbox } from '../../support/chat-desk.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail, toRecord } from '../../support/ticketing-desk.js';

interface Entries {
  readonly items: readonly {
    readonly by: string;
    readonly text: string;
    readonly id: string;
    readonly attachments: readonly { readonly partId: string; readonly fileName: string }[];
  }[];
}
/** What the desk's own site signs with. */
const SITE_SECRET = 'signs who is signed in at the site of these tests';

interface Problem {
  readonly code: string;
}

describe('what a customer does by the link to his ticket', () => {
  let api: Api;
  let people = 0;
  beforeAll(async () => {
    api = await openApi({
      desk: { progress: { link: true }, closing: { reopenWithin: '2 days' } },
      settings: { http: { publicUrl: 'https://desk.example' }, siteLogin: { alg: 'HS256', secret: SITE_SECRET } },
    });
    await openInbox(api.desk, 'support', 'email', { addressedBy: ['email'], proactive: true });
  }, 120_000);
  afterAll(() => api?.close());

  const ask = <T>(method: string, path: string, body?: unknown, more: object = {}) =>
    api.ask<T>(method, `/api/v1${path}`, { key: null, ...(body === undefined ? {} : { body }), ...more });
  const staff = <T>(method: string, path: string, body?: unknown) =>
    api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });
  const open = async (text = 'The printer is broken.') => {
    const from = `customer-${(people += 1)}@example.com`;
    const message = mail({ from, text });
    await api.desk.take(message);
    await api.desk.settle();
    const found = (await staff<{ ticketId: string }>('GET', `/entries/${message.id}`)).body;
    const { token, url } = (await staff<{ token: string; url: string }>('GET', `/tickets/${found.ticketId}/progress-link`)).body;
    return { from, message, id: found.ticketId, token, url };
  };
  const prove = async (token: string, from: string) => {
    const asked = await ask<{ id: string; sentTo: string }>('POST', `/progress/${token}/confirmations`);
    expect([asked.status, asked.body.sentTo]).toEqual([201, 'c•••@e•••.com']);
    const sent = (await api.desk.requests()).filter(
      ({ to, automatic }) => to[0]?.value === from && automatic?.reason === 'confirmation_code',
    );
    const code = /\d{6}/.exec(sent.at(-1)!.parts[0]!.fallback!)![0];
    const wrong = await ask<Problem>('POST', `/progress/${token}/confirmations/${asked.body.id}/answers`, {
      code: code === '000000' ? '1' : '000000',
    });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'code_wrong']);
    const answered = await ask<{ proof: string }>('POST', `/progress/${token}/confirmations/${asked.body.id}/answers`, { code });
    expect(answered.status).toBe(201);
    return answered.body.proof;
  };
  /** What lies on the log for intake, as its consumer would take it. */
  const takeIn = async (id: string) => {
    const pages = await Promise.all(
      Array.from({ length: 16 }, (_, partition) => api.desk.bus.read(Topics.inboundMessages, partition, '0', 10_000)),
    );
    const found = pages.flat().filter(({ envelope }) => envelope.id === id);
    for (const { envelope } of found) await api.desk.takeRecords(toRecord('message.received.v1', envelope.data as InboundMessage));
    await api.desk.settle();
    return found.length;
  };

  it('leads to the customers’ pages, and alone shows how it stands and not a word of what was written', async () => {
    const { token, url } = await open('My secret is 4711.');
    expect(url).toBe(`https://desk.example/help/progress/${token}`);
    const standing = await ask('GET', `/progress/${token}`);
    expect(standing.status).toBe(200);
    expect(JSON.stringify(standing.body)).not.toContain('4711');
    for (const proof of ['', '?proof=zzzz.AAAA']) {
      const refused = await ask<Problem>('GET', `/progress/${token}/entries${proof}`);
      expect([refused.status, refused.body.code]).toEqual([403, 'proof_needed']);
    }
    expect((await ask('GET', `/progress/${token.slice(0, -2)}xx/entries`)).status).toBe(404);
  });

  it('shows his own messages and what went to him to who answers the code: no note, no code, nothing of another ticket', async () => {
    const { token, from, id } = await open('Mine.');
    await staff('POST', `/tickets/${id}/notes`, { text: 'He is difficult.' });
    await staff('POST', `/tickets/${id}/replies`, { text: 'We look at it.' });
    const proof = await prove(token, from);
    const { body } = await ask<Entries>('GET', `/progress/${token}/entries?proof=${proof}`);
    expect(body.items.map(({ by, text }) => [by, text])).toEqual([
      ['you', 'Mine.'],
      ['us', 'We look at it.'],
    ]);
    const other = await open('Another one.');
    expect((await ask('GET', `/progress/${other.token}/entries?proof=${proof}`)).status).toBe(403);
    api.desk.clock.advance(13 * 3_600_000);
    expect((await ask('GET', `/progress/${token}/entries?proof=${proof}`)).status).toBe(403);
  });

  it('what he writes is on the log before he hears of it, joins his ticket once, and agents see how sure it is that it is he', async () => {
    const { token, from, id } = await open();
    const file = await ask<{ file: string; bytes: number }>('POST', `/progress/${token}/files?name=../a.txt&type=text/plain`, undefined, {
      raw: Buffer.from('log'),
      headers: { 'content-type': 'application/octet-stream' },
    });
    expect([file.status, file.body.bytes]).toEqual([201, 3]);
    const write = (body: object, proof = '') =>
      ask<{ id: string } & Problem>('POST', `/progress/${token}/messages${proof}`, body, { headers: { 'idempotency-key': 'one' } });
    const first = await write({ text: 'It still smokes.', files: [file.body.file] });
    const again = await write({ text: 'It still smokes.', files: [file.body.file] });
    expect([first.status, again.body.id]).toEqual([202, first.body.id]);
    expect(await takeIn(first.body.id)).toBe(2);
    const entry = (
      await staff<{ ticketId: string; flags: object; author: { identity: object }; attachments: { fileName: string }[] }>(
        'GET',
        `/entries/${first.body.id}`,
      )
    ).body;
    expect(entry).toMatchObject({
      ticketId: id,
      flags: { doubts: ['written_by_link'] },
      author: { identity: { value: from, assurance: 'claimed' } },
      attachments: [{ fileName: 'a.txt' }],
    });
    expect((await staff<{ entries: number }>('GET', `/tickets/${id}`)).body.entries).toBeGreaterThanOrEqual(2);

    const proof = await prove(token, from);
    const { body } = await ask<Entries>('GET', `/progress/${token}/entries?proof=${proof}`);
    const mine = body.items.find(({ text }) => text === 'It still smokes.')!;
    const { partId } = mine.attachments[0]!;
    const loaded = await ask('GET', `/progress/${token}/entries/${mine.id}/attachments/${partId}?proof=${proof}`);
    expect([loaded.status, loaded.headers.get('content-disposition')]).toEqual([200, 'attachment']);
    expect((await ask('GET', `/progress/${token}/entries/${mine.id}/attachments/${partId}`)).status).toBe(403);

    const sure = await ask<{ id: string }>('POST', `/progress/${token}/messages?proof=${proof}`, { text: 'It is me.' });
    await takeIn(sure.body.id);
    expect((await staff('GET', `/entries/${sure.body.id}`)).body).toMatchObject({
      ticketId: id,
      author: { identity: { assurance: 'verified' } },
    });
  });

  it('takes no file that was brought to another ticket, and no empty message', async () => {
    const [one, other] = [await open(), await open()];
    const { body } = await ask<{ file: string }>('POST', `/progress/${one.token}/files?name=a.txt`, undefined, {
      raw: Buffer.from('x'),
      headers: { 'content-type': 'application/octet-stream' },
    });
    const stolen = await ask<Problem>('POST', `/progress/${other.token}/messages`, { files: [body.file] });
    expect([stolen.status, stolen.body.code]).toEqual([422, 'file_unknown']);
    expect((await ask('POST', `/progress/${one.token}/messages`, { text: '  ' })).status).toBe(422);
  });

  it('he says that it is solved, that it is not after all, and how it was, once', async () => {
    const { token, id } = await open();
    const closed = await ask<{ status: string; reopen: boolean; close: boolean }>('POST', `/progress/${token}/closure`);
    expect(closed.status).toBe(201);
    expect(['solved', 'closed']).toContain(closed.body.status);
    expect([closed.body.close, closed.body.reopen]).toEqual([false, true]);
    const open_ = await ask<{ status: string }>('POST', `/progress/${token}/reopening`);
    expect(open_.body.status).toBe('open');
    await ask('POST', `/progress/${token}/closure`);
    const survey = (await ask<{ state: string; greatest: number }>('GET', `/progress/${token}/rating?language=en`)).body;
    expect(survey).toMatchObject({ state: 'open', greatest: 5 });
    expect((await ask('POST', `/progress/${token}/rating`, { value: 4 })).status).toBe(201);
    const twice = await ask<Problem>('POST', `/progress/${token}/rating`, { value: 1 });
    expect([twice.status, twice.body.code]).toEqual([409, 'survey_answered']);
    expect((await staff('GET', `/tickets/${id}`)).body).toMatchObject({ rating: { score: 4, way: 'link' } });

    await staff('PATCH', `/tickets/${id}`, { status: 'closed' });
    await api.desk.settle();
    api.desk.clock.advance(3 * 86_400_000);
    const late = await ask<Problem>('POST', `/progress/${token}/reopening`);
    expect([late.status, late.body.code]).toEqual([409, 'reopening_over']);
  });

  it('of a confidential ticket a link tells and takes nothing', async () => {
    const { token, id } = await open();
    await api.desk.database.sql.query('update tickets set confidential = true where id = $1', [id]);
    for (const [method, path] of [
      ['GET', 'entries'],
      ['POST', 'confirmations'],
      ['POST', 'closure'],
    ] as const)
      expect((await ask(method, `/progress/${token}/${path}`)).status).toBe(404);
    expect((await ask('POST', `/progress/${token}/messages`, { text: 'x' })).status).toBe(404);
  });

  it('a form that was just sent has its number and its link by the id its door answered; later, and for mail, it has not', async () => {
    const form = {
      ...mail({ from: 'form@example.com', text: 'By form.' }),
      inbox: { id: 'tickets' as never, channel: 'form', provider: 'form' },
    };
    expect((await ask<Problem>('GET', `/arrivals/${form.id}`)).body.code).toBe('arrival_unknown');
    const now = api.desk.clock.now().toISOString();
    await api.desk.take({ ...form, receivedAt: now, mayAutoReply: false });
    const arrived = await ask<{ number: string; token: string }>('GET', `/arrivals/${form.id}`);
    expect(arrived.status).toBe(200);
    expect((await ask('GET', `/progress/${arrived.body.token}`)).body).toMatchObject({ number: arrived.body.number });
    api.desk.clock.advance(2 * 3_600_000);
    expect((await ask('GET', `/arrivals/${form.id}`)).status).toBe(404);
    const { message } = await open();
    expect((await ask('GET', `/arrivals/${message.id}`)).status).toBe(404);
  });

  it('is throttled by address', async () => {
    const { token } = await open();
    const answers = await Promise.all(
      Array.from({ length: 80 }, () =>
        ask<Problem>('GET', `/progress/${token}/permits`, undefined, { headers: { 'x-forwarded-for': '203.0.113.9' } }),
      ),
    );
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(10);
    expect((await ask('GET', `/progress/${token}/permits`, undefined, { headers: { 'x-forwarded-for': '203.0.113.10' } })).status).toBe(
      200,
    );
  });

  it('is open to who is signed in at the desk’s own site: all of his requests and nobody else’s, without a code', async () => {
    const { from, id } = await open('My secret is 0815.');
    await open('Of somebody else.');
    const signIn = (claims: object, secret = SITE_SECRET) =>
      new SignJWT({ sub: 'u-7', exp: api.desk.clock.now().getTime() / 1_000 + 60, ...claims })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(Buffer.from(secret));
    const own = async (token: string) =>
      ask<{ items: { number: string; token: string; proof: string }[]; code?: string }>('GET', '/own-requests', undefined, {
        headers: { authorization: `Bearer ${token}` },
      });
    const { items } = (await own(await signIn({ email: from, email_verified: true }))).body;
    expect(items).toHaveLength(1);
    const { body } = await ask<Entries>('GET', `/progress/${items[0]!.token}/entries?proof=${items[0]!.proof}`);
    expect(body.items[0]!.text).toContain('0815');
    // An address that the site does not vouch for opens nothing, nor does a token of somebody else's.
    expect((await own(await signIn({ email: from }))).body.items).toEqual([]);
    for (const token of [await signIn({ email: from, email_verified: true }, 'another secret of at least 32 letters'), 'none'])
      expect((await own(token)).body.code).toBe('bad_token');
    await api.desk.database.sql.query('update tickets set confidential = true where id = $1::uuid', [id]);
    expect((await own(await signIn({ email: from, email_verified: true }))).body.items).toEqual([]);
  });
});
