import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isOfShare } from '../../../apps/ticketing/src/surveys/choose-survey.js';
import { openInbox } from '../../support/chat-desk.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const DAY = 86_400_000;
const CUSTOMERS = 450;
const SHARE = 0.5;
const DESK = {
  surveys: { forms: { n: { kind: 'nps' } }, periodic: [{ key: 'q', survey: 'n', every: '90d', share: SHARE, inbox: 'support' }] },
};

let api: Api;
beforeAll(async () => {
  api = await openApi({ desk: DESK, settings: { http: { publicUrl: 'https://desk.example' } } });
  await openInbox(api.desk, 'support', 'email', { addressedBy: ['email'] });
}, 120_000);
afterAll(() => api.close());
const sql = () => api.desk.database.sql;

describe('a survey that asks a share of the customers', () => {
  it('reaches all of the share in a day, however many are not of it, and nobody else', async () => {
    const mails = Array.from({ length: CUSTOMERS }, (_, n) => mail({ from: `s${n}@x.test` }));
    for (let at = 0; at < CUSTOMERS; at += 200) await api.desk.take(...mails.slice(at, at + 200));
    await api.desk.settle();
    api.desk.clock.advance(DAY);
    await api.desk.settle();
    for (let more = 0; more < 3; more += 1) {
      api.desk.clock.advance(5_001);
      await api.desk.settle();
    }
    const contacts = await sql().query<{ id: string }>('select id from contacts where merged_into is null order by id');
    const meant = contacts.map(({ id }) => id).filter((id) => isOfShare(`q:${id}`, SHARE));
    expect(meant.length).toBeGreaterThan(200);
    const asked = await sql().query<{ id: string }>('select contact_id as id from survey_requests order by contact_id');
    expect(asked.map(({ id }) => id)).toEqual(meant);
    for (let day = 0; day < 3; day += 1) {
      api.desk.clock.advance(DAY);
      await api.desk.settle();
    }
    expect(await sql().query('select 1 from survey_requests')).toHaveLength(meant.length);
  }, 180_000);

  it('says how many were asked by hand, not how many were wished', async () => {
    await api.desk.take(mail({ from: 'one@x.test' }), mail({ from: 'other@x.test' }));
    await api.desk.settle();
    const contactOf = async (address: string) =>
      (await api.ask<{ items: { id: string }[] }>('GET', `/api/v1/contacts?identity=${address}`)).body.items[0]!.id;
    const contactIds = [await contactOf('one@x.test'), await contactOf('other@x.test')];
    const ask = async () => (await api.ask<{ asked: number }>('POST', '/api/v1/survey-rounds', { body: { round: 'q', contactIds } })).body;
    expect(await ask()).toEqual({ asked: 2 });
    expect(await ask()).toEqual({ asked: 0 });
    api.desk.clock.advance(DAY);
    await sql().query('update tickets set folded = true where contact_id = $1', [contactIds[1]]);
    // Nothing goes out on what is folded away.
    expect((await ask()).asked).toBeLessThan(2);
  });
});
