import { describe, expect, it } from '@jest/globals';
import type { ChatClientFrame, ChatLine, ChatServerFrame } from '#contracts';
import { Connection, type Saved, type Socket, type View } from './connection.js';

class FakeSocket implements Socket {
  readonly sent: ChatClientFrame[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  send = (text: string) => void this.sent.push(JSON.parse(text) as ChatClientFrame);
  close = () => this.onclose?.();
  tell = (frame: object) => this.onmessage?.({ data: JSON.stringify(frame) });
}

function open(saved: Saved = {}) {
  const sockets: FakeSocket[] = [];
  const later: { work: () => void; ms: number }[] = [];
  const kept = { saved };
  let view!: View;
  const connection = new Connection({
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    storage: { get: () => kept.saved, set: (next) => (kept.saved = next) },
    later: (work, ms) => void later.push({ work, ms }),
    random: () => 0.5,
    about: () => ({}),
    show: (next) => (view = next),
  });
  const welcome = (more: object = {}): ChatServerFrame => ({
    ...{ t: 'welcome', v: 1, token: 'token-1', conversation: 'c', head: 0, since: 0, read: 0, identified: false, open: true },
    ...more,
  });
  const last = () => sockets.at(-1)!;
  const enter = (more?: object) => (last().onopen!(), last().tell(welcome(more)));
  return { connection, sockets, later, kept, last, enter, view: () => view };
}

const line = (seq: number, more: Partial<ChatLine> = {}): ChatLine => ({
  seq,
  id: `id-${seq}`,
  from: 'agent',
  at: '2026-03-02T09:00:00.000Z',
  text: `${seq}`,
  ...more,
});

describe('a page that stays in touch', () => {
  it('comes back where it was, and says again what was not acknowledged, in order', () => {
    const { connection, last, enter, later, kept } = open();
    connection.start();
    enter();
    last().tell({ t: 'lines', lines: [line(1)] });
    connection.say({ t: 'say', id: 'one-1111', text: 'one' });
    connection.say({ t: 'say', id: 'two-2222', text: 'two' });
    last().tell({ t: 'said', id: 'one-1111', seq: 2 });
    last().close();
    expect(kept.saved.unsent).toMatchObject([{ id: 'two-2222' }]);
    later.at(-1)!.work();
    enter();
    expect(last().sent).toMatchObject([
      { t: 'hello', token: 'token-1', since: 1, conversation: 'c' },
      { t: 'say', id: 'two-2222' },
    ]);
  });

  it('waits longer each time, and no more when it is back', () => {
    const { connection, last, later, enter } = open();
    connection.start();
    for (let times = 0; times < 3; times += 1) {
      last().close();
      later.at(-1)!.work();
    }
    expect(later.map(({ ms }) => ms)).toEqual([500, 1_000, 2_000]);
    enter();
    last().close();
    expect(later.at(-1)!.ms).toBe(500);
  });

  it('shows each line once and in order, whatever comes twice', () => {
    const { connection, last, enter, view } = open();
    connection.start();
    enter();
    last().tell({ t: 'lines', lines: [line(1), line(2)] });
    last().tell({ t: 'lines', lines: [line(2), line(3)] });
    expect(view().lines.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('says again what may be taken later, all of it in order; gives up what never will', () => {
    const { connection, last, enter, later, view } = open();
    connection.start();
    enter();
    connection.say({ t: 'say', id: 'one-1111', text: 'one' });
    connection.say({ t: 'say', id: 'two-2222', text: 'two' });
    const before = last().sent.length;
    for (const id of ['one-1111', 'two-2222']) last().tell({ t: 'refused', id, code: 'try_again', message: 'later', retry: true });
    for (const { work } of later.splice(0)) work();
    expect(last().sent.slice(before)).toMatchObject([{ id: 'one-1111' }, { id: 'two-2222' }]);
    last().tell({ t: 'refused', id: 'one-1111', code: 'text_too_long', message: 'Too long', retry: false });
    expect(view()).toMatchObject({ trouble: { message: 'Too long' }, unsent: [{ id: 'two-2222' }] });
  });

  it('forgets everything by a logout, here and where another tab did it', () => {
    const { connection, last, enter, kept, view } = open({ token: 'old', unsent: [{ t: 'say', id: 'one-1111', text: 'private' }] });
    connection.start();
    enter();
    last().tell({ t: 'lines', lines: [line(1)] });
    connection.logOut();
    expect(last().sent.at(-1)).toEqual({ t: 'logout' });
    expect(kept.saved).toEqual({});
    expect(view().lines).toEqual([]);
    const other = open({ token: 'old' });
    other.connection.start();
    other.enter();
    other.last().tell({ t: 'bye', code: 'logged_out', message: '' });
    expect(other.kept.saved).toEqual({});
  });

  it('drops the lines of somebody else when it turns out who he is', () => {
    const { connection, last, enter, view } = open();
    connection.start();
    enter();
    last().tell({ t: 'lines', lines: [line(1)] });
    enter({ conversation: 'user', token: 'token-2' });
    expect(view().lines).toEqual([]);
  });

  it('ends what it shows of a typing agent after 5 s', () => {
    const { connection, last, enter, later, view } = open();
    connection.start();
    enter();
    last().tell({ t: 'typing', on: true, name: 'Grace' });
    expect(view().typing).toBe('Grace');
    expect(later.at(-1)!.ms).toBe(5_000);
    later.at(-1)!.work();
    expect(view().typing).toBeNull();
  });
});
