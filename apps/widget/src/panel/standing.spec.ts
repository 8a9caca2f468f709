import { describe, expect, it } from '@jest/globals';
import type { ChatLine } from '#contracts';
import { standingOf } from './standing.js';

let seq = 0;
const line = (more: Partial<ChatLine>): ChatLine => ({
  seq: (seq += 1),
  id: `${seq}`,
  from: 'system',
  at: '2026-03-02T09:00:00.000Z',
  ...more,
});
const queued = (position: number, estimateMs?: number) =>
  line({ state: { is: 'queued', position, ...(estimateMs === undefined ? {} : { estimateMs }) } });

describe('how a conversation stands', () => {
  it('goes from the bot into the line with its newest place, and out of it when somebody comes', () => {
    const lines = [line({ from: 'visitor', text: 'hi' }), line({ from: 'bot', name: 'Robo', text: 'hello' })];
    expect(standingOf(lines)).toMatchObject({ queued: null, with: { kind: 'bot', name: 'Robo' } });
    lines.push(queued(3), queued(2, 240_000), line({ from: 'visitor', text: 'still there?' }));
    expect(standingOf(lines).queued).toMatchObject({ position: 2, estimateMs: 240_000 });
    lines.push(line({ state: { is: 'joined', agentName: 'Grace' } }));
    expect(standingOf(lines)).toMatchObject({ queued: null, with: { kind: 'agent', name: 'Grace' } });
  });

  it('asks for a rating until it is given, and again when it is asked again', () => {
    const lines = [line({ state: { is: 'ended' } }), line({ state: { is: 'rating_asked' } })];
    const asked = lines[1]!.seq;
    expect(standingOf(lines)).toEqual({ queued: null, with: null, ratingAsked: asked });
    lines.push(line({ from: 'visitor', event: { name: 'chat.rated', data: { score: 4 } } }));
    expect(standingOf(lines).ratingAsked).toBeNull();
    lines.push(line({ state: { is: 'rating_asked' } }));
    expect(standingOf(lines).ratingAsked).toBe(lines[3]!.seq);
  });
});
