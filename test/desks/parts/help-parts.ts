import { expect } from '@jest/globals';
import type { RunningDesk } from '../running-desk.js';
import { searchHelp } from '../help-views.js';

const FAQS: readonly (readonly [string, string])[] = [
  ['注册的时候短信一直不来', 'faq-register'],
  ['身份证号填了还是没通过认证', 'faq-real-name'],
  ['钱付了但是钻石没有', 'faq-payment-missing'],
  ['孩子偷偷充了钱能退吗', 'faq-refund'],
  ['我买的手办到哪了', 'faq-tracking'],
  ['收到的盒子压坏了', 'faq-damaged'],
  ['手柄坏了想送修', 'faq-repair'],
  ['游戏一直掉线很卡', 'faq-lag'],
];

/** Of D3.19: the guide's eight FAQs are seeds of the help. */
export async function showFaqs(desk: RunningDesk): Promise<string> {
  for (const [question, key] of FAQS) expect((await searchHelp(desk, question)).slice(0, 3).map((found) => found.key)).toContain(key);
  return 'the guide’s eight FAQs stand in the help and answer players who ask in their own words';
}

/** Of D4.8: a slot with an expert. */
export async function showExpertBooking(desk: RunningDesk): Promise<string> {
  const from = 'expert-booking@customer.test';
  const { contact } = await desk.doors.mail({ from, to: 'support@helper.example', subject: '我们是旗舰版', text: '想约专家' });
  const slots = (await desk.api<{ items: { startsAt: string }[] }>('GET', '/bookings/slots?service=expert')).items;
  const hours = (Date.parse(slots[0]!.startsAt) - desk.clock.now().getTime()) / 3_600_000;
  expect(hours).toBeGreaterThanOrEqual(24);
  const book = (startsAt: string) =>
    desk.ask<{ ticketId: string; code: string }>('POST', '/bookings', { service: 'expert', startsAt, contact: { id: contact.id } });
  expect((await book(slots[0]!.startsAt)).body.code).toBe('booking_not_entitled');
  await desk.api('PATCH', `/contacts/${contact.id}`, { plan: 'flagship' });
  const tooSoon = new Date(Date.parse(slots[0]!.startsAt) - 24 * 3_600_000).toISOString();
  expect((await book(tooSoon)).body.code).toBe('booking_too_soon');
  const booked = await book(slots[0]!.startsAt);
  expect(booked.status).toBe(201);
  expect((await desk.ticket(booked.body.ticketId)).subject).toContain('专家预约');
  expect((await book(slots[0]!.startsAt)).body.code).toBe('slot_full');
  return 'a slot with an expert is booked at least 24 h ahead; under that, without the plan, or twice it is refused';
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
