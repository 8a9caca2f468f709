import { expect } from '@jest/globals';
import { row } from '../../row.js';

interface Booking {
  readonly ticketId: string;
  readonly code: string;
}

export default row('D4.8', async (desk, show) => {
  const from = 'd4.8@customer.test';
  const { contact } = await desk.doors.mail({ from, to: 'support@helper.example', subject: '我们是旗舰版 d4.8', text: '想约专家' });
  const slots = (await desk.api<{ items: { startsAt: string }[] }>('GET', '/bookings/slots?service=expert')).items;
  const hours = (Date.parse(slots[0]!.startsAt) - desk.clock.now().getTime()) / 3_600_000;
  expect(hours).toBeGreaterThanOrEqual(24);
  const book = (startsAt: string) => desk.ask<Booking>('POST', '/bookings', { service: 'expert', startsAt, contact: { id: contact.id } });
  expect((await book(slots[0]!.startsAt)).body.code).toBe('booking_not_entitled');
  await desk.api('PATCH', `/contacts/${contact.id}`, { plan: 'flagship' });
  const tooSoon = new Date(Date.parse(slots[0]!.startsAt) - 24 * 3_600_000).toISOString();
  expect((await book(tooSoon)).body.code).toBe('booking_too_soon');
  const booked = await book(slots[0]!.startsAt);
  expect(booked.status).toBe(201);
  expect((await desk.ticket(booked.body.ticketId)).subject).toContain('专家预约');
  expect((await book(slots[0]!.startsAt)).body.code).toBe('slot_full');
  show(
    'an enterprise or flagship customer books a slot with an expert at least 24 h ahead; under that, without that plan, or twice it is refused',
  );
});
