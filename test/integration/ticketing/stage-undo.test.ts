import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openInbox } from '../../support/chat-desk.js';
import { type RequestView, requestsOf } from '../../support/request-desk.js';
import { type Api, openApi } from '../../support/ticketing-api.js';

const HOUR_MS = 3_600_000;
const DESK = {
  languages: ['en'],
  automatic: { perTicketPerDay: 50, perContactPerDay: 50 },
  groups: { warehouse: { name: 'Warehouse' } },
  defaultRequestType: 'complaint',
  requestTypes: {
    complaint: {
      name: 'Complaint',
      stages: [
        { key: 'plan', name: 'Plan', deadline: { within: '24 h', warn: '2 h' }, next: ['parked', 'rectify', 'told'] },
        { key: 'parked', name: 'Parked', status: 'pending', deadline: { within: '1 h' }, next: ['plan'] },
        { key: 'rectify', name: 'Rectify', task: { group: 'warehouse', text: 'Mend it', whenDone: 'answer' } },
        { key: 'told', name: 'Told', tell: 'We look into it.', next: ['answer'] },
        { key: 'answer', name: 'Answer' },
      ],
    },
  },
};

interface View extends RequestView {
  readonly history: { seq: number; stage: string; back: boolean; actor: { kind: string } }[];
}
interface Named {
  readonly id: string;
  readonly kind: string;
}

describe('a stage that was entered by a slip', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
    await openInbox(api.desk, 'support', 'email', { addressedBy: ['email'] });
  });
  afterAll(() => api.close());
  const { take, ticket, move, toldTo } = requestsOf(() => api);
  const view = async (id: string) => (await api.ask<View>('GET', `/api/v1/tickets/${id}/request`)).body;
  const undo = async (id: string, seq?: number) => {
    const last = seq ?? (await view(id)).history.at(-1)!.seq;
    const answer = await api.ask<View>('DELETE', `/api/v1/tickets/${id}/stages/${last}`);
    await api.desk.settle();
    return { ...answer.body, code: answer.body.code ?? answer.status };
  };
  const list = async (path: string) => (await api.ask<{ items: Named[] }>('GET', `/api/v1${path}`)).body.items;
  const later = async (ms: number) => {
    api.desk.clock.advance(ms);
    await api.desk.settle();
  };

  it('is taken back with its status and its deadline, and what was promised before runs on', async () => {
    const { id } = await take({ from: 'slip@example.com' });
    const before = { ...(await view(id)), status: (await ticket(id)).status };
    await later(HOUR_MS / 2);
    await move(id, { stage: 'parked' });
    expect([(await view(id)).dueAt === before.dueAt, (await ticket(id)).status]).toEqual([false, 'pending']);
    expect(await undo(id)).toMatchObject({ code: 200, stage: 'plan', dueAt: before.dueAt, history: [{ stage: 'plan', leftAt: null }] });
    expect((await ticket(id)).status).toBe(before.status);
    // The deadline of the stage that is no more is told of by nobody.
    await later(2 * HOUR_MS);
    expect(await list(`/notices?ticket=${id}`)).toEqual([]);
    await later(20 * HOUR_MS);
    expect((await list(`/notices?ticket=${id}`)).map(({ kind }) => kind)).toEqual(['stage_warning']);
    await later(2 * HOUR_MS);
    expect((await view(id)).missedAt).not.toBeNull();
  });

  it('is taken back with the work that others were given by it, until they did it', async () => {
    const { id } = await take({ from: 'work@example.com' });
    await move(id, { stage: 'rectify' });
    expect(await list(`/tasks?ticket=${id}`)).toHaveLength(1);
    expect(await undo(id)).toMatchObject({ code: 200, stage: 'plan' });
    expect(await list(`/tasks?ticket=${id}`)).toEqual([]);
    expect((await list(`/notices?ticket=${id}`)).map(({ kind }) => kind).sort()).toEqual(['stage_task', 'stage_undone']);
    await move(id, { stage: 'rectify' });
    const [task] = await list(`/tasks?ticket=${id}`);
    await api.ask('POST', `/api/v1/tasks/${task!.id}/done`, { body: { outcome: 'Mended' } });
    await api.desk.settle();
    expect((await view(id)).stage).toBe('answer');
    const reopen = () => api.ask<{ code?: string; doneAt: string | null }>('DELETE', `/api/v1/tasks/${task!.id}/done`);
    expect((await reopen()).body.code).toBe('task_covered');
    // What came of it first, then the work, then the stage.
    expect(await undo(id)).toMatchObject({ code: 200, stage: 'rectify' });
    expect((await undo(id)).code).toBe('stage_task_done');
    expect((await reopen()).body).toMatchObject({ doneAt: null, outcome: null });
    expect((await reopen()).body.code).toBe('task_open');
    expect(await undo(id)).toMatchObject({ code: 200, stage: 'plan' });
  });

  it('stays where the customer was written to by it, and says what he was told', async () => {
    const { id } = await take({ from: 'told@example.com' });
    await move(id, { stage: 'told' });
    expect(await undo(id)).toMatchObject({ code: 'stage_told', reason: 'stage', told: expect.stringContaining('We look into it.') });
    expect((await view(id)).stage).toBe('told');
  });

  it('that was only left unsaid is said when it is entered again', async () => {
    const { id } = await take({ from: 'unsaid@example.com' });
    const query = (text: string) => api.desk.database.sql.query(text, [id]);
    await query('update tickets set folded = true where id = $1::uuid');
    await move(id, { stage: 'told' });
    expect(await undo(id)).toMatchObject({ code: 200, stage: 'plan' });
    await query('update tickets set folded = false where id = $1::uuid');
    await move(id, { stage: 'told' });
    expect((await toldTo('unsaid@example.com')).map(({ text }) => text)).toEqual([expect.stringContaining('We look into it.')]);
  });

  it('is the last alone, not the first, and none that nobody chose', async () => {
    const { id } = await take({ from: 'last@example.com' });
    expect((await undo(id)).code).toBe('stage_first');
    expect((await undo(id, 7)).code).toBe('stage_visit_unknown');
    await move(id, { stage: 'parked' });
    const [first] = (await view(id)).history;
    expect((await undo(id, first!.seq)).code).toBe('stage_covered');
    await api.desk.database.sql.query(`update case_stages set actor = '{"kind":"rule"}' where ticket_id = $1::uuid`, [id]);
    expect((await undo(id)).code).toBe('stage_not_by_person');
  });
});
