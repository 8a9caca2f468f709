import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { holdAnswers, openDatabaseOf } from '../support/held-answers.js';
import {
  buryLetter,
  mailForReview,
  mailForward,
  mailTicket,
  quarantineTicket,
  wantTaskOf,
  type Entry,
  type List,
  type Ticket,
} from '../support/waiting-work.js';
import { isProvedElsewhere } from '../support/write-routes.js';
import { startProduct, type StartedProduct } from '../support/started-product.js';

interface Move {
  readonly id: string;
  readonly href: string;
  readonly undoneAt: string | null;
}
interface Write {
  readonly route: string;
  readonly path: string;
  readonly body?: unknown;
  readonly status: number;
}

describe('a process killed between the commit of a write and its answer', () => {
  let dataDir: string;
  let product: StartedProduct;
  let database: pg.Client | undefined;
  const start = () => startProduct({ TRIBUTARY_DATA_DIR: dataDir, TRIBUTARY_DATABASE_POOL_SIZE: '40' });
  beforeAll(async () => {
    dataDir = join(await mkdtemp(join(tmpdir(), 'tributary-killed-')), 'data');
    product = await start();
    database = await openDatabaseOf(dataDir);
  }, 120_000);
  afterAll(async () => {
    await database?.end();
    await product?.stop();
    await rm(join(dataDir, '..'), { recursive: true, force: true });
  });

  const ask = <T>(method: string, path: string, body?: unknown, key?: string) =>
    product.api<T>(path, { method, body, headers: key === undefined ? {} : { 'idempotency-key': key } });
  const get = async <T>(path: string) => (await ask<T>('GET', path)).body;
  const entriesOf = async (ticket: string) => (await get<List<Entry>>(`/tickets/${ticket}/entries`)).items;
  const movesOf = async (ticket: string) => (await get<List<Move>>(`/tickets/${ticket}/moves`)).items;
  const takeTicket = (subject: string, from?: string) => mailTicket(product, subject, from);
  const takeForReview = (name: string) => mailForReview(product, name);
  const takeForward = (name: string) => mailForward(product, name);
  const quarantine = (name: string) => quarantineTicket(product, database!, name);
  const bury = (group: string) => buryLetter(database!, group);
  const wantTask = (entryId: string) => wantTaskOf(database!, entryId);
  const contactOf = async (ticket: Ticket) => (await get<{ contact: { id: string } }>(`/tickets/${ticket.id}`)).contact.id;
  const letterState = async (id: string) => (await get<{ state: string }>(`/dead-letters/${id}`)).state;

  it('had its effect once, and the same request with the same key is answered by it', async () => {
    const subjects = ['note', 'patch', 'reply', 'move', 'merge', 'split', 'into', 'undo one', 'undo two', 'undo three', 'undo into'];
    const [note, patch, reply, move, merge, split, into, one, two, three, undoInto] = (await Promise.all(
      subjects.map((name) => takeTicket(`About ${name}`, `${name.replace(' ', '')}@customer.test`)),
    )) as [Ticket, Ticket, Ticket, Ticket, Ticket, Ticket, Ticket, Ticket, Ticket, Ticket, Ticket];
    const firstOf = async (ticket: Ticket) => (await entriesOf(ticket.id))[0]!.id;
    const make = async (kind: string, ticket: Ticket, body: unknown) =>
      (await ask<Move>('POST', `/tickets/${ticket.id}/${kind}`, body)).body.href.replace('/api/v1', '');
    const undo = [
      await make('moves', one, { entryIds: [await firstOf(one)], toTicket: undoInto.id }),
      await make('merges', two, { intoTicket: undoInto.id }),
      await make('splits', three, { entryIds: [await firstOf(three)] }),
    ] as const;
    const [accept, reject] = [await takeForReview('Accepted'), await takeForReview('Rejected')];
    const [released, returned] = [await quarantine('released'), await quarantine('returned')];
    const decision = { decision: 'release', tickets: [returned.id] };
    const undoRelease = (await ask<Move>('POST', '/quarantine/decisions', decision)).body.href.replace('/api/v1', '');
    const [accepted, refused] = [await takeForward('accepted'), await takeForward('refused')];
    const acceptance = async (ticket: Ticket) => ({ entryId: await firstOf(ticket), decision: 'accept' });
    expect((await ask('POST', `/tickets/${refused.id}/contact-offer`, await acceptance(refused))).status).toBe(201);
    const letters = [await bury('one-letter'), await bury('all-letters')] as const;
    const { id: keyId } = (await ask<{ id: string }>('POST', '/api-keys', { name: 'old', scopes: ['tickets:read'] })).body;
    const people = await Promise.all(['1st', '2nd', '3rd', '4th'].map((name) => takeTicket(`Person ${name}`, `${name}@people.test`)));
    const [onePerson, otherPerson, third, fourth] = (await Promise.all(people.map(contactOf))) as [string, string, string, string];
    const undoContacts = (await ask<Move>('POST', `/contacts/${third}/merges`, { contactId: fourth })).body.href.replace('/api/v1', '');
    const task = await wantTask(await firstOf(people[0]!));
    const code = { scheme: 'email', value: 'proved@people.test', inboxId: 'support' };
    const { id: asked } = (await ask<{ id: string }>('POST', `/tickets/${people[0]!.id}/confirmations`, code)).body;
    const told = await database!.query<{ record: string }>(
      `select l::text as record from log_records l where l::text like '%confirmation_code%'`,
    );
    const digits = /code is (\d{6})/.exec(told.rows[0]!.record)![1];
    const contact = { identity: { scheme: 'email', value: 'walk.in@customer.test' } };
    const patchBefore = await get<Ticket>(`/tickets/${patch.id}`);

    const hook = { name: 'a hook', url: 'https://hooks.customer.test/', events: ['ticket.rated.v1'] };
    const makeHook = async () => (await ask<{ id: string }>('POST', '/webhooks', hook)).body.id;
    const [changed, removed, rotated, tried] = [await makeHook(), await makeHook(), await makeHook(), await makeHook()];
    const { deliveryId } = (await ask<{ deliveryId: string }>('POST', `/webhooks/${rotated}/tests`)).body;

    const takenBack = (await ask<Entry>('POST', `/tickets/${people[2]!.id}/replies`, { text: 'To take back.' })).body.id;
    const writes: Write[] = [
      { route: 'POST tickets', path: '/tickets', body: { contact, subject: 'By hand', origin: 'counter' }, status: 201 },
      {
        route: 'PATCH tickets/{id}',
        path: `/tickets/${patch.id}`,
        body: { priority: 'high', expectedVersion: patchBefore.version },
        status: 200,
      },
      { route: 'POST tickets/{id}/replies', path: `/tickets/${reply.id}/replies`, body: { text: 'We called.' }, status: 202 },
      { route: 'POST tickets/{id}/notes', path: `/tickets/${note.id}/notes`, body: { text: 'He called.' }, status: 201 },
      {
        route: 'POST tickets/{id}/moves',
        path: `/tickets/${move.id}/moves`,
        body: { entryIds: [await firstOf(move)], toTicket: into.id },
        status: 201,
      },
      { route: 'POST tickets/{id}/merges', path: `/tickets/${merge.id}/merges`, body: { intoTicket: into.id }, status: 201 },
      { route: 'POST tickets/{id}/splits', path: `/tickets/${split.id}/splits`, body: { entryIds: [await firstOf(split)] }, status: 201 },
      { route: 'DELETE tickets/{id}/moves/{moveId}', path: undo[0], status: 200 },
      { route: 'DELETE tickets/{id}/merges/{moveId}', path: undo[1], status: 200 },
      { route: 'DELETE tickets/{id}/splits/{moveId}', path: undo[2], status: 200 },
      { route: 'POST entries/{id}/review', path: `/entries/${accept}/review`, body: { decision: 'accept' }, status: 200 },
      { route: 'POST entries/{id}/recall', path: `/entries/${takenBack}/recall`, status: 202 },
      { route: 'POST entries/{id}/review', path: `/entries/${reject}/review`, body: { decision: 'reject' }, status: 200 },
      {
        route: 'POST quarantine/decisions',
        path: '/quarantine/decisions',
        body: { decision: 'release', tickets: [released.id] },
        status: 201,
      },
      { route: 'DELETE quarantine/decisions/{decisionId}', path: undoRelease, status: 200 },
      {
        route: 'POST tickets/{id}/contact-offer',
        path: `/tickets/${accepted.id}/contact-offer`,
        body: await acceptance(accepted),
        status: 201,
      },
      { route: 'DELETE tickets/{id}/contact-offer', path: `/tickets/${refused.id}/contact-offer`, status: 200 },
      { route: 'POST dead-letters/{id}/replay', path: `/dead-letters/${letters[0]}/replay`, status: 202 },
      { route: 'POST dead-letters/replay', path: '/dead-letters/replay', body: { group: 'all-letters' }, status: 202 },
      { route: 'DELETE api-keys/{id}', path: `/api-keys/${keyId}`, status: 204 },
      { route: 'POST contacts/{id}/merges', path: `/contacts/${onePerson}/merges`, body: { contactId: otherPerson }, status: 201 },
      { route: 'DELETE contacts/{id}/merges/{mergeId}', path: undoContacts, status: 200 },
      { route: 'POST tasks/{taskId}/done', path: `/tasks/${task}/done`, body: { outcome: 'Reached him.' }, status: 200 },
      { route: 'POST tickets/{id}/confirmations', path: `/tickets/${people[1]!.id}/confirmations`, body: code, status: 201 },
      {
        route: 'POST contacts/{contactId}/confirmations/{id}/answers',
        path: `/contacts/${onePerson}/confirmations/${asked}/answers`,
        body: { code: digits },
        status: 200,
      },
      { route: 'POST webhooks', path: '/webhooks', body: { ...hook, name: 'made once' }, status: 201 },
      { route: 'PATCH webhooks/{id}', path: `/webhooks/${changed}`, body: { name: 'renamed' }, status: 200 },
      { route: 'DELETE webhooks/{id}', path: `/webhooks/${removed}`, status: 204 },
      { route: 'POST webhooks/{id}/rotations', path: `/webhooks/${rotated}/rotations`, status: 201 },
      { route: 'POST webhooks/{id}/tests', path: `/webhooks/${tried}/tests`, status: 202 },
      {
        route: 'POST webhooks/{id}/deliveries/{deliveryId}/redeliveries',
        path: `/webhooks/${rotated}/deliveries/${deliveryId}/redeliveries`,
        status: 202,
      },
      {
        route: 'POST webhooks/{id}/redeliveries',
        path: `/webhooks/${tried}/redeliveries`,
        body: { since: '2026-01-01T00:00:00Z' },
        status: 202,
      },
    ];
    const newKey = () => ask<{ key: string; id: string }>('POST', '/api-keys', { name: 'new', scopes: ['tickets:read'] }, 'new-key');
    const send = ({ route, path, body }: Write, index: number) => ask<unknown>(route.split(' ')[0]!, path, body, `killed-${index}`);

    const document = (await (await fetch(`${product.apiUrl}/api/openapi.json`)).json()) as { paths: Record<string, object> };
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const tested = writes.map(({ route }) => route.replace(' ', ' /api/v1/'));
    expect(routes.filter((route) => !route.startsWith('GET') && !isProvedElsewhere(route)).sort()).toEqual(
      [...new Set([...tested, 'POST /api/v1/api-keys'])].sort(),
    );

    const made = await newKey();
    const held = await holdAnswers(database!);
    const lost = writes.map((write, index) => send(write, index).catch(() => null));
    await held.waitFor(writes.length);
    process.kill(product.pid, 'SIGKILL');
    expect(await Promise.all(lost)).toEqual(writes.map(() => null));
    await held.release();
    await product.stop();
    product = await start();

    // What happened meanwhile would let a second effect through: the replies' ticket leads elsewhere, the letters died again.
    await ask('POST', `/tickets/${reply.id}/merges`, { intoTicket: undoInto.id });
    await database!.query(`update dead_letters set state = 'waiting' where id = any($1)`, [letters]);

    const answers = await Promise.all(writes.map(send));
    expect(answers.map(({ status }, index) => [writes[index]!.route, status])).toEqual(writes.map(({ route, status }) => [route, status]));
    expect(await Promise.all(writes.map(send))).toEqual(answers);

    expect((await get<List<Ticket>>('/tickets?q=By%20hand')).items).toHaveLength(1);
    expect((await get<Ticket>(`/tickets/${patch.id}`)).version).toBe(patchBefore.version + 1);
    expect((await entriesOf(undoInto.id)).filter(({ newText }) => newText === 'We called.')).toHaveLength(1);
    expect((await entriesOf(note.id)).filter(({ newText }) => newText === 'He called.')).toHaveLength(1);
    for (const ticket of [released, returned, accepted, refused]) {
      const records = (await entriesOf(ticket.id)).filter(({ direction }) => direction === 'system');
      expect([ticket.subject, records.length]).toEqual([ticket.subject, ticket === returned || ticket === refused ? 2 : 1]);
    }
    expect((await movesOf(into.id)).map(({ undoneAt }) => undoneAt)).toEqual([null, null]);
    expect(await movesOf(split.id)).toHaveLength(1);
    for (const ticket of [one, two, three]) expect((await movesOf(ticket.id)).map(({ undoneAt }) => typeof undoneAt)).toEqual(['string']);
    expect(answers[10]!.body).toMatchObject({ decision: 'accept', move: { kind: 'merge' } });
    expect(await Promise.all(letters.map(letterState))).toEqual(['waiting', 'waiting']);
    const { rows } = await database!.query<{ count: number }>('select count(*)::int as count from contact_confirmations');
    expect(rows).toEqual([{ count: 2 }]);
    expect((await entriesOf(people[0]!.id)).filter(({ newText }) => newText.startsWith('Done: Ring back'))).toHaveLength(1);
    expect((await get<List<unknown>>(`/contacts/${onePerson}/merges`)).items).toHaveLength(1);
    expect((await newKey()).body.key).toBe(made.body.key);
    const hooks = (await get<List<{ name: string }>>('/webhooks')).items.map(({ name }) => name);
    expect(hooks.sort()).toEqual(['a hook', 'a hook', 'made once', 'renamed']);
    expect((await get<List<unknown>>(`/webhooks/${tried}/deliveries`)).items).toHaveLength(1);
    const listed = (await get<List<{ name: string }>>('/api-keys')).items.map(({ name }) => name);
    expect(listed.filter((name) => name === 'new')).toHaveLength(1);
  }, 120_000);
});
