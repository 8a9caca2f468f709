import { expect, it } from '@jest/globals';
import type { Entry } from '../entry.js';
import { countNew, mergeEntries } from './merge-entries.js';
import { isLate, toRows } from './to-rows.js';

let made = 0;
function entry(over: Partial<Entry> = {}): Entry {
  made += 1;
  const at = '2026-03-02T09:00:10.000Z';
  return {
    ...{ id: `e${made}`, ticketId: 't', seq: made, direction: 'inbound', channel: 'webchat', inboxId: 'site', remoteMessageId: null },
    ...{ occurredAt: at, receivedAt: at, author: { role: 'customer', displayName: 'Ann' }, parts: [], plainText: '', newText: '' },
    ...{ attachments: [], threading: null, delivery: null, folded: false, flags: {}, revision: 1, deliveries: 1, subject: null },
    ...{ checks: null, recipients: [], raw: null },
    ...over,
  } as Entry;
}
const shape = (entries: readonly Entry[], unreadAfter: number | null = null) =>
  toRows(entries, { unreadAfter }).map((row) => (row.kind === 'entry' ? (row.continues ? 'continues' : 'entry') : row.kind));

it('gathers the chat lines of a person and a minute, and nothing else', () => {
  expect(
    shape([
      entry(),
      entry({ occurredAt: '2026-03-02T09:00:50.000Z' }),
      entry({ author: { role: 'agent', agentId: 'a' }, direction: 'outbound' }),
      entry({ occurredAt: '2026-03-02T09:01:00.000Z' }),
      entry({ occurredAt: '2026-03-02T09:02:00.000Z' }),
      entry({ channel: 'email', occurredAt: '2026-03-02T09:02:10.000Z' }),
      entry({ channel: 'email', occurredAt: '2026-03-02T09:02:20.000Z' }),
    ]),
  ).toEqual(['day', 'entry', 'continues', 'entry', 'entry', 'entry', 'entry', 'entry']);
});

it('gathers three lines of the desk or more, and no note', () => {
  const event = () => entry({ direction: 'system', channel: 'desk', author: { role: 'system' } });
  expect(shape([event(), event(), entry({ direction: 'note' }), event(), event(), event(), entry()])).toEqual([
    ...['day', 'entry', 'entry', 'entry', 'events', 'entry'],
  ]);
});

it('says where a new day begins, and never goes back for what came late', () => {
  const days = ['2026-03-02T12:00:00.000Z', '2026-03-04T12:00:00.000Z', '2026-03-02T13:00:00.000Z', '2026-03-04T13:00:00.000Z'];
  expect(shape(days.map((occurredAt) => entry({ occurredAt, channel: 'email' })))).toEqual([
    ...['day', 'entry', 'day', 'entry', 'entry', 'entry'],
  ]);
  expect(isLate(entry({ receivedAt: '2026-03-02T11:00:00.000Z' }))).toBe(true);
  expect(isLate(entry())).toBe(false);
});

it('draws one line before the first that is unread, and none where all is read or nothing ever was', () => {
  const three = [entry({ seq: 1, channel: 'email' }), entry({ seq: 2, channel: 'email' }), entry({ seq: 3, channel: 'email' })];
  expect(shape(three, 1)).toEqual(['day', 'entry', 'unread', 'entry', 'entry']);
  expect(shape(three, 3)).toEqual(['day', 'entry', 'entry', 'entry']);
  expect(shape(three, 0)).toEqual(['day', 'entry', 'entry', 'entry']);
});

it('keeps each entry once, in its newest state, and counts what people wrote since', () => {
  const first = entry({ id: 'a', seq: 1 });
  const known = mergeEntries([first], [entry({ id: 'b', seq: 2 }), entry({ id: 'a', seq: 1, revision: 2, newText: 'edited' })]);
  expect(known.map(({ id, newText }) => [id, newText])).toEqual([
    ['a', 'edited'],
    ['b', ''],
  ]);
  expect(mergeEntries(known, [first])[0]!.newText).toBe('edited');
  const own = entry({ seq: 4, direction: 'outbound', author: { role: 'agent', agentId: 'me' } });
  expect(countNew([...known, entry({ seq: 3, direction: 'system' }), own], 1, 'me')).toBe(1);
});
