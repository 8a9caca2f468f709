import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, type Body, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const NAME = { name: 'x' };
const DESK = { categories: { printing: { name: 'Printing', children: { paper: NAME, ink: NAME } }, other: NAME } };
const WITHOUT = { categories: { other: NAME } };

describe('a category that is taken away', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
  });
  afterAll(() => api.close());

  const patch = async (id: string, body: object) => {
    await api.ask('PATCH', `/api/v1/tickets/${id}`, { body });
    await api.desk.settle();
  };
  const open = async (category: string): Promise<string> => {
    const message = mail({ from: `${category}${Math.trunc(performance.now())}@example.com` });
    await api.desk.take(message);
    const { body } = await api.ask<{ items: { ticketId: string }[] }>('GET', `/api/v1/ledger?remoteMessageId=${message.remoteMessageId!}`);
    await patch(body.items[0]!.ticketId, { category });
    return body.items[0]!.ticketId;
  };
  const categoryOf = async (id: string) => (await api.ask('GET', `/api/v1/tickets/${id}`)).body['category'];

  it('asks where its tickets go, parent and child; they go there, a closed one when it is opened again', async () => {
    const [parent, child, closed] = [await open('printing'), await open('paper'), await open('ink')];
    await patch(closed, { status: 'closed' });
    const put = (desk: object) => api.ask<Body>('PUT', '/api/v1/desk', { body: { desk } });
    const refused = await put(WITHOUT);
    expect([refused.status, refused.body]).toMatchObject([409, { code: 'desk_in_use', categories: { printing: 1, paper: 1 } }]);
    expect(await categoryOf(child)).toBe('paper');
    const categories = { printing: 'other', paper: 'other', ink: 'other' };
    expect((await put({ ...WITHOUT, successors: { categories } })).status).toBe(200);
    await api.desk.settle();
    expect([await categoryOf(parent), await categoryOf(child), await categoryOf(closed)]).toEqual(['other', 'other', 'ink']);
    await patch(closed, { status: 'open' });
    expect(await categoryOf(closed)).toBe('other');
  });

  it('is named nowhere else in the file any more: every place that names it is a fault', async () => {
    const when = { categories: ['paper'] };
    const naming = {
      ...WITHOUT,
      rules: [
        {
          key: 'paper',
          when: ['opened'],
          if: { fact: 'ticket.category', in: ['other', 'paper'] },
          then: [{ set: { category: 'paper' } }, { openIncident: { affected: when } }],
        },
      ],
      groups: { service: NAME },
      routing: { order: [{ when, group: 'service' }], lanes: [{ key: 'fast', name: 'Fast', when }] },
      targets: { list: [{ key: 'soon', kind: 'response', when: { category: ['paper'] }, length: '1 clock hour' }] },
      surveys: { forms: { short: { kind: 'three-step' } }, asked: [{ key: 'after', survey: 'short', ...when }], feedback: when },
      templates: { words: { name: 'x', text: 'x', ...when } },
      macros: { paper: { name: 'x', changes: { category: 'paper' } } },
      reports: { definitions: { weekly: { kind: 'request-log', ...when } } },
      retention: { classes: [{ key: 'short', where: when, keepDays: 30 }] },
      successors: { categories: { paper: 'ink', other: 'other' } },
    };
    const { status, body } = await api.ask<Body & { faults: { path: string }[] }>('PUT', '/api/v1/desk', { body: { desk: naming } });
    expect([status, body.faults.map(({ path }) => path.replace('profile.', '')).sort()]).toEqual([
      422,
      [
        'macros.paper.changes.category',
        'reports.definitions.weekly.categories.0',
        'retention.classes.0.where.categories.0',
        'routing.lanes.0.when.categories.0',
        'routing.order.0.when.categories.0',
        'rules.0.if.in.1',
        'rules.0.then.0.set.category',
        'rules.0.then.1.openIncident.affected.categories.0',
        'successors.categories.other',
        'successors.categories.paper',
        'surveys.asked.0.categories.0',
        'surveys.feedback.categories.0',
        'targets.list.0.when.category.0',
        'templates.words.categories.0',
      ],
    ]);
  });

  it('asks for its examples too; they and whom open incidents touch have the new name at once', async () => {
    const put = (desk: object) => api.ask<Body>('PUT', '/api/v1/desk', { body: { desk } });
    expect((await put(DESK)).status).toBe(200);
    await api.desk.settle();
    const taught = { kind: 'category', items: [{ text: 'The ink is dry', label: 'ink' }] };
    expect((await api.ask('POST', '/api/v1/recognition/examples', { body: taught })).status).toBeLessThan(300);
    const problem = await open('other');
    const made = await api.ask<Body>('POST', '/api/v1/incidents', {
      body: { ticket: problem, title: 'Dry', affected: { categories: ['ink', 'other'] } },
    });
    expect(made.status).toBe(201);
    await api.desk.settle();
    const refused = await put(WITHOUT);
    expect([refused.status, refused.body]).toMatchObject([409, { code: 'desk_in_use', categories: {}, examples: { ink: 1 } }]);
    expect((await put({ ...WITHOUT, successors: { categories: { printing: 'other', paper: 'other', ink: 'other' } } })).status).toBe(200);
    const { sql } = api.desk.database;
    expect(await sql.query('select distinct label from recognition_examples')).toEqual([{ label: 'other' }]);
    expect(await sql.query('select affected from incidents')).toEqual([{ affected: { categories: ['other'] } }]);
  });
});
