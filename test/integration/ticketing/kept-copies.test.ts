import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContactErasure } from '../../../apps/ticketing/src/contacts/contact-erasure.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const DESK = {
  fields: { shelf: { name: 'Shelf' } },
  reports: { definitions: { log: { kind: 'request-log', schedule: { every: 'day', at: '08:00' } } } },
};
interface Action {
  readonly id: string;
  readonly changed: readonly string[];
}

describe('what copies of a ticket hold of an erased person', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
  });
  afterAll(() => api.close());
  const ask = async <T>(method: string, path: string, body?: unknown) =>
    (await api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body })).body;

  it('goes with him: values of bulk changes and rows of kept reports; those of others stay', async () => {
    await api.desk.take(
      mail({ from: 'gone@x.test', text: 'secret of the first' }),
      mail({ from: 'stays@x.test', text: 'words of the second' }),
    );
    const { items } = await ask<{ items: { id: string; number: string; contact: { address: string } }[] }>('GET', '/tickets');
    const tickets = items.map(({ id }) => id);
    const action = await ask<Action>('POST', '/bulk-actions', { tickets, changes: { fields: { shelf: '13800' } } });
    expect(action.changed).toHaveLength(2);
    api.desk.clock.advance(24 * 3_600_000);
    await api.desk.settle();
    const [run] = (await ask<{ items: { id: string }[] }>('GET', '/report-runs')).items;
    const log = async () => JSON.stringify(await ask('GET', `/report-runs/${run!.id}`));
    expect(await log()).toContain('secret of the first');

    const erasure = new ContactErasure(api.desk.database, api.desk.bus, { erase: () => Promise.resolve(0) } as never, api.desk.clock);
    await erasure.erase('gone@x.test');

    const [{ changes }] = (await api.desk.database.sql.query('select changes::text as changes from bulk_actions')) as [{ changes: string }];
    expect(changes.match(/13800/g)).toHaveLength(1);
    const told = await log();
    for (const word of ['secret', 'gone@']) expect(told).not.toContain(word);
    for (const word of ['words of the second', 'stays@', ...items.map(({ number }) => number)]) expect(told).toContain(word);
    // Nothing of him comes back, and the other one's change is taken back as ever.
    const undone = await ask<Action>('DELETE', `/bulk-actions/${action.id}`);
    expect(undone).toMatchObject({ undoneAt: expect.any(String) });
    const fields = await api.desk.database.sql.query('select fields from tickets order by number');
    expect(JSON.stringify(fields)).not.toContain('13800');
  });
});
