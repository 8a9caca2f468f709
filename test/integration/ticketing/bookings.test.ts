import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, type Body, openApi } from '../../support/ticketing-api.js';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DESK = {
  bookings: {
    services: {
      visit: {
        name: 'Visit',
        minutes: 60,
        leadHours: 0,
        hours: [{ days: DAYS, from: '09:00', to: '18:00' }],
        ticket: { subject: 'Visit', origin: 'counter' },
      },
    },
  },
};
let api: Api;
beforeAll(async () => {
  api = await openApi({ desk: DESK });
});
afterAll(() => api.close());
const ask = <T = Body>(method: string, path: string, body?: unknown) =>
  api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });

describe('a booking', () => {
  it('that is moved to where it is stands in nobody’s way, least of all its own', async () => {
    const [slot, later] = (await ask<{ items: { startsAt: string }[] }>('GET', '/bookings/slots?service=visit')).body.items;
    const book = (startsAt: string, value: string) =>
      ask<{ id: string; code: string }>('POST', '/bookings', {
        service: 'visit',
        startsAt,
        contact: { identity: { scheme: 'phone', value } },
      });
    const made = (await book(slot!.startsAt, '+8613900000001')).body;
    const other = (await book(later!.startsAt, '+8613900000002')).body;
    const move = (id: string, startsAt: string) => ask<{ startsAt: string; code: string }>('PATCH', `/bookings/${id}`, { startsAt });
    expect(await move(made.id, slot!.startsAt)).toMatchObject({ status: 200, body: { startsAt: slot!.startsAt } });
    expect((await move(made.id, later!.startsAt)).body.code).toBe('slot_full');
    expect((await move(other.id, slot!.startsAt)).body.code).toBe('slot_full');
  });
});
