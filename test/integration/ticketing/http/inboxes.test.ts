import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConnectorStateChanged, InboxId } from '#contracts';
import { InboxRepository } from '../../../../apps/ticketing/src/inboxes/inbox.repository.js';
import { mail, toOutgoing } from '../../../support/ticketing-desk.js';
import { type ApiDesk, openApiDesk, type Page } from './api-desk.js';

let desk: ApiDesk;
beforeAll(async () => {
  desk = await openApiDesk();
});
afterAll(() => desk.api.close());

const report = (id: string): ConnectorStateChanged => ({
  inboxId: id as InboxId,
  channel: 'email',
  provider: 'mail',
  state: 'connected',
  at: '2026-03-02T09:00:00.000Z',
});

describe('how far behind an inbox is', () => {
  it('is told inbox by inbox, to people and to Prometheus', async () => {
    const { api } = desk;
    await new InboxRepository().keep(api.desk.database.sql, [report('support'), report('sales')]);
    await api.desk.bus.append([mail({ inbox: 'support' }), mail({ inbox: 'support' })].map(toOutgoing));
    const { body } = await api.ask<Page<{ id: string; lag: { unread: number } }>>('GET', '/api/v1/inboxes');
    expect(body.items.map(({ id, lag }) => [id, lag.unread])).toEqual([
      ['sales', 0],
      ['support', 2],
    ]);
    const scraped = await api.metrics.render();
    expect(scraped).toContain('tributary_inbox_lag_messages{inbox="support"} 2');
    expect(scraped).toContain('tributary_inbox_lag_messages{inbox="sales"} 0');
  });
});
