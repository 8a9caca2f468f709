import { describe, expect, it } from '@jest/globals';
import type { DeliveryStatus } from '#contracts';
import { judgeRecall, type RecallCase } from './recall-limits.js';

const AT = '2026-03-02T09:00:00.000Z';
const sentAs = (status: DeliveryStatus, more: Partial<RecallCase> = {}): RecallCase => ({
  ...{ direction: 'outbound', delivery: { status, at: AT, attempt: 1 }, occurredAt: new Date(AT), capabilities: { recall: true } },
  ...more,
});
const at = (minutes: number) => new Date(Date.parse(AT) + minutes * 60_000);

describe('whether an answer can be taken back', () => {
  it.each<[DeliveryStatus, boolean]>([
    ['queued', true],
    ['sending', true],
    ['sent', true],
    ['read', true],
    ['unknown', false],
    ['failed', false],
    ['cancelled', false],
    ['recalled', false],
  ])('is told of one that is %s', (status, possible) => {
    expect(judgeRecall(sentAs(status), at(1)).possible).toBe(possible);
  });

  it('of a sent one is the channel’s to say, and for how long', () => {
    expect(judgeRecall(sentAs('sent', { capabilities: { recall: false } }), at(1))).toMatchObject({ possible: false });
    expect(judgeRecall(sentAs('sent', { capabilities: null }), at(1))).toMatchObject({ possible: false });
    const within = sentAs('sent', { capabilities: { recall: true, recallWithinMs: 120_000 } });
    expect(judgeRecall(within, at(1))).toEqual({ possible: true, until: at(2), reason: null });
    expect(judgeRecall(within, at(2))).toMatchObject({ possible: false, reason: expect.stringContaining('too late') });
    expect(judgeRecall(sentAs('queued', { capabilities: { recall: false } }), at(1)).possible).toBe(true);
  });

  it('is no of what is no answer, is being taken back or was refused', () => {
    expect(judgeRecall(sentAs('sent', { direction: 'inbound', delivery: null }), at(1)).possible).toBe(false);
    const refused = { code: 'x', category: 'unknown', permanent: true, message: 'He has read it', hint: '' } as const;
    const asked = { status: 'sent', at: AT, attempt: 1, recall: { askedAt: AT } } as const;
    expect(judgeRecall(sentAs('sent', { delivery: asked }), at(1)).reason).toBe('it is being taken back');
    const told = { ...asked, recall: { askedAt: AT, refused } };
    expect(judgeRecall(sentAs('sent', { delivery: told }), at(1)).reason).toBe('He has read it');
  });
});
