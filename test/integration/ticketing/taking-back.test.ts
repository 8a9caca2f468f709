import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, type Body, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const DESK = {
  groups: { first: { name: 'First line' }, legal: { name: 'Legal' }, stock: { name: 'Stock' } },
  skills: { network: { name: 'Network' } },
  compensations: {
    quiet: { name: 'Quiet', fixed: 5, unit: 'points' },
    told: { name: 'Told', fixed: 5, unit: 'points', tell: 'You get {{amount}} {{unit}}.' },
  },
  surveys: { forms: { service: { kind: 'three-step', question: 'How was it?' } }, feedback: { readers: [{ key: 'director' }] } },
  quality: {
    sheets: { answers: { name: 'Answers', reviews: 'answers', share: 1, passAt: 60, criteria: [{ key: 'ok', name: 'Ok', weight: 1 }] } },
  },
};
const PASSWORD = 'a long enough password';

interface Named extends Body {
  readonly id: string;
  readonly kind: string;
}

describe('what a person did by a slip, or over what a colleague did', () => {
  let api: Api;
  const cookies = new Map<string, string>();
  const agents = new Map<string, string>();
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
    for (const name of ['li', 'wang']) {
      const email = `${name}@desk.example`;
      const made = await ask<Named>('POST', '/agents', { email, displayName: name, role: 'agent', password: PASSWORD });
      agents.set(name, made.body.id);
      const { headers } = await api.ask('POST', '/api/v1/session', { key: null, body: { email, password: PASSWORD } });
      cookies.set(name, headers.get('set-cookie')!.split(';', 1)[0]!);
    }
  });
  afterAll(() => api.close());

  const ask = async <T = Body>(method: string, path: string, body?: unknown) =>
    api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });
  const as = async <T = Body>(name: string, method: string, path: string, body?: unknown) =>
    api.ask<T>(method, `/api/v1${path}`, {
      ...{ key: null, headers: { cookie: cookies.get(name)!, 'x-tributary-request': '1' } },
      ...(body === undefined ? {} : { body }),
    });
  const list = async (path: string) => (await ask<{ items: Named[] }>('GET', path)).body.items;
  const codeOf = ({ status, body }: { status: number; body: Body }) => body['code'] ?? status;
  let people = 0;
  const open = async () => {
    const message = mail({ from: `back${(people += 1)}@example.com` });
    await api.desk.take(message);
    await api.desk.settle();
    const [item] = (await ask<{ items: { ticketId: string }[] }>('GET', `/ledger?remoteMessageId=${message.remoteMessageId!}`)).body.items;
    return item!.ticketId;
  };
  const propose = async (ticket: string, policy: string) =>
    (await ask<{ items: Named[] }>('POST', `/tickets/${ticket}/compensations`, { policy, reason: 'late' })).body.items[0]!.id;

  it('a compensation: the decision is taken back until the customer was told of it', async () => {
    const ticket = await open();
    const [quiet, told] = [await propose(ticket, 'quiet'), await propose(await open(), 'told')];
    const decide = (id: string, decision: string) => ask('POST', `/compensations/${id}/decision`, { decision });
    const back = (id: string) => ask('DELETE', `/compensations/${id}/decision`);
    expect(codeOf(await back(quiet))).toBe('compensation_undecided');
    await decide(quiet, 'refuse');
    expect((await back(quiet)).body).toMatchObject({ state: 'proposed', decidedAt: null, decidedBy: null });
    await decide(quiet, 'approve');
    expect((await back(quiet)).body).toMatchObject({ state: 'proposed' });
    await decide(told, 'refuse');
    expect((await back(told)).body).toMatchObject({ state: 'proposed' });
    expect((await decide(told, 'approve')).body).toMatchObject({ state: 'approved' });
    expect(codeOf(await back(told))).toBe('compensation_told');
    expect((await ask('GET', `/compensations?state=approved`)).body['items']).toMatchObject([{ id: told }]);
    expect(codeOf(await as('li', 'DELETE', `/compensations/${quiet}/decision`))).toBe('forbidden');
    const entries = await list(`/tickets/${ticket}/entries`);
    expect(JSON.stringify(entries).match(/compensation\.undecided/g)).toHaveLength(2);
  });

  it('work for groups: of two who give it at once one is refused; it is taken back until it is done, and done is not done after all', async () => {
    const ticket = await open();
    const { version } = (await ask<{ version: number }>('GET', `/tickets/${ticket}`)).body;
    const give = (more: object = {}) =>
      ask<{ items: Named[] }>('POST', `/tickets/${ticket}/group-tasks`, {
        groups: ['stock'],
        kind: 'department',
        text: 'Count again',
        ...more,
      });
    const made = await give({ expectedVersion: version });
    expect([made.status, codeOf(await give({ expectedVersion: version }))]).toEqual([201, 'version_conflict']);
    const [task] = made.body.items;
    expect((await ask('POST', `/tasks/${task!.id}/done`, { outcome: 'All there' })).body).toMatchObject({ outcome: 'All there' });
    expect(codeOf(await ask('DELETE', `/tasks/${task!.id}`))).toBe('task_done');
    expect((await ask('DELETE', `/tasks/${task!.id}/done`)).body).toMatchObject({ doneAt: null, doneBy: null, outcome: null });
    expect((await ask('DELETE', `/tasks/${task!.id}`)).status).toBe(204);
    expect(await list(`/tasks?ticket=${ticket}`)).toEqual([]);
    expect(await api.desk.database.sql.query('select from ticket_guests where ticket_id = $1::uuid', [ticket])).toEqual([]);
  });

  it('feedback that was marked as seen waits for its reader again', async () => {
    const ticket = await open();
    await ask('POST', `/tickets/${ticket}/ratings`, { value: 3 });
    const [given] = await list(`/feedback?ticket=${ticket}`);
    const unseen = async () => (await list('/feedback?unseenBy=director')).map(({ id }) => id);
    await ask('POST', `/feedback/${given!.id}/seen`, {});
    expect(await unseen()).toEqual([]);
    expect((await ask('DELETE', `/feedback/${given!.id}/seen?reader=director`)).body).toMatchObject({ seen: [] });
    expect(await unseen()).toEqual([given!.id]);
    expect(codeOf(await as('li', 'DELETE', `/feedback/${given!.id}/seen`))).toBe('not_a_reader');
  });

  it('points, estimates and skills: of two who saw the same one is refused', async () => {
    const ticket = await open();
    const sent = await as('li', 'POST', `/tickets/${ticket}/replies`, { text: 'Here you are' });
    expect(sent.body).toMatchObject({ direction: 'outbound' });
    await api.desk.settle();
    const [review] = await list('/entry-reviews?state=waiting');
    const judge = (ok: number) => ask('PUT', `/entry-reviews/${review!.id}`, { scores: { ok }, expectedVersion: review!['version'] });
    expect((await judge(90)).body).toMatchObject({ result: 90, version: 1 });
    expect(codeOf(await judge(10))).toBe('version_conflict');
    expect(await list(`/entry-reviews?entry=${String(review!['entryId'])}`)).toMatchObject([{ result: 90 }]);
    const agent = agents.get('li')!;
    const { version } = (await list('/agents/work')).find(({ id }) => id === agent)! as unknown as { version: number };
    const teach = (level: number) => ask('PATCH', `/agents/${agent}`, { skills: { network: level }, expectedVersion: version });
    expect((await teach(2)).body).toMatchObject({ skills: { network: 2 }, version: version + 1 });
    expect(codeOf(await teach(1))).toBe('version_conflict');
  });

  it('a question to colleagues: who asked takes it back until it is answered; nobody is reminded, nobody sees the ticket by it', async () => {
    const ticket = await open();
    const question = async () =>
      (await as<Named>('li', 'POST', `/tickets/${ticket}/consultations`, { question: 'Is it legal?', group: 'legal' })).body.id;
    const guests = () => api.desk.database.sql.query('select from ticket_guests where ticket_id = $1::uuid', [ticket]);
    const [slip, kept] = [await question(), await question()];
    expect(codeOf(await as('wang', 'DELETE', `/consultations/${slip}`))).toBe('not_asker');
    expect((await as('li', 'DELETE', `/consultations/${slip}`)).status).toBe(204);
    expect([(await list(`/tickets/${ticket}/consultations`)).map(({ id }) => id), await guests()]).toEqual([[kept], [expect.anything()]]);
    expect(codeOf(await ask('POST', `/consultations/${slip}/answer`, { answer: 'Yes' }))).toBe('consultation_unknown');
    await ask('POST', `/consultations/${kept}/answer`, { answer: 'Yes' });
    expect(codeOf(await as('li', 'DELETE', `/consultations/${kept}`))).toBe('consultation_answered');
    const other = await open();
    const alone = (await ask<Named>('POST', `/tickets/${other}/consultations`, { question: 'And this?', group: 'legal' })).body.id;
    await ask('DELETE', `/consultations/${alone}`);
    api.desk.clock.advance(48 * 3_600_000);
    await api.desk.settle();
    expect((await list(`/notices?ticket=${other}`)).map(({ kind }) => kind).sort()).toEqual(['consultation_withdrawn', 'consulted']);
    expect(await api.desk.database.sql.query('select from ticket_guests where ticket_id = $1::uuid', [other])).toEqual([]);
  });
});
