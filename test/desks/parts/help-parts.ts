import { expect } from '@jest/globals';
import { inShanghai } from '../desk-clocks.js';
import type { RunningDesk } from '../running-desk.js';
import { Teams } from '../teams.js';

const DAY_MS = 24 * 3_600_000;

/** Of D4.8: a slot with an expert. */
export async function showExpertBooking(desk: RunningDesk): Promise<string> {
  const from = 'expert-booking@customer.test';
  await desk.clock.moveTo('Tue 10:31');
  const { contact } = await desk.doors.mail({ from, to: 'support@helper.example', subject: '我们是旗舰版', text: '想约专家' });
  const tomorrow = (time: string) =>
    new Date(`${inShanghai(new Date(desk.clock.now().getTime() + DAY_MS).toISOString()).slice(0, 10)}T${time}:00+08:00`).toISOString();
  const book = (time: string) =>
    desk.ask<{ ticketId: string; code: string }>('POST', '/bookings', {
      service: 'expert',
      startsAt: tomorrow(time),
      contact: { id: contact.id },
    });
  expect((await book('11:30')).body.code).toBe('booking_not_entitled');
  await desk.api('PATCH', `/contacts/${contact.id}`, { plan: 'flagship' });
  const slots = async () => (await desk.api<{ items: { startsAt: string }[] }>('GET', '/bookings/slots?service=expert')).items;
  // A minute less than a day ahead, and a minute more.
  expect((await book('10:30')).body.code).toBe('booking_too_soon');
  expect((await slots())[0]!.startsAt).toBe(tomorrow('11:00'));
  await desk.clock.moveTo('Tue 11:29');
  return Teams.on(desk, async (teams) => {
    const expert = await teams.come('tech@helper.example');
    const booked = await book('11:30');
    expect(booked.status).toBe(201);
    const ticket = await desk.ticketWhere(booked.body.ticketId, ({ assignee }) => assignee === expert.id, 'an expert has it');
    expect(ticket.subject).toContain('专家预约');
    await desk.mailTo(
      from,
      ({ mail: { text = '' } }) => text.includes(`北京时间 ${inShanghai(tomorrow('11:30'))}`) && text.includes(ticket.number),
    );
    expect((await book('11:30')).body.code).toBe('slot_full');
    return 'a slot with an expert is booked 24 h ahead, told by mail with its number and time, and given to an expert who is there; a minute less, without the plan, or twice it is refused';
  });
}

/** Of D1.14: a guide with its video goes to the customer. */
export async function showGuideAndVideo(desk: RunningDesk): Promise<string> {
  const li = await desk.agents.get('guide-li');
  const from = 'guide@customer.test';
  const ticket = await desk.doors.mail({ from, to: 'service@b2b.example', subject: '怎么配置自定义报表', text: '请教怎么自己出报表' });
  const suggested = await desk.api<{ items: { key: string }[] }>('GET', `/tickets/${ticket.id}/suggested-articles`, undefined, li);
  expect(suggested.items[0]?.key).toBe('configure-report');
  await desk.api('POST', `/tickets/${ticket.id}/article-sendings`, { articleId: 'configure-report', intro: '您好，请看图文指引：' }, li);
  const { mail } = await desk.mailTo(from, (each) => each.mail.text?.includes('/videos/custom-report') === true);
  expect(mail.text).toContain('1. 打开“报表中心”');
  expect(mail.html).toContain('<li>打开“报表中心”，点“新建”。</li>');
  return 'the guide for the customer’s question is proposed, and goes to him with its steps and its video in one click';
}
