import { expect, it } from '@jest/globals';
import type { Delivery } from '../entry.js';
import { toDeliveryState } from './delivery-words.js';
import { toWhy } from './why-words.js';

const delivery = (over: Partial<Delivery>): Delivery => ({ status: 'queued', at: '2026-03-02T09:00:00.000Z', attempt: 1, ...over });
const error = (category: string) => ({ code: 'x', category, permanent: true, message: 'no such user', hint: 'ask' });

it('tells a bounce with what the other side said', () => {
  const state = toDeliveryState(delivery({ status: 'failed', evidence: 'dsn', error: error('recipient_invalid') }));
  expect(state).toEqual({ word: 'failed', tone: 'bad', fault: 'recipient_invalid', said: 'no such user', address: null });
});

it('tells one address of many that failed, though the others took it', () => {
  const recipients = {
    'bob@example.net': { status: 'sent', at: '' },
    'ann@example.net': { status: 'failed', at: '', error: error('recipient_blocked') },
  };
  expect(toDeliveryState(delivery({ status: 'sent', recipients }))).toMatchObject({
    ...{ word: 'failed', fault: 'recipient_blocked', address: 'ann@example.net' },
  });
});

it('knows what waits, what is held for the window, and what nobody knows', () => {
  expect(toDeliveryState(delivery({})).word).toBe('queued');
  expect(toDeliveryState(delivery({ error: error('window_closed') }))).toMatchObject({ word: 'held', fault: 'window_closed' });
  expect(toDeliveryState(delivery({ status: 'unknown' }))).toMatchObject({ word: 'unknown', tone: 'bad', fault: null });
  expect(toDeliveryState(delivery({ status: 'a-newer-word' })).word).toBe('unknown');
});

it('tells how taking back went', () => {
  const askedAt = '2026-03-02T09:00:00.000Z';
  expect(toDeliveryState(delivery({ status: 'sent', recall: { askedAt } })).word).toBe('recalling');
  expect(toDeliveryState(delivery({ status: 'sent', recall: { askedAt, refused: error('timeout') } })).word).toBe('recallRefused');
  expect(toDeliveryState(delivery({ status: 'recalled', recall: { askedAt } })).word).toBe('recalled');
});

it('says a score in words, and a review is never sure', () => {
  const why = (score: number, review = false) => toWhy({ rule: 'reference', evidence: { id: 'a', tickets: 2, none: null }, score, review });
  expect([why(1).sureness, why(0.7).sureness, why(0.4).sureness, why(1, true).sureness]).toEqual([
    ...['certain', 'likely', 'doubtful', 'doubtful'],
  ]);
  expect(why(1).evidence).toEqual([
    ['id', 'a'],
    ['tickets', '2'],
  ]);
  expect(toWhy({ rule: 'of-tomorrow', evidence: {}, score: 1, review: false }).rule).toBeNull();
});
