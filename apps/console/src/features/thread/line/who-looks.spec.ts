import { expect, it } from '@jest/globals';
import { hearViewer, typingUntil } from './who-looks.js';

const about = { ticketId: 't', me: 'me', now: 1_000 };
const viewer = (over: object) => ({
  cursor: 'c',
  viewer: { ticketId: 't', agentId: 'ann', name: 'Ann', typing: false, expiresInMs: 20_000, ...over },
});

it('knows who else looks and who writes, and neither me nor who is elsewhere', () => {
  const looks = hearViewer([], viewer({}), about);
  expect(looks).toEqual([{ agentId: 'ann', name: 'Ann', typing: false, until: 21_000 }]);
  expect(hearViewer(looks, viewer({ typing: true }), about)).toMatchObject([{ name: 'Ann', typing: true }]);
  expect(hearViewer(looks, viewer({ agentId: 'me' }), about)).toBe(looks);
  expect(hearViewer(looks, viewer({ ticketId: 'other' }), about)).toBe(looks);
  expect(hearViewer(looks, { cursor: 'c' }, about)).toBe(looks);
  expect(hearViewer(looks, viewer({ expiresInMs: 0 }), about)).toEqual([]);
});

it('knows until when the customer types', () => {
  const typing = (over: object) => ({ typing: { ticketId: 't', on: true, expiresInMs: 5_000, ...over } });
  expect(typingUntil(typing({}), 't', 1_000)).toBe(6_000);
  expect(typingUntil(typing({ on: false }), 't', 1_000)).toBe(0);
  expect(typingUntil(typing({ ticketId: 'other' }), 't', 1_000)).toBeNull();
});
