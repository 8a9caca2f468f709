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
});
