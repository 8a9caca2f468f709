import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EventData, Topics } from '#contracts';
import { TicketFollower } from '../../../apps/ticketing/src/happenings/ticket-follower.js';
import { mail, openDesk, type Desk } from '../../support/ticketing-desk.js';

const DESK = {
  rules: [{ key: 'boss', when: ['opened'], if: { fact: 'message.from', is: 'boss@example.com' }, then: [{ tag: 'boss' }] }],
};

describe('rules at the border of a batch', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ desk: DESK });
  });
  afterAll(() => desk.close());

  it('know who wrote the first message, also where its entry comes with the next batch', async () => {
    await desk.take(mail({ from: 'boss@example.com' }));
    const pages = await Promise.all(Array.from({ length: 16 }, (_, partition) => desk.bus.read(Topics.ticketEvents, partition, '0', 100)));
    const records = pages.flat();
    const opened = records.find(({ envelope }) => envelope.type === 'ticket.opened.v1')!;
    await desk.get(TicketFollower).take([opened]);
    await desk.settle();
    const { ticketId } = opened.envelope.data as EventData<'ticket.opened.v1'>;
    const [ticket] = await desk.database.sql.query('select tags from tickets where id = $1::uuid', [ticketId]);
    expect(ticket).toEqual({ tags: ['boss'] });
  });
});
