import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BlobStore } from '#blob-store';
import { openBlobStore } from '#blob-store';
import type { InboundMessage } from '#contracts';
import { Settings, silentLogger } from '#runtime';
import { AgentRepository } from '../../../../apps/ticketing/src/agents/agent.repository.js';
import { Passwords } from '../../../../apps/ticketing/src/agents/passwords.js';
import { mail, toRecord } from '../../../support/ticketing-desk.js';
import { type ApiDesk, openApiDesk, type Page, type Ticket } from './api-desk.js';

interface Task {
  readonly id: string;
  readonly ticketId: string;
  readonly kind: string;
  readonly doneAt: string | null;
}

let desk: ApiDesk;
beforeAll(async () => {
  desk = await openApiDesk();
});
afterAll(() => desk.api.close());

const ask = <T>(method: string, path: string, body?: unknown) =>
  desk.api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });
const byAgent = <T>(cookie: string, path: string) => desk.api.ask<T>('GET', `/api/v1${path}`, { key: null, headers: { cookie } });

async function open(subject: string, handling: InboundMessage['handling'], from = `${randomUUID()}@example.com`): Promise<Ticket> {
  await desk.api.desk.take(mail({ subject, from }, { handling }));
  return (await ask<Page<Ticket>>('GET', `/tickets?q=${encodeURIComponent(subject)}`)).body.items[0]!;
}

async function login(role: 'agent' | 'supervisor'): Promise<{ cookie: string; id: string }> {
  const email = `${randomUUID()}@desk.example`;
  const password = 'a long enough password';
  const agents = new AgentRepository(desk.api.desk.database, desk.api.desk.clock);
  const { id } = await agents.create({ email, displayName: role, role, passwordHash: await new Passwords().hash(password) });
  const { headers } = await desk.api.ask('POST', '/api/v1/session', { key: null, body: { email, password } });
  return { id, cookie: headers.get('set-cookie')!.split(';', 1)[0]! };
}

describe('what the door of a message asks of the desk', () => {
  it('is its priority and category; a ticket that is joined is raised, never lowered', async () => {
    const ticket = await open('Emergency one', { priority: 'high', category: 'outage' }, 'shop@example.com');
    expect(ticket).toMatchObject({ priority: 'high', category: 'outage' });
    const join = (id: string, priority: 'urgent' | 'low') =>
      desk.api.desk.take(mail({ from: 'shop@example.com', id, subject: `Re: Emergency one ${ticket.number}` }, { handling: { priority } }));
    await join('e-2@example.com', 'urgent');
    const raised = (await ask<Ticket & { version: number }>('GET', `/tickets/${ticket.id}`)).body;
    expect(raised).toMatchObject({ priority: 'urgent', entries: 3 });
    // Clocks, rules and pages that are open hear of it as of any change.
    const told = (await desk.api.desk.events()).filter(({ type, data }) => type === 'ticket.changed.v1' && data['ticketId'] === ticket.id);
    expect(told.map(({ data }) => [data['changes'], data['version']])).toEqual([
      [{ priority: { from: 'high', to: 'urgent' } }, raised.version],
    ]);
    await join('e-3@example.com', 'low');
    expect((await ask('GET', `/tickets/${ticket.id}`)).body).toMatchObject({ priority: 'urgent', entries: 4 });
  });

  it('are tasks, each once however often its message is told; done, the thread says so', async () => {
    const task = { key: 'callback', kind: 'callback', text: 'Ring back +49 30 1234' };
    const message = mail({ subject: 'Missed call', from: 'caller@example.com' }, { handling: { tasks: [task] } });
    await desk.api.desk.take(message);
    await desk.api.desk.take(message);
    await desk.api.desk.takeRecords(
      toRecord('message.edited.v1', { ...message, revision: 2, idempotencyKey: `${message.idempotencyKey}:r2`, id: revisedId(message) }),
    );
    const { body } = await ask<Page<Task>>('GET', '/tasks?state=open&kind=callback');
    expect(desk.findFaults('TaskPage', body)).toEqual([]);
    expect(body.items).toHaveLength(1);
    const [{ id, ticketId }] = body.items as [Task];
    const done = await ask<Task>('POST', `/tasks/${id}/done`, { outcome: 'Reached her, all is well.' });
    expect([done.status, desk.findFaults('Task', done.body)]).toEqual([200, []]);
    expect((await ask('POST', `/tasks/${id}/done`, {})).body).toMatchObject({ status: 409, code: 'task_done' });
    expect((await ask<Page<Task>>('GET', '/tasks?state=open&kind=callback')).body.items).toEqual([]);
    expect((await desk.entriesOf(ticketId)).at(-1)!.newText).toBe('Done: Ring back +49 30 1234\n\nReached her, all is well.');
  });

  it('is what its newest state asks: a caller who was answered after all need not be rung back', async () => {
    const tasks = [{ key: 'callback', kind: 'ring-back', text: 'Ring back' }];
    const message = mail({ subject: 'One agent did not answer' }, { handling: { tasks } });
    await desk.api.desk.take(message);
    const revise = (revision: number, handling: InboundMessage['handling']) => {
      const { idempotencyKey, handling: _handling, ...rest } = message;
      const id = toRecord('x', { id: `${idempotencyKey}:r${revision}` }).envelope.id as InboundMessage['id'];
      const asked = handling === undefined ? {} : { handling };
      const edited = { ...rest, ...asked, revision, idempotencyKey: `${idempotencyKey}:r${revision}`, id };
      return desk.api.desk.takeRecords(toRecord('message.edited.v1', edited));
    };
    const open = async () => (await ask<Page<Task>>('GET', '/tasks?state=open&kind=ring-back')).body.items.length;
    await revise(2, { tasks });
    expect(await open()).toBe(1);
    await revise(4, undefined);
    expect(await open()).toBe(0);
    await revise(5, { tasks });
    await revise(3, undefined);
    expect(await open()).toBe(1);
  });

  it('rings at the desk of whose extension it is', async () => {
    const agent = await login('agent');
    const put = (extension: string | null) =>
      desk.api.ask('PUT', '/api/v1/session/extension', {
        key: null,
        headers: { cookie: agent.cookie, 'x-tributary-request': '1', origin: desk.api.url },
        body: { extension },
      });
    expect((await put('801')).status).toBe(204);
    expect((await ask('PUT', '/session/extension', { extension: '801' })).body).toMatchObject({ status: 403 });
    const ticket = await open('A call that rings', { rings: ['801', '802'] });
    const told = (await desk.api.desk.events(ticket.id)).find(({ type }) => type === 'ticket.ringing.v1');
    expect(told!.data).toMatchObject({ extensions: ['801', '802'], agentIds: [agent.id] });
    const [listed] = (await ask<Page<{ id: string; extension: string | null }>>('GET', '/agents')).body.items.filter(
      ({ id }) => id === agent.id,
    );
    expect(listed!.extension).toBe('801');
  });

  it('is that few see it: supervisors, and who it is assigned to', async () => {
    const ticket = await open('Appeal of an account', { confidential: true });
    const [entry] = await desk.entriesOf(ticket.id);
    const [agent, supervisor] = [await login('agent'), await login('supervisor')];
    const sees = async (cookie: string) => {
      const statuses = [`/tickets/${ticket.id}`, `/tickets/${ticket.number}`, `/tickets/${ticket.id}/entries`, `/entries/${entry!.id}`];
      const listed = (await byAgent<Page<Ticket>>(cookie, '/tickets?q=Appeal')).body.items.length;
      return [...(await Promise.all(statuses.map(async (path) => (await byAgent(cookie, path)).status))), listed];
    };
    expect(await sees(agent.cookie)).toEqual([404, 404, 404, 404, 0]);
    expect(await sees(supervisor.cookie)).toEqual([200, 200, 200, 200, 1]);
    await ask('PATCH', `/tickets/${ticket.id}`, { assignee: agent.id });
    expect(await sees(agent.cookie)).toEqual([200, 200, 200, 200, 1]);
    const opened = (await desk.api.desk.events(ticket.id)).find(({ type }) => type === 'ticket.opened.v1');
    expect(opened!.data['subject']).toBe('');
  });

  it('is that nothing is answered before an address is proved', async () => {
    const proof = { scheme: 'email', value: 'owner@example.com' };
    const ticket = await open('Give me my account back', { proof }, 'stranger@example.net');
    const refused = await ask('POST', `/tickets/${ticket.id}/replies`, { text: 'Your account is …' });
    expect(refused.body).toMatchObject({ status: 409, code: 'proof_missing', value: 'owner@example.com' });
    const sender = { role: 'customer' as const, identities: [{ ...proof, raw: proof.value, assurance: 'verified' as const }] };
    await desk.api.desk.take(mail({ from: proof.value, subject: 'It is me' }, { sender }));
    const owner = (await ask<Page<{ id: string }>>('GET', '/contacts?identity=owner@example.com')).body.items[0]!.id;
    const asker = (await ask<{ contact: { id: string } }>('GET', `/tickets/${ticket.id}`)).body.contact.id;
    await ask('POST', `/contacts/${owner}/merges`, { contactId: asker });
    expect((await ask('POST', `/tickets/${ticket.id}/replies`, { text: 'Your account is …' })).status).toBe(202);
  });

  it('is proved anew where the owner of the address is known and proved: anybody may name him', async () => {
    const value = 'known@example.com';
    const identity = (assurance: 'verified' | 'claimed') => ({ scheme: 'email', value, raw: value, assurance });
    const write = (subject: string, assurance: 'verified' | 'claimed') =>
      mail({ from: value, subject }, { sender: { role: 'customer', identities: [identity(assurance)] } });
    await desk.api.desk.take(write('An old question', 'verified'));
    await desk.api.desk.take({ ...write('My account was stolen', 'claimed'), handling: { proof: { scheme: 'email', value } } });
    const ticket = (await ask<Page<Ticket>>('GET', '/tickets?q=stolen')).body.items[0]!;
    const answer = async () => (await ask('POST', `/tickets/${ticket.id}/replies`, { text: 'Your account is …' })).status;
    expect(await answer()).toBe(409);
    await desk.api.desk.take(write('A new question', 'verified'));
    expect(await answer()).toBe(409);
    await desk.api.desk.take(write(`Re: My account was stolen ${ticket.number}`, 'verified'));
    expect(await answer()).toBe(202);
  });
});

describe('a recording of a call', () => {
  it('is played whole or by ranges, or saved, and who heard it is written down', async () => {
    const bytes = Buffer.from('0123456789');
    const { store } = await openBlobs();
    const { ref, sha256 } = await store.put(bytes);
    const call = {
      ...{ callId: 'c-1', revision: 1, legs: [], direction: 'inbound' as const, caller: '+49301234', callee: '400', agents: [], ivr: [] },
      startedAt: '2026-03-02T08:00:00.000Z',
      recordings: [{ state: 'stored' as const, blobRef: ref, sha256, sizeBytes: 10, detectedType: 'audio/wav' }],
    };
    const part = { partId: '1', type: 'call' as const, fallback: 'A call', call };
    const audio = { partId: 'recording-1', type: 'audio' as const, fallback: '[recording]', media: call.recordings[0]! };
    await desk.api.desk.take(mail({ subject: 'A recorded call' }, { parts: [part, audio], plainText: 'A call', newText: 'A call' }));
    const ticket = (await ask<Page<Ticket>>('GET', '/tickets?q=recorded')).body.items[0]!;
    const [entry] = await desk.entriesOf(ticket.id);
    const play = (range?: string) =>
      fetch(`${desk.api.url}/api/v1/entries/${entry!.id}/recordings/0`, {
        headers: { authorization: 'Bearer a-bootstrap-key-of-the-tests', ...(range === undefined ? {} : { range }) },
      });
    const whole = await play();
    expect([whole.status, whole.headers.get('content-type'), await whole.text()]).toEqual([200, 'audio/wav', '0123456789']);
    const middle = await play('bytes=3-5');
    expect([middle.status, middle.headers.get('content-range'), await middle.text()]).toEqual([206, 'bytes 3-5/10', '345']);
    expect((await play('bytes=10-')).status).toBe(416);
    const heard = async () => {
      const { body } = await ask<Page<{ firstByte: number; lastByte: number }>>('GET', `/entries/${entry!.id}/recordings/0/accesses`);
      expect(desk.findFaults('RecordingAccessList', body)).toEqual([]);
      return body.items.map(({ firstByte, lastByte }) => `${firstByte}-${lastByte}`).sort();
    };
    expect(await heard()).toEqual(['0-9', '3-5']);
    const headers = { authorization: 'Bearer a-bootstrap-key-of-the-tests' };
    const saved = await fetch(`${desk.api.url}/api/v1/entries/${entry!.id}/attachments/recording-1`, { headers });
    expect(await saved.text()).toBe('0123456789');
    expect(await heard()).toEqual(['0-9', '0-9', '3-5']);
    expect((await ask('GET', `/entries/${entry!.id}/recordings/1`)).body).toMatchObject({ status: 404, code: 'recording_unknown' });
  });
});

/** The store of the desk's own process. */
async function openBlobs(): Promise<{ store: BlobStore }> {
  const { database, clock } = desk.api.desk;
  const settings = Settings.parse({}).blobs;
  return openBlobStore({ database, settings, dataDir: '/tmp', logger: silentLogger, clock });
}

function revisedId(message: InboundMessage): InboundMessage['id'] {
  return toRecord('x', { id: `${message.idempotencyKey}:r2` }).envelope.id as InboundMessage['id'];
}
