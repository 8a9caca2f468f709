import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type List, openClockHouse } from './clock-house.js';

const { api, clocksOf, get, moveTo, open, reply, settle, shanghai, told, write } = await openClockHouse();

const DAYS = ['10', '11', '12', '17', '18', '19', '24'];
let day = '';
/** Shanghai's clock, on the day of the test. */
const at = (time: string) => moveTo(`2026-03-${day}T${time}:00`);

/** `response met 09:00 13:00 09:30`: kind, state, began, due, met; and why it was called off. Responses first. */
async function clocks(ticket: string, ...kinds: string[]): Promise<string[]> {
  return (await clocksOf(ticket))
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ kind, state, startedAt, dueAt, metAt, cancelledFor }) =>
      [kind, state, ...[startedAt, dueAt, metAt].map((time) => String(shanghai(time) ?? '-').slice(11) || '-'), cancelledFor ?? '']
        .join(' ')
        .trim(),
    )
    .sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
}
/** By kind, and when it began. */
function rankOf(line: string): number {
  const [kind, , began] = line.split(' ');
  return ['response', 'nextResponse', 'resolution'].indexOf(kind!) * 10_000 + Number(began!.replace(':', ''));
}
const answering = (ticket: string) => clocks(ticket, 'response', 'nextResponse');

async function post(path: string, body: object): Promise<{ id: string; toTicket: string }> {
  const answer = await api.ask<{ id: string; toTicket: string }>('POST', `/api/v1${path}`, { body });
  expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
  await settle();
  return answer.body;
}
async function undo(path: string): Promise<void> {
  expect((await api.ask('DELETE', `/api/v1${path}`)).status).toBe(200);
  await settle();
}
async function answer(ticket: string): Promise<void> {
  await reply(ticket);
  await settle();
}

describe('clocks of entries that go to another ticket', () => {
  afterAll(() => api.close());
  beforeEach(() => {
    day = DAYS.shift()!;
  });

  it('go along as far as they had come, and back when it is undone', async () => {
    at('09:00');
    const one = await open();
    const other = await open();
    at('09:30');
    await answer(one.ticket);
    await answer(other.ticket);
    at('10:00');
    const { message } = await write({ from: one.from, subject: 'Re: Printer', references: [one.message.remoteMessageId!] });
    expect(await answering(one.ticket)).toEqual(['response met 09:00 13:00 09:30', 'nextResponse running 10:00 12:00 -']);
    at('11:00');
    const move = await post(`/tickets/${one.ticket}/moves`, { toTicket: other.ticket, entryIds: [message.id] });
    expect(await answering(one.ticket)).toEqual(['response met 09:00 13:00 09:30', 'nextResponse cancelled 10:00 12:00 - moved']);
    expect(await answering(other.ticket)).toEqual(['response met 09:00 13:00 09:30', 'nextResponse running 10:00 12:00 -']);
    at('11:30');
    await answer(other.ticket);
    expect((await answering(other.ticket))[1]).toBe('nextResponse met 10:00 12:00 11:30');
    at('11:45');
    await undo(`/tickets/${one.ticket}/moves/${move.id}`);
    expect(await answering(one.ticket)).toEqual(['response met 09:00 13:00 09:30', 'nextResponse met 10:00 12:00 11:30']);
    expect((await answering(other.ticket))[1]).toBe('nextResponse cancelled 10:00 12:00 - moved');
    // What comes next begins a round of its own, in both.
    at('14:00');
    await write({ from: other.from, subject: 'Re: Printer', references: [other.message.remoteMessageId!] });
    expect((await answering(other.ticket)).at(-1)).toBe('nextResponse running 14:00 16:00 -');
  });

  it('go with a question and its answer, and leave who is left with the promise of a first answer', async () => {
    at('09:00');
    const one = await open();
    at('09:30');
    const { items } = await get<List<{ id: string }>>(`/tickets/${one.ticket}/entries`);
    const answerId = await reply(one.ticket);
    await settle();
    at('10:00');
    await write({ from: one.from, subject: 'Re: Printer', references: [one.message.remoteMessageId!] });
    const split = await post(`/tickets/${one.ticket}/splits`, { entryIds: [items[0]!.id, answerId] });
    expect(await answering(split.toTicket)).toEqual(['response met 09:00 13:00 09:30']);
    expect(await answering(one.ticket)).toEqual([
      'response cancelled 09:00 13:00 - moved',
      'response running 10:00 14:00 -',
      'nextResponse cancelled 10:00 12:00 - moved',
    ]);
    await undo(`/tickets/${one.ticket}/splits/${split.id}`);
    expect(await answering(one.ticket)).toEqual([
      'response met 09:00 13:00 09:30',
      'response cancelled 10:00 14:00 - moved',
      'nextResponse running 10:00 12:00 -',
    ]);
    expect(await clocks(split.toTicket, 'response', 'resolution')).toEqual([
      'response cancelled 09:00 13:00 - moved',
      expect.stringMatching(/^resolution cancelled 09:00 \d\d:\d\d - moved$/),
    ]);
  });

  it('begin in a ticket that was split off, which has to be solved too', async () => {
    at('10:00');
    const one = await open();
    at('10:20');
    const { message } = await write({ from: one.from, subject: 'Re: Printer', references: [one.message.remoteMessageId!] });
    at('11:00');
    const split = await post(`/tickets/${one.ticket}/splits`, { entryIds: [message.id] });
    expect(await answering(split.toTicket)).toEqual(['response running 10:20 14:20 -']);
    expect(await clocks(split.toTicket, 'resolution')).toEqual([expect.stringMatching(/^resolution running 10:20/)]);
    expect(await answering(one.ticket)).toEqual(['response running 10:00 14:00 -']);
  });

  it('count from who has waited longest', async () => {
    at('09:00');
    const old = await open();
    at('10:00');
    const young = await open();
    const move = await post(`/tickets/${old.ticket}/moves`, { toTicket: young.ticket, entryIds: [old.message.id] });
    expect(await answering(young.ticket)).toEqual(['response running 09:00 13:00 -', 'response cancelled 10:00 14:00 - moved']);
    expect(await clocks(old.ticket, 'response', 'resolution')).toEqual([
      'response cancelled 09:00 13:00 - moved',
      expect.stringMatching(/^resolution cancelled .* moved$/),
    ]);
    await undo(`/tickets/${old.ticket}/moves/${move.id}`);
    expect(await answering(young.ticket)).toEqual(['response cancelled 09:00 13:00 - moved', 'response running 10:00 14:00 -']);
    expect(await clocks(old.ticket, 'response', 'resolution')).toEqual([
      'response running 09:00 13:00 -',
      expect.stringMatching(/^resolution running 09:00/),
    ]);
  });

  it('that ran out are not told of again', async () => {
    at('09:00');
    const one = await open();
    const other = await open();
    await answer(other.ticket);
    at('15:00');
    await settle();
    expect((await told(one.ticket)).filter((news) => news === 'response breached')).toHaveLength(1);
    await post(`/tickets/${one.ticket}/moves`, { toTicket: other.ticket, entryIds: [one.message.id] });
    expect((await answering(other.ticket)).at(-1)).toBe('nextResponse breached 09:00 11:00 -');
    expect((await told(other.ticket)).filter((news) => news.includes('breached'))).toEqual([]);
  });

  it('of a ticket that goes into another count from who has waited longest, are told once, and come back', async () => {
    at('09:00');
    const old = await open();
    at('10:00');
    const young = await open();
    const merge = await post(`/tickets/${old.ticket}/merges`, { intoTicket: young.ticket });
    expect(await answering(young.ticket)).toEqual(['response running 09:00 13:00 -', 'response cancelled 10:00 14:00 - moved']);
    at('13:30');
    await settle();
    expect((await told(young.ticket)).filter((news) => news === 'response breached')).toHaveLength(1);
    await undo(`/tickets/${old.ticket}/merges/${merge.id}`);
    await settle();
    expect(await answering(young.ticket)).toEqual(['response cancelled 09:00 13:00 - moved', 'response warned 10:00 14:00 -']);
    expect(await clocks(old.ticket, 'response', 'resolution')).toEqual([
      'response breached 09:00 13:00 -',
      expect.stringMatching(/^resolution running 09:00/),
    ]);
  });
});
