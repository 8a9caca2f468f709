import { describe, expect, it } from '@jest/globals';
import type { DeliveryChanged } from '#contracts';
import { applyDelivery, overrides } from './delivery-rank.js';

const change = (status: DeliveryChanged['status'], evidence: DeliveryChanged['evidence'] = 'provider_ack', recipient?: string) =>
  ({ status, evidence, recipient, at: '2026-03-02T09:00:00.000Z', attempt: 1 }) as DeliveryChanged;

describe('delivery state', () => {
  it('only moves up', () => {
    expect(overrides('queued', change('sending'))).toBe(true);
    expect(overrides('sent', change('sending'))).toBe(false);
    expect(overrides('sending', change('unknown'))).toBe(true);
    expect(overrides('unknown', change('sent'))).toBe(true);
    expect(overrides('sent', change('unknown'))).toBe(false);
    expect(overrides('sent', change('sent'))).toBe(false);
  });

  it('lets a bounce say that a sent mail failed', () => {
    expect(overrides('sent', change('failed', 'dsn'))).toBe(true);
  });

  it('believes a failure of what was delivered only with evidence', () => {
    expect(overrides('delivered', change('failed', 'none'))).toBe(false);
    expect(overrides('delivered', change('failed', 'inferred'))).toBe(false);
    expect(overrides('delivered', change('failed', 'dsn'))).toBe(true);
  });

  it('does not come back from a final state', () => {
    expect(overrides('failed', change('sent'))).toBe(false);
    expect(overrides('cancelled', change('failed', 'dsn'))).toBe(false);
  });

  it('does not cancel or expire what was sent', () => {
    expect(overrides('sent', change('expired', 'none'))).toBe(false);
    expect(overrides('queued', change('expired', 'none'))).toBe(true);
  });

  it('shows why an answer waits: a later attempt follows, as long as nothing can have reached the remote', () => {
    const queued = { status: 'queued', at: '2026-03-02T08:00:00.000Z', attempt: 0 } as const;
    const error = { code: 'outgoing_not_configured' } as DeliveryChanged['error'];
    const held = applyDelivery({ ...queued, status: 'sending', attempt: 1 }, { ...change('queued'), attempt: 2, error });
    expect(held).toMatchObject({ status: 'queued', attempt: 2, error });
    expect(applyDelivery({ ...queued, status: 'unknown', attempt: 1 }, { ...change('queued'), attempt: 2 }).status).toBe('unknown');
  });

  it('keeps one recipient apart from the others and stays itself when nothing changed', () => {
    const sent = { status: 'sent', at: '2026-03-02T08:00:00.000Z', attempt: 1 } as const;
    const bounced = applyDelivery(sent, change('failed', 'dsn', 'bo@example.com'));
    expect(bounced.recipients?.['bo@example.com']?.status).toBe('failed');
    expect(applyDelivery(sent, change('sending'))).toBe(sent);
  });

  it('keeps why it was not taken back beside how its sending stands, and forgets neither', () => {
    const at = '2026-03-02T09:00:00.000Z';
    const asked = { status: 'sent', at, attempt: 1, recall: { askedAt: at } } as const;
    const refused = { code: 'recall_too_late', category: 'window_closed', permanent: true, message: 'too late', hint: '' } as const;
    const told = { status: 'sent', at, attempt: 1, evidence: 'none', recallRefused: refused } as never;
    const noted = applyDelivery(asked, told);
    expect(noted).toEqual({ ...asked, recall: { askedAt: at, refused } });
    expect(applyDelivery(noted, told)).toBe(noted);
    const read = { status: 'read', at, attempt: 1, evidence: 'read_event' } as never;
    expect(applyDelivery(noted, read)).toMatchObject({ status: 'read', recall: { refused } });
  });
});
