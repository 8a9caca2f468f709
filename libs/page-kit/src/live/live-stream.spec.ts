import { describe, expect, it } from '@jest/globals';
import { type Happening, LiveStream, type SocketLike } from './live-stream.js';

class Line implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((message: { readonly data: string }) => void) | null = null;
  onclose: ((closed: { readonly code: number }) => void) | null = null;
  isClosed = false;
  constructor(readonly since: string | null) {}
  close(): void {
    this.isClosed = true;
  }
  say(cursor: string, more: object = {}): void {
    this.onmessage?.({ data: JSON.stringify({ cursor, ...more }) });
  }
  drop(code = 1006): void {
    this.onclose?.({ code });
  }
}

function openStream() {
  const lines: Line[] = [];
  const waits: { run: () => void; ms: number; off: boolean }[] = [];
  const stream = new LiveStream({
    open: (since) => {
      const line = new Line(since);
      lines.push(line);
      return line;
    },
    wait: (run, ms) => {
      const wait = { run, ms, off: false };
      waits.push(wait);
      return () => (wait.off = true);
    },
  });
  const heard: string[] = [];
  const states: string[] = [];
  stream.listen({
    happening: ({ id }: Happening) => heard.push(id),
    passing: (passing) => heard.push(Object.keys(passing)[1]!),
    gap: () => heard.push('gap'),
    state: (state) => states.push(state),
  });
  /** Lets the next wait that still counts be over. */
  const elapse = () => {
    const wait = waits.findLast(({ off }) => !off)!;
    wait.off = true;
    wait.run();
    return wait.ms;
  };
  return { stream, lines, heard, states, elapse };
}

const event = (id: string) => ({ event: { id, type: 'ticket.opened.v1', time: '', data: {} } });

describe('the live stream', () => {
  it('comes back with the last cursor after a loss, later and later', () => {
    const { stream, lines, heard, states, elapse } = openStream();
    stream.start();
    lines[0]!.say('c1');
    lines[0]!.say('c2', event('a'));
    lines[0]!.drop();
    expect(elapse()).toBe(500);
    expect(lines[1]!.since).toBe('c2');
    lines[1]!.drop();
    expect(elapse()).toBe(1_000);
    lines[2]!.say('c3', event('b'));
    // What the page had asked for before the first connection may be older than it.
    expect(heard).toEqual(['gap', 'a', 'b']);
    expect(states).toEqual(['live', 'connecting', 'offline', 'live']);
  });

  it('says that events were missed for good, and begins anew', () => {
    const { stream, lines, heard, elapse } = openStream();
    stream.start();
    lines[0]!.say('old');
    lines[0]!.drop(4410);
    elapse();
    expect(lines[1]!.since).toBeNull();
    expect(heard).toEqual(['gap']);
    lines[1]!.say('new');
    expect(heard).toEqual(['gap', 'gap']);
  });

  it('ends when the login ended', () => {
    const { stream, lines, states } = openStream();
    stream.start();
    lines[0]!.drop(4401);
    stream.wake();
    expect(states.at(-1)).toBe('signed-out');
    expect(lines).toHaveLength(1);
  });

  it('does not trust a socket that is silent for longer than heartbeats take', () => {
    const { stream, lines, elapse } = openStream();
    stream.start();
    lines[0]!.say('c1');
    expect(elapse()).toBe(40_000);
    expect(lines[0]!.isClosed).toBe(true);
    expect(lines[1]!.since).toBe('c1');
    // The old one's words are no longer heard as a loss.
    lines[0]!.drop();
    expect(lines).toHaveLength(2);
  });

  it('comes back at once when it is woken', () => {
    const { stream, lines } = openStream();
    stream.start();
    lines[0]!.say('c7', { typing: {} });
    stream.wake();
    expect(lines[1]!.since).toBe('c7');
  });
});
