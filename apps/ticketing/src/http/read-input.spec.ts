import { describe, expect, it } from '@jest/globals';
import { TributaryError } from '#runtime';
import { reads } from './read-input.js';
import { EntryQuery } from './shapes/entries.js';
import { TicketQuery } from './shapes/ticket-query.js';

const faultsOf = (query: Record<string, unknown>, schema: typeof TicketQuery | typeof EntryQuery = TicketQuery) => {
  try {
    reads<unknown>(schema).transform(query, { type: 'query' });
    return null;
  } catch (error) {
    const { code, message, fields } = error as TributaryError;
    return { code, message, errors: fields['errors'] as { path: string; message: string; code: string }[] };
  }
};

describe('a query that is wrong', () => {
  it.each([
    ['limit', 'ten', 'found "ten"; allowed: a whole number from 1 to 200, e.g. limit=50'],
    ['limit', '1000', 'found "1000"; allowed: a whole number from 1 to 200, e.g. limit=50'],
    ['limit', ['1', '2'], 'found ["1","2"]; allowed: a whole number from 1 to 200, e.g. limit=50'],
    [
      'updatedSince',
      'yesterday',
      'found "yesterday"; allowed: a date and time with seconds and zone (RFC 3339; write + as %2B), e.g. updatedSince=2026-03-02T08:30:00Z',
    ],
    ['sort', 'newest', 'found "newest"; allowed: one of opened, updated, e.g. sort=opened'],
    [
      'status',
      'open,gone,lost',
      'found "open,gone,lost"; allowed: one or several of new, open, pending, solved, closed, with commas between, e.g. status=new,open',
    ],
    ['contact', 'ann', 'found "ann"; allowed: a UUID, e.g. contact=0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'],
    ['assignee', 'ann', 'found "ann"; allowed: id of an agent, none, or me, e.g. assignee=none'],
    ['q', '', 'found ""; allowed: a text of 1 to 200 characters, e.g. q=printer'],
  ])('tells of %s=%s what was found and what is allowed', (name, value, message) => {
    const faults = faultsOf({ [name]: value });
    expect(faults).toMatchObject({ code: 'invalid_query', errors: [{ path: name, message }] });
    expect(faults?.message).toContain(`${name}: found`);
  });

  it('names a parameter that there is not, and the one that may be meant', () => {
    expect(faultsOf({ colour: 'red', prioritty: 'high' })?.errors).toEqual([
      {
        path: 'colour',
        message: `is no parameter here; allowed: ${Object.keys(TicketQuery.shape).join(', ')}`,
        code: 'unrecognized_keys',
      },
      { path: 'prioritty', message: 'is no parameter here; did you mean priority?', code: 'unrecognized_keys' },
    ]);
  });

  it('is told all at once, and a right one is read', () => {
    expect(faultsOf({ limit: '0', order: 'up', cursor: 'x'.repeat(3_000) }, EntryQuery)?.errors.map(({ path }) => path)).toEqual([
      'limit',
      'cursor',
      'order',
    ]);
    expect(faultsOf({ limit: '20', status: 'new,open', updatedSince: '2026-03-02T08:30:00Z', assignee: 'none' })).toBeNull();
  });
});

describe('a time in a query', () => {
  it.each([
    ['2026-03-02T08:30:00Z', '2026-03-02T08:30:00.000Z'],
    ['2026-03-02t08:30:00z', '2026-03-02T08:30:00.000Z'],
    ['2026-03-02T08:30:00.123456+05:30', '2026-03-02T03:00:00.123Z'],
    ['2028-02-29T23:59:59-08:00', '2028-03-01T07:59:59.000Z'],
  ])('%s is read', (text, moment) => {
    expect(TicketQuery.parse({ updatedSince: text }).updatedSince?.toISOString()).toBe(moment);
  });

  it.each([
    ...['7', '2026', '2026-03-02', 'May 2026', 'Mon, 02 Mar 2026 08:30:00 GMT', '1772440200000', ''],
    ...['2026-03-02T08:30:00', '2026-03-02T08:30Z', '2026-03-02 08:30:00Z', '2026-03-02T08:30:00 01:00', '2026-03-02T08:30:00+0100'],
    ...['2026-02-30T00:00:00Z', '2026-03-02T24:00:00Z', '2026-13-01T00:00:00Z', '2026-03-02T08:30:00+24:00', ' 2026-03-02T08:30:00Z'],
  ])('%j is refused', (text) => {
    const errors = [{ path: 'updatedSince', message: expect.stringContaining(`found ${JSON.stringify(text)}; allowed: a date and time`) }];
    expect(faultsOf({ updatedSince: text })).toMatchObject({ code: 'invalid_query', errors });
  });
});
