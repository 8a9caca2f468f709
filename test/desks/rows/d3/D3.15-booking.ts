import { expect } from '@jest/globals';
import { messageTo } from '../../emergency-views.js';
import { row } from '../../row.js';

interface Booking {
  readonly id: string;
  readonly ticketId: string;
  readonly ticketNumber: string;
  readonly startsAt: string;
  readonly version: number;
}

export default row('D3.15', async (desk, show) => {
  const slots = async () =>
    (await desk.api<{ items: { startsAt: string; free: number }[] }>('GET', '/bookings/slots?service=repair')).items;
  const [slot] = await slots();
  const contact = (n: number) => ({ identity: { scheme: 'phone', value: `+86139000031${n}5` }, displayName: `玩家${n}` });
  const book = (n: number) =>
    desk.ask<Booking & { code: string }>('POST', '/bookings', {
      service: 'repair',
      startsAt: slot!.startsAt,
      contact: contact(n),
      note: '手柄按键失灵',
    });
  const { status, body: booking } = await book(1);
  expect(status).toBe(201);
  const ticket = await desk.ticketWhere(booking.ticketId, ({ tags }) => tags.includes('repair'), 'the service ticket');
  const time = new Date(Date.parse(slot!.startsAt) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  const player = '+8613900003115';
  await messageTo(desk, player, (text) => text.includes(ticket.number) && text.includes(time), 'number and time by text message');
  expect(ticket.number).toMatch(/BKG/);
  expect([ticket.category, ticket.subject.startsWith('预约维修')]).toEqual(['product_service', true]);
  expect((await desk.entries(ticket))[0]?.plainText).toContain('手柄按键失灵');
  expect((await slots())[0]).toEqual({ ...slot, free: 1 });
  expect((await book(2)).status).toBe(201);
  expect([(await book(3)).body.code, (await slots())[0]?.startsAt === slot!.startsAt]).toEqual(['slot_full', false]);
  await desk.api('POST', `/bookings/${booking.id}/cancellation`, { expectedVersion: booking.version });
  expect((await slots())[0]).toEqual({ ...slot, free: 1 });
  await messageTo(desk, player, (text) => text.includes('已取消') && text.includes(ticket.number), 'that it is cancelled');
  show(
    `a booked repair opens its service ticket ${ticket.number} by itself, and its number and time are told by text message; a slot takes two and no third, and is free again when cancelled`,
  );
});
